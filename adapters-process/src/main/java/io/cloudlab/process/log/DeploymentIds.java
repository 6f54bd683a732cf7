package io.cloudlab.process.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Finds {@code DEPLOYMENT_ID=…} in output, looking at one byte in about ten (Horspool's algorithm). */
final class DeploymentIds {
    /** Longer ones are cut. */
    static final int MAX_LENGTH = 200;

    private static final byte[] KEY = "DEPLOYMENT_ID=".getBytes(StandardCharsets.US_ASCII);
    private static final int[] SHIFT = new int[256];

    static {
        Arrays.fill(SHIFT, KEY.length);
        for (int i = 0; i < KEY.length - 1; i++) SHIFT[KEY[i] & 0xff] = KEY.length - 1 - i;
    }

    private DeploymentIds() {}

    /** The value of the first one in a range of whole lines, or null. */
    static @Nullable String find(byte[] bytes, int from, int to) {
        int at = from;
        while (at <= to - KEY.length) {
            byte last = bytes[at + KEY.length - 1];
            if (last == '=' && Arrays.equals(KEY, 0, KEY.length, bytes, at, at + KEY.length)) {
                int start = at + KEY.length;
                int end = start;
                while (end < to && end - start < MAX_LENGTH && isWord(bytes[end])) end++;
                if (end > start) return new String(bytes, start, end - start, StandardCharsets.US_ASCII);
            }
            at += SHIFT[last & 0xff];
        }
        return null;
    }

    private static boolean isWord(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '_' || b == '-';
    }
}
