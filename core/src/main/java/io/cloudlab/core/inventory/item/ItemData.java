package io.cloudlab.core.inventory.item;

import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.FieldValues;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.shared.Refused;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns what was sent into what an object of a type holds, or refuses it naming the field. */
final class ItemData {
    private static final Pattern HARMLESS_TO_SHOW = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** Characters. Written as JSON, each may take six, and H2 keeps a million in a column. */
    private static final int MAX_SIZE = 128 * 1024;

    private final FieldSecrets secrets;

    ItemData(FieldSecrets secrets) {
        this.secrets = secrets;
    }

    /** What an object holds, and the fields whose values are others now. */
    record Merged(Map<String, Object> data, Set<String> changed) {}

    /**
     * @param former what the object holds; empty for a new one, which gets defaults
     * @param sent by field; null and empty text take a value away, what is not named stays
     * @param readonlyToo whether fields may be set that only adapters set
     */
    Merged merge(
            ItemType type,
            long id,
            Map<String, Object> former,
            Map<String, ? extends @Nullable Object> sent,
            boolean isNew,
            boolean readonlyToo) {
        refuseUnknown(type, sent);
        Map<String, Object> data = new LinkedHashMap<>(former);
        Set<String> changed = new TreeSet<>();
        for (Field field : type.fields()) {
            Object before = former.get(field.name());
            Object after = isNew ? FieldValues.of(field, field.defaultValue()) : before;
            boolean defaulted = after != null && isNew;
            if (sent.containsKey(field.name()) && !(defaulted && sent.get(field.name()) == null))
                after = sentValue(field, after, sent.get(field.name()), readonlyToo);
            if (after instanceof String text && field.type() == FieldType.SECRET) after = secrets.seal(text, id, field);
            if (after == null && field.required())
                throw new Refused("missing-field", "Field '" + field.name() + "' is required.");
            if (Objects.equals(before, after)) continue;
            changed.add(field.name());
            if (after == null) data.remove(field.name());
            else data.put(field.name(), after);
        }
        int size = data.values().stream()
                .mapToInt(value -> value.toString().length())
                .sum();
        if (size > MAX_SIZE) throw new Refused("object-too-large", "The object holds too much altogether.");
        return new Merged(data, changed);
    }

    private static @Nullable Object sentValue(
            Field field, @Nullable Object before, @Nullable Object sent, boolean readonlyToo) {
        if (field.type() == FieldType.SECRET && FieldSecrets.MASK.equals(sent)) return before;
        Object after = FieldValues.of(field, sent);
        if (field.readonly() && !readonlyToo && !Objects.equals(before, after))
            throw FieldValues.wrong(field, "is read-only");
        return after;
    }

    private static void refuseUnknown(ItemType type, Map<String, ?> sent) {
        for (String name : sent.keySet()) {
            if (type.field(name).isPresent()) continue;
            String shown = HARMLESS_TO_SHOW.matcher(name).matches() ? " '" + name + "'" : " of that name";
            throw new Refused("unknown-field", "The type has no field" + shown + ".");
        }
    }
}
