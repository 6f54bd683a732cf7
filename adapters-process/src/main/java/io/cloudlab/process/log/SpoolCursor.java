package io.cloudlab.process.log;

import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.core.jobs.log.LogChunk;
import io.cloudlab.core.vault.Redactor;
import io.cloudlab.process.job.LinePosition;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Moves forward through a spool, and is woken at most once between two looks. */
final class SpoolCursor implements JobLog.Cursor {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolCursor.class);

    private final Spool spool;
    private final SpoolReader reader;
    private final Redactor redactor;
    private final ChunkCache cache;
    private final long fromLine;
    private final Runnable wake;
    private final Runnable onClose;
    private volatile boolean looked = true;
    private @Nullable LinePosition at;
    private int edition;
    private Optional<JobLog.Line> told = Optional.empty();
    private boolean closed;

    SpoolCursor(Spool spool, long fromLine, Redactor redactor, ChunkCache cache, Runnable wake, Runnable onClose) {
        this.spool = spool;
        this.reader = new SpoolReader(spool, redactor);
        this.redactor = redactor;
        this.cache = cache;
        this.fromLine = fromLine;
        this.wake = wake;
        this.onClose = onClose;
        this.edition = spool.edition();
    }

    @Override
    public LogChunk next(int maxBytes) {
        looked = true;
        try {
            spool.open();
            if (edition != spool.edition()) {
                edition = spool.edition();
                at = LinePosition.START;
            }
            LinePosition from = at == null ? spool.locate(fromLine) : at;
            if (from == null) return LogChunk.empty(fromLine);
            SpoolReader.Piece piece = read(from, maxBytes);
            at = piece.next();
            return piece.chunk();
        } catch (IOException e) {
            throw FileJobLog.unreadable(e);
        }
    }

    /** A piece that others read from the same place to the same end is as good as one read again. */
    private SpoolReader.Piece read(LinePosition from, int maxBytes) throws IOException {
        long settled = spool.progress().settled();
        if (from.offset() >= settled) return new SpoolReader.Piece(LogChunk.empty(from.line()), from);
        long until = Math.min(SpoolReader.chunkEnd(from, maxBytes), settled);
        if (spool.followers().count() < 2) return reader.read(from, until, Integer.MAX_VALUE);
        return cache.get(
                new ChunkCache.Key(spool, from.offset(), until, redactor),
                () -> reader.read(from, until, Integer.MAX_VALUE));
    }

    @Override
    public Optional<JobLog.Line> openLine() {
        long here = at == null ? fromLine : at.line();
        try {
            Optional<JobLog.Line> now = reader.openLine().filter(line -> line.number() == here);
            if (now.isEmpty() || now.equals(told)) return Optional.empty();
            told = now;
            return now;
        } catch (IOException e) {
            throw FileJobLog.unreadable(e);
        }
    }

    @Override
    public boolean atEnd() {
        Progress known = spool.progress();
        if (!known.finished()) return false;
        return at == null ? fromLine >= known.lines() : at.offset() >= known.settled();
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        spool.followers().remove(this);
        onClose.run();
    }

    /** Called when there is more, or the log has been finished. */
    void wake() {
        if (!looked) return;
        looked = false;
        try {
            wake.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("A follower of a job log failed to wake up.", e);
        }
    }
}
