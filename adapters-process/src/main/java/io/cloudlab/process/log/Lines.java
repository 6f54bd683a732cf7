package io.cloudlab.process.log;

import static io.cloudlab.core.jobs.log.JobLog.MAX_LINE_LENGTH;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Where lines end: the rule of {@link io.cloudlab.core.jobs.log.JobLog}, for bytes that begin where a line does. Depends on
 * nothing but the bytes from there on, so every reader sees the same lines.
 */
final class Lines {
    /** How many bytes after the start of a line always suffice to tell its end. */
    static final int LOOKAHEAD = MAX_LINE_LENGTH + 2;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EVERY_LF = 0x0a0a0a0a0a0a0a0aL;
    private static final long EVERY_ONE = 0x0101010101010101L;
    private static final long EVERY_TOP_BIT = 0x8080808080808080L;

    private Lines() {}

    /** Lines as bytes, each with its end. @param begun whether a line without an end comes before them */
    static byte[] whole(List<String> lines, boolean begun) {
        StringBuilder text = new StringBuilder(begun ? "\n" : "");
        for (String line : lines) text.append(line.replace('\n', ' ')).append('\n');
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @param complete whether nothing can come after {@code to}
     * @return where the line after the one at {@code from} starts; -1 if these bytes do not tell
     */
    static int next(byte[] bytes, int from, int to, boolean complete) {
        int feed = indexOfLineFeed(bytes, from, Math.min(to, from + MAX_LINE_LENGTH + 1));
        if (feed >= 0) return feed + 1;
        if (to - from > MAX_LINE_LENGTH) {
            int cut = from + MAX_LINE_LENGTH;
            if (bytes[cut] == '\r') {
                if (cut + 1 == to && !complete) return -1;
                if (cut + 1 < to && bytes[cut + 1] == '\n') return cut + 2;
            }
            return beforeCharacterAt(bytes, from, cut);
        }
        return complete && from < to ? to : -1;
    }

    /** Where the text of the line ends that goes from {@code from} up to the start of its successor. */
    static int textEnd(byte[] bytes, int from, int next) {
        if (bytes[next - 1] != '\n') return next;
        int end = next - 1;
        return end > from && bytes[end - 1] == '\r' ? end - 1 : end;
    }

    /** The first line feed, eight bytes at a step; -1 if there is none. */
    static int indexOfLineFeed(byte[] bytes, int from, int to) {
        int at = from;
        for (; at + 8 <= to; at += 8) {
            long differing = (long) LONGS.get(bytes, at) ^ EVERY_LF;
            long hits = (differing - EVERY_ONE) & ~differing & EVERY_TOP_BIT;
            if (hits != 0) return at + (Long.numberOfTrailingZeros(hits) >>> 3);
        }
        for (; at < to; at++) {
            if (bytes[at] == '\n') return at;
        }
        return -1;
    }

    /** {@code cut}, or the start of the UTF-8 sequence it would fall into. */
    private static int beforeCharacterAt(byte[] bytes, int from, int cut) {
        if (!isContinuation(bytes[cut])) return cut;
        for (int at = cut - 1; at >= cut - 3 && at > from; at--) {
            if (isContinuation(bytes[at])) continue;
            return at + sequenceLength(bytes[at]) > cut ? at : cut;
        }
        return cut;
    }

    /** {@code to}, or the start of the UTF-8 sequence that is not complete there. */
    static int beforeOpenCharacter(byte[] bytes, int from, int to) {
        for (int at = to - 1; at >= to - 3 && at >= from; at--) {
            if (isContinuation(bytes[at])) continue;
            return at + sequenceLength(bytes[at]) > to ? at : to;
        }
        return to;
    }

    private static boolean isContinuation(byte b) {
        return (b & 0xc0) == 0x80;
    }

    private static int sequenceLength(byte first) {
        int lead = first & 0xff;
        if (lead >= 0xf0) return 4;
        if (lead >= 0xe0) return 3;
        return lead >= 0xc0 ? 2 : 1;
    }
}
