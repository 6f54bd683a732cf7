package io.cloudlab.process.log;

import io.cloudlab.process.job.LinePosition;
import io.cloudlab.process.job.PositionalFile;
import io.cloudlab.process.job.TruncatedRange;
import java.io.IOException;

/** Tells which number a line behind removed bytes has, whether the server had counted those before it or not. */
final class RemovedLines {
    private RemovedLines() {}

    /** How many lines end before the end of a gap, or 0 if that cannot be told. */
    static long before(TruncatedRange.Gap removed, PositionalFile spool, LineIndex places, byte[] buffer)
            throws IOException {
        if (removed.lines() < 0) return 0;
        LinePosition known = places.floorOffset(removed.start());
        long line = known.line();
        for (long offset = known.offset(); offset < removed.start(); ) {
            int read = spool.read(buffer, 0, (int) Math.min(buffer.length, removed.start() - offset), offset);
            int at = 0;
            for (int next; (next = Lines.next(buffer, at, read, false)) >= 0; at = next) line++;
            if (at == 0) break;
            offset += at;
        }
        return line + removed.lines();
    }
}
