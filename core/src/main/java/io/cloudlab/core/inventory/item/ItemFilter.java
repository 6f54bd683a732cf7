package io.cloudlab.core.inventory.item;

import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.FieldValues;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.Refused;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which objects of a type are asked for; all conditions must hold.
 *
 * @param search a part of what the searchable fields hold, without regard to case; null for all
 * @param tags names of tags
 * @param fields values of fields as text
 * @param sort the name of a field, {@code id} or {@code created_at}, with a dash before it to begin with the largest; null for the newest first
 */
public record ItemFilter(
        @Nullable String search,
        List<String> tags,
        Map<String, String> fields,
        @Nullable String sort) {
    public static final ItemFilter ALL = new ItemFilter(null, List.of(), Map.of(), null);

    private static final int MAX_SEARCH_LENGTH = 1_000;
    private static final int MAX_CONDITIONS = 20;

    public ItemFilter {
        tags = List.copyOf(tags);
        fields = Map.copyOf(fields);
        if (search != null && search.length() > MAX_SEARCH_LENGTH)
            throw new InvalidInput("search", "must have at most " + MAX_SEARCH_LENGTH + " characters");
        if (tags.size() > MAX_CONDITIONS)
            throw new InvalidInput("tag", "must not be given more than " + MAX_CONDITIONS + " times");
    }

    Map<String, FieldKey> keys(ItemType type) {
        Map<String, FieldKey> keys = new LinkedHashMap<>();
        fields.forEach((name, value) -> keys.put(name, key(sortable(type, "field." + name, name), value)));
        return keys;
    }

    /** Null for the order of making. */
    @Nullable
    String sortField(ItemType type) {
        if (sort == null) return null;
        String name = sort.startsWith("-") ? sort.substring(1) : sort;
        if (type.field(name).isEmpty() && (name.equals("id") || name.equals("created_at"))) return null;
        return sortable(type, "sort", name).name();
    }

    boolean descending() {
        return sort == null || sort.startsWith("-");
    }

    private static FieldKey key(Field field, String value) {
        try {
            Object typed = field.type() == FieldType.BOOLEAN && !value.isEmpty() ? bool(field, value) : value;
            Field free = Field.of(field.name(), field.type() == FieldType.ENUM ? FieldType.STRING : field.type());
            return FieldKey.of(field.type(), FieldValues.of(free, typed));
        } catch (Refused e) {
            throw new InvalidInput("field." + field.name(), "holds no value this field can have");
        }
    }

    private static Boolean bool(Field field, String value) {
        if (value.equals("true") || value.equals("false")) return Boolean.valueOf(value);
        throw FieldValues.wrong(field, "must be true or false");
    }

    private static Field sortable(ItemType type, String member, String name) {
        Field field = type.field(name)
                .orElseThrow(() -> new InvalidInput(shown(member, name), "names no field of this type"));
        if (!field.type().sortable())
            throw new InvalidInput(shown(member, name), "names a field lists cannot be filtered or sorted by");
        return field;
    }

    /** A parameter's name is a submitted value too where it is made of one. */
    private static String shown(String member, String name) {
        return name.matches("[A-Za-z0-9_-]{1,64}") || !member.startsWith("field.") ? member : "field";
    }
}
