package io.cloudlab.http.socket;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON in the making, straight from the bytes of what its texts hold: runs of plain characters are copied eight at a time,
 * the rest is escaped, and what is not UTF-8 becomes U+FFFD. Grows as needed.
 */
public final class JsonBytes {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** The longest form of one byte is an escape such as {@code \u0000}. */
    private static final int MAX_PER_BYTE = 6;

    private byte[] out;
    private int size;

    public JsonBytes(int capacity) {
        this.out = new byte[capacity];
    }

    public int size() {
        return size;
    }

    /** Adds what is JSON already. */
    public JsonBytes raw(byte[] json) {
        reserve(json.length);
        System.arraycopy(json, 0, out, size, json.length);
        size += json.length;
        return this;
    }

    /** Adds a text in quotes. */
    public JsonBytes text(byte[] bytes, int from, int to) {
        reserve(to - from + 16);
        out[size++] = '"';
        append(bytes, from, to);
        reserve(1);
        out[size++] = '"';
        return this;
    }

    /** Takes away, and returns, what was added since there were so many bytes. */
    public byte[] cut(int from) {
        byte[] rest = Arrays.copyOfRange(out, from, size);
        size = from;
        return rest;
    }

    /** Nothing may be added any more. */
    public ByteBuffer finished() {
        return ByteBuffer.wrap(out, 0, size).asReadOnlyBuffer();
    }

    private void append(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            at = appendPlain(bytes, at, to);
            while (at < to && !isPlain(bytes[at])) {
                reserve(to - at + MAX_PER_BYTE + 16);
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
