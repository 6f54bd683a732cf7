package io.cloudlab.core.inventory.type;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON-like values of a bounded size, numbers among them as {@link Long}, {@link BigInteger} or {@link BigDecimal}. */
public final class JsonValues {
    /** The member that tells a sealed secret from a value; no value may hold it. */
    public static final String RESERVED_NAME = "$sealed";

    private static final int MAX_DEPTH = 32;
    private static final int MAX_SIZE = 64 * 1024;

    private final Field field;
    private long size;

    private JsonValues(Field field) {
        this.field = field;
    }

    /** @throws io.cloudlab.core.shared.Refused naming the field, if the value is too deep or too large */
    static @Nullable Object checked(Field field, Object value) {
        return new JsonValues(field).normal(value, 1);
    }

    private @Nullable Object normal(@Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) throw FieldValues.wrong(field, "is nested too deep");
        if (value instanceof Map<?, ?> map) {
            if (map.containsKey(RESERVED_NAME)) throw FieldValues.wrong(field, "holds a name only the system uses");
            Map<String, @Nullable Object> members = new LinkedHashMap<>();
            map.forEach((name, member) -> members.put(text(String.valueOf(name)), normal(member, depth + 1)));
            return Collections.unmodifiableMap(members);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> elements = new ArrayList<>();
            for (Object element : list) elements.add(normal(element, depth + 1));
            return Collections.unmodifiableList(elements);
        }
        if (value == null || value instanceof Boolean) return counted(value, 5);
        if (value instanceof Number number) return number(number);
        return text(value.toString());
    }

    private Number number(Number value) {
        Number normal;
        if (value instanceof Integer || value instanceof Long || value instanceof Short) normal = value.longValue();
        else if (value instanceof BigInteger || value instanceof BigDecimal) normal = value;
        else normal = new BigDecimal(value.toString());
        return counted(normal, normal.toString().length());
    }

    private String text(String text) {
        return counted(text, text.length() + 3L);
    }

    private <T extends @Nullable Object> T counted(T value, long characters) {
        size += characters;
        if (size > MAX_SIZE) throw FieldValues.wrong(field, "holds too much");
        return value;
    }
}
