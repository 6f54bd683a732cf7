package io.cloudlab.core.services.input;

import io.cloudlab.core.shared.EmailAddress;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.JsonText;
import io.cloudlab.core.shared.Refused;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns the value of an input into the text a script sees. */
public final class InputText {
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d{1,100}(\\.\\d{0,100})?|\\.\\d{1,100})([eE][+-]?\\d{1,3})?");

    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,100}");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    /** So many options are named in an error. */
    private static final int MAX_NAMED = 20;

    private static final Pattern PUBLIC_KEY = Pattern.compile(
            "(ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(256|384|521)|sk-(ssh-ed25519|ecdsa-sha2-nistp256)@openssh\\.com)"
                    + " AAAA[A-Za-z0-9+/]{16,16384}={0,3}( [^,\\p{Cntrl}]*)?");

    private InputText() {}

    /** An undeclared input: lists joined by commas, objects as JSON, null empty. */
    public static String of(String name, @Nullable Object value) {
        if (value instanceof List<?> list) return joined(name, list);
        if (value instanceof Map<?, ?> || value instanceof Boolean || value instanceof Number)
            return JsonText.of(value);
        return value == null ? "" : String.valueOf(value);
    }

    public static String of(ScriptInput input, @Nullable Object value, PatternTurns.Turn turn) {
        if (value == null) return "";
        String text = switch (input.type()) {
            case STRING, TEXT, SECRET, DEPLOYMENT_SELECT -> text(input, value);
            case NUMBER -> number(input, value);
            case INTEGER -> integer(input, value);
            case BOOLEAN -> bool(input, value);
            case SELECT -> selected(input, scalar(input, value));
            case OBJECT -> selected(input, scalar(input, value));
            case LIST, MULTISELECT -> list(input, value);
            case DATE -> shaped(input, value, InputText::isDate, "must be a day such as 2026-03-01");
            case DATETIME ->
                shaped(
                        input,
                        value,
                        InputText::isMoment,
                        "must be a date and time with its offset, such as 2026-03-01T12:00:00+00:00");
            case EMAIL ->
                shaped(input, value, InputText::isEmail, "must be one e-mail address such as mira@example.org");
            case URL ->
                shaped(input, value, HostText::isUrl, "must be an address that begins with http:// or https://");
            case HOST -> shaped(input, value, HostText::isHost, "must be the name or IP address of a host");
            case SSH_KEY_SELECT -> keys(input, value);
        };
        if (input.pattern() != null && !text.isEmpty() && !BoundedMatch.matches(input.pattern(), text, turn)) {
            throw wrong(input, "does not match the pattern " + input.pattern());
        }
        return text;
    }

    private static String text(ScriptInput input, Object value) {
        if (value instanceof String text) return input.options().isEmpty() ? text : selected(input, text);
        throw wrong(input, "must be text");
    }

    /** Options stand in scripts.yaml, where a number or a word such as {@code true} is not text. */
    private static String scalar(ScriptInput input, Object value) {
        if (value instanceof String written) return written;
        if (value instanceof Number || value instanceof Boolean) return JsonText.of(value);
        throw notAnOption(input);
    }

    private static String integer(ScriptInput input, Object value) {
        String text = number(input, value);
        if (text.isEmpty() || INTEGER.matcher(text).matches()) return text;
        throw wrong(input, "must be a number without a fraction");
    }

    private static String shaped(ScriptInput input, Object value, Predicate<String> shape, String what) {
        String text = value instanceof String written ? written.strip() : null;
        if (text == null || !text.isEmpty() && !shape.test(text)) throw wrong(input, what);
        return input.options().isEmpty() ? text : selected(input, text);
    }

    private static boolean isDate(String text) {
        try {
            return DAY.matcher(text).matches() && LocalDate.parse(text) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isMoment(String text) {
        try {
            return DAY.matcher(text).lookingAt() && OffsetDateTime.parse(text) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isEmail(String text) {
        try {
            return !new EmailAddress(text).value().isEmpty();
        } catch (InvalidInput e) {
            return false;
        }
    }

    private static String number(ScriptInput input, Object value) {
        if (value instanceof String text && text.isEmpty()) return "";
        if (value instanceof Number || value instanceof String) {
            String text = String.valueOf(value).strip();
            if (NUMBER.matcher(text).matches()) {
                String number = value instanceof String ? text : new BigDecimal(text).toPlainString();
                return input.options().isEmpty() ? number : selected(input, number);
            }
        }
        throw wrong(input, "must be a number");
    }

    private static String bool(ScriptInput input, Object value) {
        if (value instanceof Boolean) return value.toString();
        if (value instanceof String text && (text.equals("true") || text.equals("false") || text.isEmpty()))
            return text;
        throw wrong(input, "must be true or false");
    }

    private static String selected(ScriptInput input, String text) {
        if (text.isEmpty() || input.options().contains(text)) return text;
        throw notAnOption(input);
    }

    private static Refused notAnOption(ScriptInput input) {
        List<String> options = input.options();
        if (options.isEmpty()) return wrong(input, "has no options to choose from");
        String more = options.size() > MAX_NAMED ? " and " + (options.size() - MAX_NAMED) + " more" : "";
        String named = options.stream().limit(MAX_NAMED).collect(Collectors.joining(", "));
        return wrong(input, "must be one of: " + named + more);
    }

    private static String list(ScriptInput input, Object value) {
        if (!(value instanceof List<?> || value instanceof String)) throw wrong(input, "must be a list");
        List<?> elements = value instanceof List<?> list ? list : List.of(value);
        if (!input.options().isEmpty() || input.type().isChosen()) {
            for (Object element : elements) selected(input, String.valueOf(element));
        }
        return joined(input.name(), elements);
    }

    /** Public keys as in sshd(8), AUTHORIZED_KEYS FILE FORMAT, without options. */
    private static String keys(ScriptInput input, Object value) {
        String text = list(input, value);
        for (String key : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            if (!PUBLIC_KEY.matcher(key).matches())
                throw wrong(input, "must hold public SSH keys, such as ssh-ed25519 AAAA… name; a comma parts them");
        }
        return text;
    }

    private static String joined(String name, List<?> elements) {
        return elements.stream()
                .map(element -> {
                    if (element instanceof String text) return text;
                    if (element instanceof Number || element instanceof Boolean) return JsonText.of(element);
                    throw new Refused("bad-input", "Input '" + name + "' must be a list of plain values.");
                })
                .collect(Collectors.joining(","));
    }

    private static Refused wrong(ScriptInput input, String why) {
        return new Refused("bad-input", "Input '" + input.name() + "' " + why + ".");
    }
}
