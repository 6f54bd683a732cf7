package io.cloudlab.core.vault;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The forms in which a secret may turn up in output: as it is, each of its lines, escaped for JSON and for the shell,
 * percent-encoded (RFC 3986 and HTML forms) and in Base64 (RFC 4648, both alphabets), also in the middle of something
 * longer or broken into lines.
 */
final class SecretForms {
    /** Shorter texts would mask far more than the secret. */
    private static final int SHORTEST_PART = 4;
    /** Fewer characters of Base64 would be found in innocent text. */
    private static final int SHORTEST_BASE64 = 8;
    /** What is left as it is besides RFC 3986's unreserved characters: Python's quote, encodeURIComponent, encodeURI. */
    private static final List<String> SPARED = List.of("", "/", "!'()*", "!'()*;,/?:@&=+$#");
    /** Where PEM (RFC 7468) and MIME with coreutils break lines. */
    private static final int[] BASE64_WIDTHS = {64, 76};

    private SecretForms() {}

    static Set<String> of(String secret) {
        Set<String> forms = new LinkedHashSet<>();
        addWritten(forms, secret);
        secret.lines()
                .map(String::strip)
                .filter(line -> line.length() >= SHORTEST_PART)
                .forEach(line -> addWritten(forms, line));
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        addBase64(forms, bytes);
        for (int width : BASE64_WIDTHS) addWrappedBase64(forms, bytes, width);
        forms.remove("");
        return forms;
    }

    private static void addWritten(Set<String> forms, String text) {
        forms.add(text);
        forms.add(json(text, false));
        forms.add(json(text, true));
        forms.add(text.replace("'", "'\\''"));
        String form = URLEncoder.encode(text, StandardCharsets.UTF_8);
        forms.add(form);
        String percent = form.replace("+", "%20").replace("*", "%2A").replace("%7E", "~");
        for (String spared : SPARED) {
            String sparing = percent;
            for (char c : spared.toCharArray()) sparing = sparing.replace(String.format("%%%02X", (int) c), "" + c);
            forms.add(sparing);
            forms.add(lowerCaseEscapes(sparing));
        }
        forms.add(lowerCaseEscapes(form));
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

    private static String lowerCaseEscapes(String percent) {
        StringBuilder lower = new StringBuilder(percent);
        for (int at = percent.indexOf('%'); at >= 0; at = percent.indexOf('%', at + 3)) {
            lower.replace(at, at + 3, percent.substring(at, at + 3).toLowerCase(Locale.ROOT));
        }
        return lower.toString();
    }

    /** What is the same in the Base64 of every text that holds the secret, for each of the three places it may start at. */
    private static void addBase64(Set<String> forms, byte[] bytes) {
        for (int before = 0; before < 3; before++) {
            byte[] shifted = new byte[before + bytes.length];
            System.arraycopy(bytes, 0, shifted, before, bytes.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
            int from = (before * 8 + 5) / 6;
            int to = shifted.length * 8 / 6;
            if (to - from < SHORTEST_BASE64) continue;
            String stable = encoded.substring(from, to);
            forms.add(stable);
            forms.add(stable.replace('+', '-').replace('/', '_'));
        }
    }

    /** The lines into which tools break the Base64 of a long secret. */
    private static void addWrappedBase64(Set<String> forms, byte[] bytes, int width) {
        int bytesPerLine = width / 4 * 3;
        if (bytes.length <= bytesPerLine) return;
        for (int from = 0; from < bytes.length; from += bytesPerLine) {
            byte[] line = Arrays.copyOfRange(bytes, from, Math.min(from + bytesPerLine, bytes.length));
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(line);
            String stable = encoded.substring(0, line.length * 8 / 6);
            if (stable.length() >= SHORTEST_BASE64) forms.add(stable);
        }
    }
}
