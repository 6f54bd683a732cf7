package io.cloudlab.core.inventory.action;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemFilter;
import io.cloudlab.core.inventory.item.Items;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.TypeSource;
import io.cloudlab.core.services.ObjectOptions;
import io.cloudlab.core.services.input.InputOptions;
import io.cloudlab.core.services.input.OptionsSource.OfType;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.shared.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Offers the objects of a type as options, as lists of the inventory show them to the caller. Thread-safe. */
public final class InventoryOptions implements ObjectOptions {
    private final Items items;
    private final TypeSource types;

    public InventoryOptions(Items items, TypeSource types) {
        this.items = items;
        this.types = types;
    }

    @Override
    public InputOptions of(Caller caller, OfType source) {
        requireOffered(source);
        ItemFilter filter = new ItemFilter(null, List.of(), source.filter(), "id");
        Map<String, String> labels = new LinkedHashMap<>();
        try {
            for (int number = 1; ; number++) {
                Page<Item> page =
                        items.list(caller, source.type(), filter, new PageRequest(number, PageRequest.MAX_PER_PAGE));
                for (Item item : page.items()) {
                    String value = value(item, source.value());
                    if (!value.isEmpty()) labels.putIfAbsent(value, item.name());
                }
                long seen = (long) number * PageRequest.MAX_PER_PAGE;
                if (seen >= page.total() || labels.size() >= InputOptions.MAX)
                    return options(labels, seen < page.total());
            }
        } catch (Denied e) {
            return InputOptions.NONE;
        } catch (InvalidInput e) {
            throw new Refused("bad-options", e.detail());
        }
    }

    private void requireOffered(OfType source) {
        ItemType type = types.types()
                .find(source.type())
                .orElseThrow(() -> refused("There is no inventory type '" + source.type() + "'."));
        if (source.value().equals(OfType.ID)) return;
        Field field = type.field(source.value())
                .orElseThrow(() -> refused("Type '" + source.type() + "' has no field '" + source.value() + "'."));
        if (field.type() == FieldType.SECRET || field.type() == FieldType.JSON)
            throw refused("Field '" + source.value() + "' cannot be offered.");
    }

    private static Refused refused(String why) {
        return new Refused("bad-options", why);
    }

    private static String value(Item item, String field) {
        Object value =
                field.equals(OfType.ID) ? (Object) item.id() : item.data().get(field);
        return value == null ? "" : String.valueOf(value);
    }

    private static InputOptions options(Map<String, String> labels, boolean more) {
        List<String> values = new ArrayList<>(labels.keySet());
        boolean truncated = more || values.size() > InputOptions.MAX;
        List<String> kept = values.subList(0, Math.min(values.size(), InputOptions.MAX));
        Map<String, String> shown = new LinkedHashMap<>();
        for (String value : kept) if (!value.equals(labels.get(value))) shown.put(value, labels.get(value));
        return new InputOptions(kept, shown, truncated);
    }
}
