package io.cloudlab.core.shared;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Writes JSON-like values (maps, iterables, text, numbers, booleans, null) as compact JSON (RFC 8259). */
public final class JsonText {
    private static final int MAX_WRITTEN_OUT = 1_000;

    private JsonText() {}

    public static String of(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            StringJoiner members = new StringJoiner(",", "{", "}");
            map.forEach((name, member) -> members.add(quoted(String.valueOf(name)) + ":" + of(member)));
            return members.toString();
        }
        if (value instanceof Iterable<?> elements) {
            StringJoiner joined = new StringJoiner(",", "[", "]");
            for (Iterator<?> each = elements.iterator(); each.hasNext(); ) joined.add(of(each.next()));
            return joined.toString();
        }
        if (value instanceof BigDecimal decimal) return number(decimal);
        if (value == null || value instanceof Boolean || value instanceof Number) return String.valueOf(value);
        return quoted(value.toString());
    }

    /** Written out, {@code 1e999999999} would fill the memory. */
    private static String number(BigDecimal value) {
        return Math.abs((long) value.scale()) <= MAX_WRITTEN_OUT ? value.toPlainString() : value.toString();
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') json.append('\\').append(c);
            else if (c < 0x20) json.append(String.format("\\u%04x", (int) c));
            else json.append(c);
        }
        return json.append('"').toString();
    }
}
