package io.cloudlab.core.vault;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How programs spell one character that is no ASCII letter or digit: as it is; after a backslash as bash, C, Python,
 * JSON and YAML 1.1 do; percent-encoded (RFC 3986), also twice; and as a reference of HTML. Answers where the spelling
 * ends, or {@link #NONE}.
 */
final class Spelling {
    static final int NONE = -1;

    private static final String ESCAPED = "\n\t\r\b\f\u000b\u0007\u001b\u001b\u0085\u00a0\u2028\u2029\u0000";
    private static final String ESCAPES = "ntrbfvaeEN_LP0";
    private static final String INDENTATION = " \t+-|>#";
    private static final int[] QUOTES = {'\\', '\'', '"'};
    private static final int LAST_OF_PLANE = 0xffff;

    private final byte[] bytes;
    private final int to;

    /** @param to nothing is read from here on */
    Spelling(byte[] bytes, int to) {
        this.bytes = bytes;
        this.to = to;
    }

    /** As it is, in UTF-8. */
    int plain(int c, int at) {
        if (c < 0x80) return is(c, at) ? at + 1 : NONE;
        if (at >= to || bytes[at] >= 0) return NONE;
        int end = at;
        for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
            if (!is(b, end++)) return NONE;
        }
        return end;
    }

    /** What follows a backslash. */
    int escaped(int c, int at) {
        if (at >= to) return NONE;
        for (int i = 0; i < ESCAPES.length(); i++) {
            if (ESCAPED.charAt(i) == c && is(ESCAPES.charAt(i), at)) return at + 1;
        }
        switch (bytes[at]) {
            case 'u' -> {
                if (is('{', at + 1)) {
                    int end = number(c, 16, at + 2);
                    return end != NONE && is('}', end) ? end + 1 : NONE;
                }
                if (c <= LAST_OF_PLANE) return hex(c, 4, at + 1);
                int low = pastJoint(hex(Character.highSurrogate(c), 4, at + 1));
                return low != NONE && is('u', low) ? hex(Character.lowSurrogate(c), 4, low + 1) : NONE;
            }
            case 'U' -> {
                return hex(c, 8, at + 1);
            }
            case 'x' -> {
                int end = c <= 0xff ? hex(c, 2, at + 1) : NONE;
                return end != NONE ? end : escapedBytes(c, at, 16);
            }
            default -> {
                return escapedBytes(c, at, 8);
            }
        }
    }

    /** Its bytes percent-encoded, the percent sign perhaps too. */
    int percent(int c, int at) {
        if (!is('%', at)) return NONE;
        if (c < 0x80) return percentByte(c, at);
        int end = at;
        for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
            end = percentByte(b & 0xff, end);
            if (end == NONE) return NONE;
        }
        return end;
    }

    /** A percent sign that is percent-encoded once more than up to {@code end}. */
    int percentAgain(int end) {
        return is('2', end) && is('5', end + 1) ? end + 2 : NONE;
    }

    /** An ampersand as a reference that has become one once more than up to {@code end}. */
    int referenceAgain(int end) {
        return word("amp", end) ? sign(';', end + 3) : NONE;
    }

    /** As a reference of HTML, its ampersand perhaps too. */
    int reference(int c, int at) {
        int end = ampersand(at);
        if (end == NONE) return NONE;
        String name = name(c);
        while (true) {
            int sign = sign('#', end);
            int numbered = sign == NONE ? NONE : numbered(c, sign);
            if (numbered != NONE) return sign(';', numbered);
            if (name != null && word(name, end)) return sign(';', end + name.length());
            if (!word("amp", end)) return NONE;
            end = sign(';', end + 3);
            if (end == NONE) return NONE;
        }
    }

    /** Any quotation mark or backslash. @param escaped whether it follows a backslash */
    int quote(int at, boolean escaped) {
        if (at >= to) return NONE;
        byte first = bytes[at];
        if (SecretPattern.isQuote(first)) return at + 1;
        if (first == '$' && (is('\'', at + 1) || is('"', at + 1) || is('\\', at + 1)))
            return at + 1; // $'\n' of a shell
        if (first != '%' && first != '&' && !escaped) return NONE;
        for (int quote : QUOTES) {
            int end = percent(quote, at);
            if (end == NONE) end = reference(quote, at);
            if (end == NONE && escaped && first != 'U') end = escaped(quote, at);
            if (end != NONE) return end;
        }
        return NONE;
    }

    /** Whether a quote that was found so is a backslash. */
    boolean isBackslash(int at, int end) {
        if (end == at + 1) return bytes[at] == '\\';
        return percent('\\', at) == end || escaped('\\', at) == end;
    }

    /** A line break. @param escaped whether it follows a backslash */
    int lineBreak(int at, boolean escaped) {
        int start = lineEnd('\r', 'r', at, escaped);
        if (start == NONE) return lineEnd('\n', 'n', at, escaped);
        int past = pastBackslashes(start);
        int end = lineEnd('\n', 'n', past, past > start);
        return end == NONE ? start : end;
    }

    /** What stands at the beginning of lines: indentation, and the signs of diffs, quotations and comments. */
    int indentation(int at) {
        if (at < to && INDENTATION.indexOf(bytes[at]) >= 0) return at + 1;
        int end = percentByte(' ', at);
        return end == NONE ? percentByte('\t', at) : end;
    }

    private int lineEnd(int c, int escape, int at, boolean escaped) {
        if (is(c, at) || escaped && is(escape, at)) return at + 1;
        int end = percentByte(c, at);
        return end == NONE ? reference(c, at) : end;
    }

    boolean is(int c, int at) {
        return at < to && at >= 0 && bytes[at] == (byte) c;
    }

    private int escapedBytes(int c, int at, int radix) {
        if (!is('x', at) && (at >= to || bytes[at] < '0' || bytes[at] > '7')) return NONE;
        byte[] utf8 = Character.toString(c).getBytes(StandardCharsets.UTF_8);
        int end = at;
        for (int i = 0; i < utf8.length; i++) {
            if (i > 0) {
                int next = pastJoint(end);
                if (next == end) return NONE;
                end = next;
            }
            if (radix == 16) end = is('x', end) ? hex(utf8[i] & 0xff, 2, end + 1) : NONE;
            else end = octal(utf8[i] & 0xff, end);
            if (end == NONE) return NONE;
        }
        return end;
    }

    private int pastBackslashes(int at) {
        if (at == NONE) return NONE;
        int end = at;
        while (true) {
            if (is('\\', end)) {
                end++;
                continue;
            }
            int next = is('%', end) ? percentByte('\\', end) : NONE;
            if (next == NONE) return end;
            end = next;
        }
    }

    /** Goes over the backslashes between two escapes for one character, and a fold there. */
    private int pastJoint(int at) {
        int end = pastBackslashes(at);
        if (end == NONE || end == at) return end;
        boolean folding = false;
        while (true) {
            int next = lineBreak(end, true);
            if (next == NONE && folding) next = indentation(end);
            if (next == NONE) return end;
            folding = true;
            end = pastBackslashes(next);
        }
    }

    private int percentByte(int b, int at) {
        if (!is('%', at)) return NONE;
        int end = at + 1;
        while (true) {
            int hex = hex(b, 2, end);
            if (hex != NONE) return hex;
            if (!is('2', end) || !is('5', end + 1)) return NONE;
            end += 2;
        }
    }

    private int ampersand(int at) {
        if (is('&', at)) return at + 1;
        return percentByte('&', at);
    }

    private int sign(int c, int at) {
        int end = pastBackslashes(at);
        if (is(c, end)) return end + 1;
        return percentByte(c, end);
    }

    private int numbered(int c, int at) {
        return is('x', at) || is('X', at) ? number(c, 16, at + 1) : number(c, 10, at);
    }

    /** Digits to any number of leading zeroes. */
    private int number(int c, int radix, int at) {
        int end = at;
        long value = 0;
        for (int digit; end < to && (digit = Character.digit(bytes[end], radix)) >= 0 && value <= c; end++)
            value = value * radix + digit;
        return end > at && value == c ? end : NONE;
    }

    private int hex(int value, int digits, int at) {
        if (at < 0 || at + digits > to) return NONE;
        for (int i = 0; i < digits; i++) {
            if (Character.digit(bytes[at + i], 16) != (value >>> 4 * (digits - 1 - i) & 0xf)) return NONE;
        }
        return at + digits;
    }

    private int octal(int value, int at) {
        if (at + 3 > to) return NONE;
        for (int i = 0; i < 3; i++) {
            if (bytes[at + i] != (byte) ('0' + (value >>> 3 * (2 - i) & 7))) return NONE;
        }
        return at + 3;
    }

    private boolean word(String word, int at) {
        if (at + word.length() > to) return false;
        for (int i = 0; i < word.length(); i++) if (bytes[at + i] != word.charAt(i)) return false;
        return true;
    }

    private static @Nullable String name(int c) {
        return switch (c) {
            case '&' -> "amp";
            case '<' -> "lt";
            case '>' -> "gt";
            case '"' -> "quot";
            case '\'' -> "apos";
            case 0xa0 -> "nbsp";
            default -> null;
        };
    }
}
