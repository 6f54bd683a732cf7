package io.cloudlab.core.services.input;

import io.cloudlab.core.shared.JsonText;
import io.cloudlab.core.shared.Refused;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns the value of an input into the text a script sees. */
public final class InputText {
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d{1,100}(\\.\\d{0,100})?|\\.\\d{1,100})([eE][+-]?\\d{1,3})?");

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
            case BOOLEAN -> bool(input, value);
            case SELECT -> selected(input, value instanceof String written ? written : scalar(input, value));
            case LIST -> list(input, value);
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
        if (value instanceof Number || value instanceof Boolean) return JsonText.of(value);
        throw wrong(input, "must be one of: " + String.join(", ", input.options()));
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
        throw wrong(input, "must be one of: " + String.join(", ", input.options()));
    }

    private static String list(ScriptInput input, Object value) {
        if (!(value instanceof List<?> || value instanceof String)) throw wrong(input, "must be a list");
        List<?> elements = value instanceof List<?> list ? list : List.of(value);
        if (!input.options().isEmpty()) {
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
