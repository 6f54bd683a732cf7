package io.cloudlab.process.log;

import io.cloudlab.core.vault.Redactor;
import io.cloudlab.process.job.LinePosition;
import io.cloudlab.process.job.TruncatedRange;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The bytes of a spool, masked; a line says what is missing where its middle has been removed. */
final class MaskedStream extends InputStream {
    private static final int BLOCK = 64 * 1024;

    private final Spool spool;
    private final Redactor redactor;
    private final Runnable onClose;
    private final int margin;
    private final long end;
    private long position;
    private byte[] block = new byte[0];
    private int at;
    private int limit;
    private boolean closed;

    /** @param end the bytes from here on are left out */
    MaskedStream(Spool spool, Redactor redactor, long end, Runnable onClose) {
        this.spool = spool;
        this.redactor = redactor;
        this.margin = Math.max(0, redactor.longest() - 1);
        this.end = end;
        this.onClose = onClose;
    }

    @Override
    public int read() throws IOException {
        return fill() ? block[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (length == 0) return 0;
        if (!fill()) return -1;
        int count = Math.min(length, limit - at);
        System.arraycopy(block, at, into, offset, count);
        at += count;
        return count;
    }

    @Override
    public int available() {
        return limit - at;
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        onClose.run();
    }

    private boolean fill() throws IOException {
        if (closed) throw new IOException("the stream has been closed");
        while (at == limit) {
            if (position >= end) return false;
            TruncatedRange hole = spool.hole();
            if (hole != null && hole.holds(position)) {
                leaveOut(hole);
            } else {
                long stop = hole == null || position > hole.from().offset()
                        ? end
                        : hole.from().offset();
                readBlock(Math.min(stop, end), hole);
            }
        }
        return true;
    }

    private void readBlock(long stop, @Nullable TruncatedRange hole) throws IOException {
        long start = Math.max(0, position - margin);
        int wanted = (int) Math.min(BLOCK, stop - position);
        int size = (int) (position - start) + wanted + margin;
        if (block.length < size) block = new byte[size];
        int read = spool.read(block, 0, size, start);
        spool.refreshHole();
        TruncatedRange after = spool.hole();
        if (after != hole
                && after != null
                && position + wanted > after.from().offset()
                && (position < after.from().offset() || after.holds(position))) return; // look again
        redactor.mask(block, 0, read);
        at = (int) (position - start);
        limit = Math.min(at + wanted, read);
        if (limit <= at) throw new IOException("the spool is shorter than it was");
        position += limit - at;
    }

    private void leaveOut(TruncatedRange hole) {
        LinePosition to = hole.to();
        if (to == null) {
            position = end;
            return;
        }
        byte[] note = TruncatedRange.note(to.offset() - position);
        block = java.util.Arrays.copyOf(note, note.length + 1);
        block[note.length] = '\n';
        at = 0;
        limit = block.length;
        position = to.offset();
    }
}
