package io.cloudlab.process.log;

import java.util.Arrays;

/** Sequences of ECMA-48, such as colours, which terminals do not show and which may stand in the middle of a word. */
final class ControlCodes {
    private static final byte ESCAPE = 0x1b;
    private static final byte BELL = 7;

    private ControlCodes() {}

    static boolean isIn(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) if (bytes[at] == ESCAPE) return true;
        return false;
    }

    /** The bytes without them. */
    static byte[] without(byte[] bytes, int from, int to) {
        byte[] plain = new byte[to - from];
        int size = 0;
        for (int at = from; at < to; ) {
            if (bytes[at] == ESCAPE) at = end(bytes, at + 1, to);
            else plain[size++] = bytes[at++];
        }
        return Arrays.copyOf(plain, size);
    }

    private static int end(byte[] bytes, int from, int to) {
        if (from >= to) return to;
        int at = from + 1;
        if (bytes[from] == '[') { // up to a final byte
            while (at < to && bytes[at] >= 0x20 && bytes[at] <= 0x3f) at++;
            return Math.min(to, at + 1);
        }
        if (bytes[from] == ']') { // a title or link, up to its terminator
            while (at < to && bytes[at] != BELL && bytes[at] != ESCAPE) at++;
            return at < to && bytes[at] == ESCAPE ? Math.min(to, at + 2) : Math.min(to, at + 1);
        }
        while (at <= to && bytes[at - 1] >= 0x20 && bytes[at - 1] <= 0x2f && at < to) at++;
        return at;
    }
}
