package io.cloudlab.core.inventory.type;

import io.cloudlab.core.shared.Folded;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.Utf8Text;
import io.cloudlab.core.shared.VisibleText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Brings the values of fields into the one form in which they are stored: text, {@link Long}, {@link Boolean}, moments as
 * ISO-8601 text in UTC, or JSON-like values. Secrets are still in the clear here.
 */
public final class FieldValues {
    static final int MAX_STRING_LENGTH = 1_000;
    static final int MAX_TEXT_LENGTH = 64 * 1024;
    private static final int MAX_SECRET_LENGTH = 16 * 1024;
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,19}");
    private static final DateTimeFormatter MOMENT = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
            .appendOffset("+HH:MM", "+00:00")
            .toFormatter(java.util.Locale.ROOT);

    private FieldValues() {}

    /**
     * @return null where there is none: null, and empty text
     * @throws Refused naming the field
     */
    static @Nullable public Object of(Field field, @Nullable Object value) {
        if (value == null || value.equals("")) return null;
        return switch (field.type()) {
            case STRING -> option(field, line(field, text(field, value)));
            case TEXT -> option(field, lines(field, text(field, value), MAX_TEXT_LENGTH));
            case ENUM -> option(field, chosen(value));
            case INTEGER -> number(field, integer(field, value));
            case BOOLEAN -> bool(field, value);
            case DATETIME -> moment(field, value);
            case SECRET -> secret(field, text(field, value));
            case JSON -> JsonValues.checked(field, value);
        };
    }

    /** @throws InvalidInput if the default does not fit its own field */
    static void checkDefault(Field field) {
        try {
            of(field, field.defaultValue());
        } catch (Refused e) {
            throw new InvalidInput(
                    "default", "does not fit its field: " + e.detail().replaceFirst("\\.$", ""));
        }
    }

    /** How a moment is written. */
    public static String written(Instant moment) {
        return MOMENT.format(moment.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
    }

    public static boolean isMoment(String text) {
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    public static Refused wrong(Field field, String what) {
        return new Refused("bad-field", "Field '" + field.name() + "' " + what + ".");
    }

    private static String text(Field field, Object value) {
        if (value instanceof String text) return text;
        throw wrong(field, "must be text");
    }

    private static String line(Field field, String text) {
        String line = lines(field, text, MAX_STRING_LENGTH);
        if (line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0 || line.indexOf('\t') >= 0)
            throw wrong(field, "must be a single line");
        return line;
    }

    private static String lines(Field field, String text, int longest) {
        if (text.length() > longest) throw wrong(field, "must have at most " + longest + " characters");
        if (text.codePoints().anyMatch(FieldValues::unreadable)) throw wrong(field, "must not hold control characters");
        return text;
    }

    private static String secret(Field field, String text) {
        if (text.length() > MAX_SECRET_LENGTH)
            throw wrong(field, "must have at most " + MAX_SECRET_LENGTH + " characters");
        Utf8Text.flaw(text).ifPresent(flaw -> {
            throw wrong(field, "must not hold " + flaw);
        });
        return text;
    }

    static boolean unreadable(int codePoint) {
        if (codePoint == '\n' || codePoint == '\r' || codePoint == '\t') return false;
        int type = Character.getType(codePoint);
        return VisibleText.turnsDirection(codePoint) || type == Character.CONTROL || type == Character.SURROGATE;
    }

    /**
     * Options stand in YAML, where a number or a word such as {@code true} is not text. One such as 1e999999999 must not be
     * written out to find that it is none.
     */
    private static String chosen(Object value) {
        boolean writtenOut = value instanceof BigDecimal number && Math.abs((long) number.scale()) <= MAX_STRING_LENGTH;
        return writtenOut ? ((BigDecimal) value).toPlainString() : String.valueOf(value);
    }

    private static String option(Field field, String text) {
        if (field.options().isEmpty() || field.options().contains(text)) return text;
        String composed = Folded.composed(text); // what reads like an option is that option
        for (String option : field.options()) if (Folded.composed(option).equals(composed)) return option;
        throw wrong(field, "must be one of: " + String.join(", ", field.options()));
    }

    private static Long number(Field field, Long number) {
        option(field, number.toString());
        return number;
    }

    private static Long integer(Field field, Object value) {
        try {
            if (value instanceof String text && INTEGER.matcher(text.strip()).matches())
                return Long.valueOf(text.strip());
            if (value instanceof Integer || value instanceof Long || value instanceof Short)
                return ((Number) value).longValue();
            if (value instanceof BigInteger big) return big.longValueExact();
            if (value instanceof BigDecimal || value instanceof Double || value instanceof Float)
                return wholeNumber(new BigDecimal(value.toString()));
        } catch (ArithmeticException | NumberFormatException e) {
            throw wrong(field, "must be a whole number of at most 64 bits");
        }
        throw wrong(field, "must be a whole number");
    }

    /** A number such as 1e999999999 must not be written out to find that it is too large. */
    private static long wholeNumber(BigDecimal number) {
        if (number.precision() - (long) number.scale() > 20) throw new ArithmeticException("too large");
        return number.longValueExact();
    }

    private static Boolean bool(Field field, Object value) {
        if (value instanceof Boolean bool) return bool;
        throw wrong(field, "must be true or false");
    }

    private static String moment(Field field, Object value) {
        try {
            Instant moment = OffsetDateTime.parse(text(field, value).strip()).toInstant();
            int year = moment.atOffset(ZoneOffset.UTC).getYear();
            if (year >= 1 && year <= 9999) return written(moment);
        } catch (DateTimeException e) {
            // refused below
        }
        throw wrong(field, "must be a date and time with its offset, such as 2026-03-01T12:00:00+00:00");
    }
}
