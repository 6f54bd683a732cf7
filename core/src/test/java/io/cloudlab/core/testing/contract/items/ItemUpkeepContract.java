package io.cloudlab.core.testing.contract.items;

import static io.cloudlab.core.testing.SampleItems.BOX;
import static io.cloudlab.core.testing.SampleItems.index;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemIndex;
import io.cloudlab.core.inventory.item.ItemQuery;
import io.cloudlab.core.inventory.item.ItemStore;
import io.cloudlab.core.inventory.item.ItemVisibility;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.testing.SampleItems;
import io.cloudlab.core.testing.contract.StoresContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How every {@link ItemStore} serves those who keep objects in step with something else. */
public interface ItemUpkeepContract extends StoresContract {
    private ItemStore items() {
        return stores().items();
    }

    private Item stored(String name) {
        Item item = SampleItems.box(items().nextIds(1).get(0), name);
        items().insert(item, index(item));
        return item;
    }

    @Test
    default void objectsOfAnAdapterAreToldApart() {
        Item made = new Item(
                items().nextIds(1).get(0),
                BOX,
                Map.of("name", "one"),
                List.of(),
                null,
                NOON,
                NOON,
                new Item.Source("users", "1"),
                0);
        items().insert(made, index(made));
        stored("two");

        assertThat(items().ofSource(BOX, "users")).containsExactly(made);
        assertThat(items().ofSource(BOX, "vultr")).isEmpty();
        assertThat(items().ofSource(new TypeSlug("other"), "users")).isEmpty();
        assertThat(items().ofSource(BOX, new Item.Source("users", "1"))).contains(made);
        assertThat(items().ofSource(BOX, new Item.Source("users", "2"))).isEmpty();
        assertThat(items().ofSource(BOX, new Item.Source("vultr", "1"))).isEmpty();
        assertThat(items().ofSource(new TypeSlug("other"), new Item.Source("users", "1")))
                .isEmpty();
    }

    @Test
    default void objectsOfATypeAreReadInPieces() {
        Item one = stored("one");
        Item two = stored("two");
        Item three = stored("three");

        assertThat(items().after(BOX, 0, 2)).containsExactly(one, two);
        assertThat(items().after(BOX, two.id(), 2)).containsExactly(three);
        assertThat(items().after(new TypeSlug("other"), 0, 2)).isEmpty();
    }

    @Test
    default void objectIsFoundAnewWithoutBeingChanged() {
        Item item = stored("one");
        stored("two");
        assertThat(items().reindex(item, new ItemIndex("anew", Map.of(), Map.of())))
                .isTrue();
        assertThat(items().find(item.id())).contains(item);
        ItemQuery anew = new ItemQuery(BOX, "anew", java.util.Set.of(), Map.of(), null, true);
        assertThat(items().list(anew, ItemVisibility.SYSTEM, new PageRequest(1, 10))
                        .items())
                .containsExactly(item);
        stored("one");

        assertThat(items().reindex(item, index(item))).isFalse();
    }

    @Test
    default void dataIsReplacedWithoutAChangeOfVersion() {
        Item item = stored("one");
        stored("two");
        Item other = item.withData(Map.of("name", "hidden"));

        items().replaceData(other);

        assertThat(items().find(item.id())).contains(other);
        ItemQuery former = new ItemQuery(BOX, "one", java.util.Set.of(), Map.of(), null, true);
        assertThat(items().list(former, ItemVisibility.SYSTEM, new PageRequest(1, 10))
                        .items())
                .containsExactly(other);
    }

    @Test
    default void definitionOfATypeIsRemembered() {
        assertThat(items().indexedBy(BOX)).isEmpty();
        items().indexedBy(BOX, "first");
        items().indexedBy(BOX, "second");
        assertThat(items().indexedBy(BOX)).isEqualTo("second");
    }

    @Test
    default void typeCanBeLockedBeforeAnythingIsKnownOfIt() {
        stores().transactions().run(() -> {
            items().lockType(BOX);
            items().lockType(BOX);
            stored("one");
        });
        assertThat(items().indexedBy(BOX)).isEmpty();
        items().indexedBy(BOX, "first");
        stores().transactions().run(() -> items().lockType(BOX));
        assertThat(items().indexedBy(BOX)).isEqualTo("first");
    }
}
