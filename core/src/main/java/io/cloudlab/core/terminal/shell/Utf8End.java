package io.cloudlab.core.terminal.shell;

/** Finds where text in UTF-8 can be cut. */
public final class Utf8End {
    private Utf8End() {}

    /** The number of bytes before a character that has begun and may yet be completed; all of them if there is none. */
    public static int of(byte[] bytes, int length) {
        for (int back = 1; back <= Math.min(3, length); back++) {
            int one = bytes[length - back] & 0xff;
            if (one < 0x80) return length;
            if (one >= 0xc0) return back < needed(one) ? length - back : length;
        }
        return length;
    }

    private static int needed(int lead) {
        if (lead > 0xf4 || lead < 0xc2) return 1;
        return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    }
}
