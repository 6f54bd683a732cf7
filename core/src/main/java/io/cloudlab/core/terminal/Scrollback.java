package io.cloudlab.core.terminal;

import java.util.Arrays;

/** The last bytes that were printed, by their place in all that was ever printed. Grows as needed. Not thread-safe. */
final class Scrollback {
    private static final int SMALLEST = 2_048;

    private final int capacity;
    private byte[] ring = {};
    private long end;

    Scrollback(int capacity) {
        this.capacity = capacity;
    }

    long end() {
        return end;
    }

    /** The first byte that is still there. */
    long start() {
        return Math.max(0, end - ring.length);
    }

    void append(byte[] bytes, int from, int length) {
        if (end + length > ring.length && ring.length < capacity) grow(end + length);
        int skipped = Math.max(0, length - ring.length);
        end += skipped;
        int at = (int) (end % ring.length);
        int first = Math.min(length - skipped, ring.length - at);
        System.arraycopy(bytes, from + skipped, ring, at, first);
        System.arraycopy(bytes, from + skipped + first, ring, 0, length - skipped - first);
        end += length - skipped;
    }

    /** Until it is full, bytes stand where they were written. */
    private void grow(long needed) {
        long size = Math.max(SMALLEST, ring.length);
        while (size < needed && size < capacity) size *= 2;
        ring = Arrays.copyOf(ring, (int) Math.min(size, capacity));
    }

    /** @return how many bytes there were from {@code position}, which must not lie before {@link #start} */
    int read(long position, byte[] into) {
        int length = (int) Math.min(into.length, end - position);
        if (length <= 0) return 0;
        int at = (int) (position % ring.length);
        int first = Math.min(length, ring.length - at);
        System.arraycopy(ring, at, into, 0, first);
        System.arraycopy(ring, 0, into, first, length - first);
        return length;
    }

    /** Where a replay of at most {@code max} bytes begins: at the begin of a line if something is left out. */
    long replayFrom(int max) {
        long from = Math.max(start(), end - max);
        if (from == 0) return 0;
        for (long at = from; at < end; at++) if (ring[(int) (at % ring.length)] == '\n') return at + 1;
        return from;
    }
}
