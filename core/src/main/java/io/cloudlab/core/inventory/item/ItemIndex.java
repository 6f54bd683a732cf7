package io.cloudlab.core.inventory.item;

import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.FieldValues;
import io.cloudlab.core.inventory.type.ItemType;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a store keeps beside an object so that it can be found.
 *
 * @param searchText what a search looks into, folded
 * @param keys of every field lists can be filtered and sorted by
 * @param uniques of every field whose values no two objects of the type share; those without a value left out
 */
public record ItemIndex(String searchText, Map<String, FieldKey> keys, Map<String, FieldKey> uniques) {
    public ItemIndex {
        keys = Map.copyOf(keys);
        uniques = Map.copyOf(uniques);
    }

    public static ItemIndex of(ItemType type, Map<String, Object> data) {
        StringBuilder text = new StringBuilder();
        Map<String, FieldKey> keys = new TreeMap<>();
        Map<String, FieldKey> uniques = new TreeMap<>();
        for (Field field : type.fields()) {
            Object value = fitting(field.type(), data.get(field.name()));
            if (field.type().sortable()) keys.put(field.name(), FieldKey.of(field.type(), value));
            if (field.unique() && value != null) uniques.put(field.name(), FieldKey.of(field.type(), value));
            if (field.searchable() && value != null) text.append(SearchText.of(value));
        }
        return new ItemIndex(text.toString(), keys, uniques);
    }

    /** What was stored when the field was of another type cannot be found by it. */
    private static @Nullable Object fitting(FieldType type, @Nullable Object value) {
        boolean fits = switch (type) {
            case STRING, TEXT, ENUM -> value instanceof String;
            case INTEGER -> value instanceof Long;
            case BOOLEAN -> value instanceof Boolean;
            case DATETIME -> value instanceof String text && FieldValues.isMoment(text);
            case JSON -> !FieldSecrets.isSealed(value);
            case SECRET -> false;
        };
        return fits ? value : null;
    }
}
