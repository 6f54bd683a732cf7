package io.cloudlab.http.socket;

/** Tells UTF-8 from what only looks like it (Unicode, table 3-7). */
final class Utf8 {
    private Utf8() {}

    /**
     * Looks at the bytes from {@code at}, of which the first is not ASCII.
     *
     * @return the length of the sequence; or, negative, how many bytes one replacement character stands for, as in
     *     Java's own decoder: the longest part of a sequence that is right so far, at least one byte (Unicode, 3.9),
     *     and all of an encoded surrogate
     */
    static int sequence(byte[] bytes, int at, int to) {
        int first = bytes[at] & 0xff;
        int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
        if (first < 0xc2 || first > 0xf4) return -1;
        for (int i = 1; i < length; i++) {
            if (at + i >= to) return -i;
            int next = bytes[at + i] & 0xff;
            int min = i == 1 ? minSecond(first) : 0x80;
            int max = i == 1 ? maxSecond(first) : 0xbf;
            if (next < min || next > max) return -i;
        }
        return isSurrogate(first, length == 3 ? bytes[at + 1] & 0xff : 0) ? -length : length;
    }

    private static boolean isSurrogate(int first, int second) {
        return first == 0xed && second >= 0xa0;
    }

    /** Keeps out longer forms than needed. */
    private static int minSecond(int first) {
        return first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    }

    /** Keeps out what lies beyond Unicode. */
    private static int maxSecond(int first) {
        return first == 0xf4 ? 0x8f : 0xbf;
    }
}
