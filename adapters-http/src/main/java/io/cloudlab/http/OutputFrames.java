package io.cloudlab.http;

import io.cloudlab.core.jobs.LogChunk;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes lines of output as {@code {"type":"output","index":…,"lines":[…]}}, straight from their bytes: runs of plain
 * characters are copied eight at a time, the rest is escaped, and what is not UTF-8 becomes U+FFFD.
 *
 * <p>Each message has at most {@value #MOST_BYTES} bytes, unless a single line needs more.
 */
final class OutputFrames {
    static final int MOST_BYTES = 64 * 1024;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final byte[] END = {']', '}'};
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** The longest form of one byte is an escape such as {@code \u0000}. */
    private static final int MOST_PER_BYTE = 6;

    private final LogChunk chunk;
    private final List<ByteBuffer> messages = new ArrayList<>(2);
    private byte[] out;
    private int size;

    private OutputFrames(LogChunk chunk) {
        this.chunk = chunk;
        int raw = chunk.isEmpty() ? 0 : chunk.bounds()[chunk.bounds().length - 1] - chunk.bounds()[0];
        this.out = new byte[Math.min(raw + 3 * chunk.count(), MOST_BYTES) + 128];
    }

    /** The messages for these lines, in order, each ready to be sent; never empty. */
    static List<ByteBuffer> of(LogChunk chunk) {
        return new OutputFrames(chunk).encode();
    }

    private List<ByteBuffer> encode() {
        byte[] bytes = chunk.bytes();
        int[] bounds = chunk.bounds();
        int lines = begin(0);
        for (int i = 0; i < bounds.length; i += 2) {
            int before = size;
            reserve(bounds[i + 1] - bounds[i] + 16);
            if (size > lines) out[size++] = ',';
            int start = size;
            out[size++] = '"';
            append(bytes, bounds[i], bounds[i + 1]);
            reserve(8);
            out[size++] = '"';
            if (size + END.length > MOST_BYTES && before > lines) {
                byte[] line = Arrays.copyOfRange(out, start, size);
                size = before;
                end();
                out = new byte[Math.max(MOST_BYTES, line.length) + 128];
                lines = begin(i / 2);
                System.arraycopy(line, 0, out, size, line.length);
                size += line.length;
            }
        }
        end();
        return messages;
    }

    /** @return where the first line will stand */
    private int begin(int line) {
        byte[] head = ("{\"type\":\"output\",\"index\":" + (chunk.firstLine() + line) + ",\"lines\":[")
                .getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(head, 0, out, 0, head.length);
        size = head.length;
        return size;
    }

    private void end() {
        reserve(END.length);
        System.arraycopy(END, 0, out, size, END.length);
        messages.add(ByteBuffer.wrap(out, 0, size + END.length).asReadOnlyBuffer());
    }

    private void append(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            at = appendPlain(bytes, at, to);
            while (at < to && !isPlain(bytes[at])) {
                reserve(to - at + MOST_PER_BYTE + 16);
                at += bytes[at] >= 0 ? escape(bytes[at]) : appendSequence(bytes, at, to);
            }
        }
    }

    /** @return the first byte that cannot stand in JSON as it is */
    private int appendPlain(byte[] bytes, int from, int to) {
        byte[] target = out; // there is room: reserved for the line and 8 bytes more
        int position = size;
        int at = from;
        while (at + 8 <= to) {
            long eight = (long) LONG.get(bytes, at);
            LONG.set(target, position, eight);
            if (anySpecial(eight)) break;
            at += 8;
            position += 8;
        }
        while (at < to && isPlain(bytes[at])) target[position++] = bytes[at++];
        size = position;
        return at;
    }

    private static boolean anySpecial(long eight) {
        long quote = eight ^ (ONES * '"');
        long backslash = eight ^ (ONES * '\\');
        long control = (eight - ONES * 0x20) & ~eight;
        long found = ((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | control | eight;
        return (found & HIGH) != 0;
    }

    private static boolean isPlain(byte b) {
        return b >= 0x20 && b != '"' && b != '\\';
    }

    private int escape(byte b) {
        out[size++] = '\\';
        switch (b) {
            case '"', '\\' -> out[size++] = b;
            case '\n' -> out[size++] = 'n';
            case '\r' -> out[size++] = 'r';
            case '\t' -> out[size++] = 't';
            default -> {
                out[size++] = 'u';
                out[size++] = '0';
                out[size++] = '0';
                out[size++] = HEX[b >> 4];
                out[size++] = HEX[b & 0xf];
            }
        }
        return 1;
    }

    /** Copies one sequence of UTF-8, or replaces what is not one. @return how many bytes it took */
    private int appendSequence(byte[] bytes, int at, int to) {
        int length = Utf8.sequence(bytes, at, to);
        if (length > 0) {
            System.arraycopy(bytes, at, out, size, length);
            size += length;
            return length;
        }
        out[size++] = (byte) 0xef;
        out[size++] = (byte) 0xbf;
        out[size++] = (byte) 0xbd;
        return -length;
    }

    private void reserve(int more) {
        if (size + more > out.length) out = Arrays.copyOf(out, Math.max(size + more, out.length + out.length / 2));
    }
}
