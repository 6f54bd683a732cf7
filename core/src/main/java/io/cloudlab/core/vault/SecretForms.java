package io.cloudlab.core.vault;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What to look for so that a secret is found in output: the secret, each of its lines, and its Base64 (RFC 4648, both
 * alphabets), also in the middle of something longer. {@link PatternSearch} sees through the quoting and escaping of
 * each of these; only inside Base64, which hides it, the forms in which a secret is most often written stand here.
 */
final class SecretForms {
    /** Shorter texts would mask far more than the secret. */
    private static final int MIN_PART = 4;
    /** Of longer secrets only the text itself is looked for in Base64: keys and certificates have their lines. */
    private static final int MAX_NESTED = 1024;

    /** Where Python and Unicode end lines, too. */
    private static final Pattern LINE_END = Pattern.compile("[\\n\\r\\x0b\\f\\x1c-\\x1e\\x85\\u2028\\u2029]");

    private SecretForms() {}

    static Set<SecretPattern> of(String secret) {
        Set<SecretPattern> patterns = new LinkedHashSet<>();
        if (secret.isEmpty()) return patterns;
        patterns.add(SecretPattern.of(secret, false));
        LINE_END.splitAsStream(secret)
                .map(String::strip)
                .filter(line -> line.length() >= MIN_PART)
                .forEach(line -> patterns.add(SecretPattern.of(line, false)));
        Set<String> encoded = new LinkedHashSet<>();
        if (secret.length() <= MAX_NESTED) {
            for (String written : written(secret)) addBase64(encoded, written);
            for (String once : Set.copyOf(encoded)) if (once.length() <= 2 * MAX_NESTED) addBase64(encoded, once);
        } else {
            addBase64(encoded, secret);
        }
        // Encoded alone, as it is and by echo: the last characters tell of nothing else but its last byte.
        for (String alone : List.of(secret, secret + "\n")) {
            String form = Base64.getEncoder().withoutPadding().encodeToString(alone.getBytes(StandardCharsets.UTF_8));
            encoded.add(form);
            encoded.add(form.replace('+', '-').replace('/', '_'));
        }
        for (String text : encoded) patterns.add(SecretPattern.of(text, true));
        return patterns;
    }

    /** As text, in JSON and in the literals of other languages, for a shell, and percent-encoded. */
    private static Set<String> written(String text) {
        Set<String> all = new LinkedHashSet<>();
        all.add(text);
        all.add(json(text, false));
        all.add(json(text, true));
        all.add(text.replace("'", "'\\''"));
        all.add(text.replace("'", "'\"'\"'"));
        all.add(python(text, false));
        all.add(python(text, true));
        String form = URLEncoder.encode(text, StandardCharsets.UTF_8);
        String strict = form.replace("*", "%2A").replace("%7E", "~");
        all.add(form);
        all.add(strict);
        all.add(strict.replace("+", "%20"));
        all.add(strict.replace("+", "%20").replace("%2F", "/"));
        return all;
    }

    /** As in a literal of Python. @param ascii whether all else is escaped too */
    private static String python(String text, boolean ascii) {
        boolean both = text.indexOf('\'') >= 0 && text.indexOf('"') >= 0;
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c == '\\' || c == '\'' && both) escaped.append('\\').append((char) c);
            else if (c == '\n') escaped.append("\\n");
            else if (c == '\r') escaped.append("\\r");
            else if (c == '\t') escaped.append("\\t");
            else if (c <= 0x7e ? c >= ' ' : !ascii && isPrintable(c)) escaped.appendCodePoint(c);
            else escaped.append(String.format(c <= 0xff ? "\\x%02x" : c <= 0xffff ? "\\u%04x" : "\\U%08x", c));
        });
        return escaped.toString();
    }

    private static boolean isPrintable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> true;
        };
    }

    /** @param ascii whether all else is escaped too, as Python does */
    private static String json(String text, boolean ascii) {
        StringBuilder escaped = new StringBuilder();
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"', '\\' -> escaped.append('\\').append(c);
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                case '\b' -> escaped.append("\\b");
                case '\f' -> escaped.append("\\f");
                default -> {
                    if (c < 0x20 || ascii && c > 0x7e) escaped.append(String.format("\\u%04x", (int) c));
                    else escaped.append(c);
                }
            }
        }
        return escaped.toString();
    }

    /** What is the same in the Base64 of every text that holds this one, for each of the three places it may start at. */
    private static void addBase64(Set<String> forms, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, shifted, before, bytes.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            String stable = encoded.substring((before * 8 + 5) / 6, shifted.length * 8 / 6);
            if (stable.length() < MIN_PART) continue;
            forms.add(stable);
            forms.add(stable.replace('+', '-').replace('/', '_'));
        }
    }
}
