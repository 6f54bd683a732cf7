package io.cloudlab.process.log;

import io.cloudlab.process.job.LinePosition;
import io.cloudlab.process.job.PositionalFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Tells where in a spool a line starts, near enough: the first line start at or after every {@value #GRID}th byte, as
 * pairs of eight-byte numbers (line, offset) in a file that only grows. Takes no memory, survives restarts, and can be
 * made again from the spool at any time. Not thread-safe.
 *
 * <p>A disk that is full costs speed, not truth: what cannot be written waits, and beyond {@value #MAX_WAITING} pairs
 * it is left out, so that readers have to scan further.
 */
final class LineIndex implements Closeable {
    /** Also where chunks end, so that the readers of a log share them. A chunk with one longest line more has 64 KiB. */
    static final int GRID = 48 * 1024;

    private static final int PAIR = 2 * Long.BYTES;
    private static final int MAX_WAITING = 4096;
    private static final int FIRST_WAITING = 16;

    private final PositionalFile file;
    /** Grows with what waits: most logs that are opened are only read. */
    private ByteBuffer waiting = ByteBuffer.allocate(0);

    private long written;
    private LinePosition last = LinePosition.START;

    /** Opens the index, empty if it does not fit a spool of {@code spoolSize} bytes. */
    LineIndex(Path path, long spoolSize) throws IOException {
        file = new PositionalFile(path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        try {
            written = file.size() / PAIR;
            if (written > 0) last = pair(written - 1);
            if (last.offset() > spoolSize || last.line() > last.offset() || last.line() < 0) {
                Files.write(path, new byte[0]);
                written = 0;
                last = LinePosition.START;
            }
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** An empty index, independent of the file. */
    static LineIndex anew(Path path, long spoolSize) throws IOException {
        Files.write(path, new byte[0]);
        return new LineIndex(path, spoolSize);
    }

    /** The place that lies furthest; where a scan goes on. */
    LinePosition last() {
        return last;
    }

    /** Where the next place to add lies at the earliest. */
    long nextOffset() {
        return (last.offset() / GRID + 1) * GRID;
    }

    void add(LinePosition place) {
        last = place;
        if (!waiting.hasRemaining() && waiting.capacity() < MAX_WAITING * PAIR) {
            int capacity = Math.max(FIRST_WAITING * PAIR, 2 * waiting.capacity());
            waiting = ByteBuffer.allocate(capacity).put(waiting.flip());
        }
        if (waiting.hasRemaining()) waiting.putLong(place.line()).putLong(place.offset());
    }

    /** Writes what was added. */
    void flush() {
        if (waiting.position() == 0) return;
        waiting.flip();
        try {
            int pairs = waiting.remaining() / PAIR;
            file.write(waiting.duplicate(), written * PAIR);
            written += pairs;
            waiting.clear();
        } catch (IOException e) {
            waiting.position(waiting.limit()).limit(waiting.capacity());
        }
    }

    /** The last known place at or before a line. */
    LinePosition floorLine(long line) throws IOException {
        return at(countUntil(line, true) - 1);
    }

    /** The last known place at or before an offset. */
    LinePosition floorOffset(long offset) throws IOException {
        return at(countUntil(offset, false) - 1);
    }

    /** The first known place at or after an offset, or null. */
    @Nullable
    LinePosition ceilingOffset(long offset) throws IOException {
        if (offset <= 0) return LinePosition.START;
        long index = countUntil(offset - 1, false);
        return index < count() ? at(index) : null;
    }

    @Override
    public void close() throws IOException {
        flush();
        file.close();
    }

    private long count() {
        return written + waiting.position() / PAIR;
    }

    /** How many pairs lie at or before. */
    private long countUntil(long limit, boolean byLine) throws IOException {
        long low = 0;
        long high = count();
        while (low < high) {
            long middle = (low + high) >>> 1;
            LinePosition place = at(middle);
            if ((byLine ? place.line() : place.offset()) <= limit) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private LinePosition at(long index) throws IOException {
        if (index < 0) return LinePosition.START;
        if (index < written) return pair(index);
        int position = (int) (index - written) * PAIR;
        return new LinePosition(waiting.getLong(position), waiting.getLong(position + Long.BYTES));
    }

    private LinePosition pair(long index) throws IOException {
        byte[] bytes = new byte[PAIR];
        if (file.read(bytes, 0, PAIR, index * PAIR) < PAIR) throw new IOException("the index has been cut");
        ByteBuffer pair = ByteBuffer.wrap(bytes);
        return new LinePosition(pair.getLong(), pair.getLong());
    }
}
