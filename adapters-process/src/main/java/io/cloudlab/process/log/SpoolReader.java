package io.cloudlab.process.log;

import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.core.jobs.log.LogChunk;
import io.cloudlab.core.vault.Redactor;
import io.cloudlab.process.job.LinePosition;
import io.cloudlab.process.job.TruncatedRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Cuts masked lines out of a spool. A secret is masked even where it begins before the lines or ends after them. */
final class SpoolReader {
    private final Spool spool;
    private final Redactor redactor;
    private final int margin;

    SpoolReader(Spool spool, Redactor redactor) {
        this.spool = spool;
        this.redactor = redactor;
        this.margin = Math.max(0, redactor.longest() - 1);
    }

    /** @param next where the line after the chunk starts; where it was asked for, if the chunk is empty */
    record Piece(LogChunk chunk, LinePosition next) {}

    /** Where sequential reading from a place on ends a chunk, so that all such readers come to share their chunks. */
    static long chunkEnd(LinePosition from, int maxBytes) {
        long grid = (from.offset() / LineIndex.GRID + 1) * LineIndex.GRID;
        return Math.min(grid, from.offset() + maxBytes);
    }

    /**
     * @param until only lines that start before this offset; the first one in any case
     * @return nothing if there are no whole lines yet, or if what follows might complete a secret
     */
    Piece read(LinePosition from, long until, int maxLines) throws IOException {
        while (true) {
            Progress known = spool.progress();
            TruncatedRange hole = spool.hole();
            if (hole != null && hole.holds(from.offset())) return missing(from, hole);
            boolean beforeHole = hole != null && from.offset() < hole.from().offset();
            long limit = beforeHole && hole != null ? hole.from().offset() : known.settled();
            if (from.offset() >= Math.min(limit, known.settled()) || maxLines <= 0) return nothing(from);

            Piece piece = read(from, Math.max(until, from.offset() + 1), limit, maxLines, known);
            // What was read is good if it has not been removed by now.
            spool.refreshHole();
            TruncatedRange after = spool.hole();
            if (after == null
                    || after.equals(hole)
                    || piece.next().offset() <= after.from().offset()) return piece;
            if (from.offset() > after.from().offset() && !after.holds(from.offset())) return piece;
        }
    }

    private Piece read(LinePosition from, long until, long limit, int maxLines, Progress known) throws IOException {
        long start = Math.max(0, from.offset() - margin);
        long wanted = Math.min(limit + 2, Math.min(until, limit) + Lines.LOOKAHEAD) + margin;
        long end = Math.min(known.seen(), wanted);
        byte[] bytes = new byte[(int) (end - start)];
        int length = spool.read(bytes, 0, bytes.length, start);
        int first = (int) (from.offset() - start);
        int settled = length;
        if (margin > 0 && end == known.seen() && !known.finished()) settled -= redactor.unsettled(bytes, 0, length);
        boolean complete = known.finished() && end == known.seen();
        long stop = Math.min(until, limit) - start;

        int[] bounds = new int[Math.max(16, (length - first) / 32)];
        int count = 0;
        int at = first;
        while (at < stop && count < maxLines) {
            int next = Lines.next(bytes, at, length, complete);
            if (next < 0 || next > settled) break;
            if (2 * count + 2 > bounds.length) bounds = Arrays.copyOf(bounds, 2 * bounds.length);
            bounds[2 * count] = at;
            bounds[2 * count + 1] = Lines.textEnd(bytes, at, next);
            count++;
            at = next;
        }
        if (count == 0) return nothing(from);
        bounds = Arrays.copyOf(bounds, 2 * count);
        if (margin > 0) {
            redactor.mask(bytes, 0, length);
            bytes = Arrays.copyOfRange(bytes, first, at);
            for (int i = 0; i < bounds.length; i++) bounds[i] -= first;
        }
        LinePosition next = new LinePosition(from.line() + count, start + at);
        return new Piece(new LogChunk(from.line(), bytes, bounds, next.line()), next);
    }

    /** The last line, which has no end yet, without what might become a secret; nothing if it is not to be shown yet. */
    Optional<JobLog.Line> openLine() throws IOException {
        Progress known = spool.progress();
        TruncatedRange hole = spool.hole();
        if (!spool.tail().stands(known) || hole != null && hole.holds(known.settled())) return Optional.empty();
        long start = Math.max(0, known.settled() - margin);
        byte[] bytes = new byte[(int) (Math.min(known.seen(), known.settled() + Lines.LOOKAHEAD) - start)];
        int length = spool.read(bytes, 0, bytes.length, start);
        int first = (int) (known.settled() - start);
        int to = Lines.beforeOpenCharacter(bytes, first, length - redactor.unsettled(bytes, 0, length));
        if (to <= first) return Optional.empty();
        redactor.mask(bytes, 0, length);
        return Optional.of(
                new JobLog.Line(known.lines(), new String(bytes, first, to - first, StandardCharsets.UTF_8)));
    }

    /** A reader may stand in the middle of what has been removed since. */
    private static Piece missing(LinePosition from, TruncatedRange hole) {
        LinePosition to = hole.to();
        if (to == null) return nothing(from);
        byte[] note = TruncatedRange.note(to.offset() - from.offset());
        return new Piece(new LogChunk(from.line(), note, new int[] {0, note.length}, to.line()), to);
    }

    private static Piece nothing(LinePosition at) {
        return new Piece(LogChunk.empty(at.line()), at);
    }
}
