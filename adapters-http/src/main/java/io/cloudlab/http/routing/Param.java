package io.cloudlab.http.routing;

import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.http.error.ProblemException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A value in a route's path or query: read, checked and described by one declaration.
 *
 * @param schema its JSON Schema
 * @param fallback the text that stands for a missing query value, or null for none
 * @param demanded whether a request without it is refused
 * @param reader throws {@link InvalidInput} or {@link IllegalArgumentException}, whose message says what it must be
 */
public record Param<T>(
        In in,
        String name,
        String description,
        Map<String, Object> schema,
        @Nullable String fallback,
        boolean demanded,
        Function<String, T> reader) {
    public enum In {
        PATH,
        QUERY;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static <T> Param<T> path(String name, String description, Function<String, T> reader) {
        return new Param<>(In.PATH, name, description, Map.of("type", "string"), null, true, reader);
    }

    /** The number of something in the path. */
    public static Param<Integer> id(String description) {
        Map<String, Object> schema = Map.of("type", "integer", "minimum", 1, "maximum", Integer.MAX_VALUE);
        Param<Long> number = number("id", description, 1, Integer.MAX_VALUE);
        return new Param<>(
                In.PATH,
                "id",
                description,
                schema,
                null,
                true,
                text -> number.reader().apply(text).intValue());
    }

    /** A moment as ISO-8601 with an offset, strictly. */
    public static Param<Instant> moment(String name, String description) {
        Map<String, Object> schema = Map.of("type", "string", "format", "date-time");
        return new Param<>(In.QUERY, name, description, schema, null, false, Param::instant);
    }

    private static Instant instant(String text) {
        int sign = text.length() - 6;
        // a plus sign that was not encoded arrives as a space
        String signed =
                sign > 0 && text.charAt(sign) == ' ' ? text.substring(0, sign) + '+' + text.substring(sign + 1) : text;
        try {
            OffsetDateTime moment = OffsetDateTime.parse(signed);
            if (moment.getYear() >= 1 && moment.getYear() <= 9_999) return moment.toInstant();
        } catch (DateTimeParseException e) {
            // refused below
        }
        throw new IllegalArgumentException("must be a date and time with an offset, such as 2026-03-01T09:00:00+00:00");
    }

    /** The number of something of which there can be very many. */
    public static Param<Long> longId(String name, String description) {
        Param<Long> number = number(name, description, 1, Long.MAX_VALUE);
        return new Param<>(In.PATH, name, description, number.schema(), null, true, number.reader());
    }

    /** Text that may be given more than once. */
    public static Param<String> texts(String name, String description) {
        Map<String, Object> schema = Map.of("type", "array", "items", Map.of("type", "string"));
        return new Param<>(
                In.QUERY,
                name,
                description,
                schema,
                null,
                false,
                text(name, description).reader());
    }

    boolean repeatable() {
        return "array".equals(schema.get("type"));
    }

    public static Param<String> text(String name, String description) {
        return new Param<>(
                In.QUERY, name, description, Map.of("type", "string", "maxLength", 1_000), null, false, text -> {
                    if (text.length() > 1_000) throw new IllegalArgumentException("must have at most 1000 characters");
                    if (text.indexOf('\0') >= 0) throw new IllegalArgumentException("must not hold the character NUL");
                    return text;
                });
    }

    public static Param<Long> number(String name, String description, long min, long max) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "integer");
        schema.put("minimum", min);
        schema.put("maximum", max);
        String outside = "must lie between " + min + " and " + max;
        return new Param<>(In.QUERY, name, description, schema, null, false, text -> {
            long value;
            try {
                value = Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(text.matches("[+-]?[0-9]+") ? outside : "must be a whole number");
            }
            if (value < min || value > max) throw new IllegalArgumentException(outside);
            return value;
        });
    }

    public static <E extends Enum<E>> Param<E> word(String name, String description, Class<E> type) {
        List<String> words = Stream.of(type.getEnumConstants())
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .toList();
        Map<String, Object> schema = Map.of("type", "string", "enum", words);
        return new Param<>(In.QUERY, name, description, schema, null, false, text -> {
            if (!words.contains(text))
                throw new IllegalArgumentException("must be one of: " + String.join(", ", words));
            return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
        });
    }

    public Param<T> or(Object value) {
        return new Param<>(in, name, description, schema, String.valueOf(value), false, reader);
    }

    /** Must be given. */
    public Param<T> demand() {
        return new Param<>(in, name, description, schema, null, true, reader);
    }

    /** The fallback as the schema's default. */
    @Nullable
    public Object shownFallback() {
        return fallback != null && "integer".equals(schema.get("type")) ? (Object) Long.valueOf(fallback) : fallback;
    }

    /** @throws ProblemException with 422 naming this parameter */
    public T read(String text) {
        try {
            return reader.apply(text);
        } catch (InvalidInput e) {
            throw refusal(e.violations().get(0).message());
        } catch (IllegalArgumentException e) {
            throw refusal(String.valueOf(e.getMessage()));
        }
    }

    private ProblemException refusal(String why) {
        return ProblemException.at(List.of(in.word(), name), why, "value_error");
    }
}
