package io.cloudlab.core.testing;

import io.cloudlab.core.inventory.item.FieldKey;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemIndex;
import io.cloudlab.core.inventory.item.Tag;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.testing.contract.StoresContract;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Objects for the contracts of stores, of a type {@code box} with fields name (unique) and size. */
public final class SampleItems {
    public static final TypeSlug BOX = new TypeSlug("box");
    private static final Instant NOON = StoresContract.NOON;

    private SampleItems() {}

    public static Item box(long id, String name, Tag... tags) {
        return new Item(id, BOX, Map.of("name", name), List.of(tags), 7, NOON, NOON, null, 0);
    }

    public static ItemIndex index(Item item) {
        return index(item, "medium");
    }

    public static ItemIndex index(Item item, String size) {
        String name = String.valueOf(item.data().get("name"));
        return new ItemIndex(
                name.toLowerCase(Locale.ROOT) + "\n",
                Map.of("name", key(name), "size", key(size)),
                Map.of("name", key(name)));
    }

    public static FieldKey key(String text) {
        return new FieldKey(("\1" + text).getBytes(StandardCharsets.UTF_8));
    }
}
