package io.cloudlab.process.log;

import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.process.job.JobFolder;
import io.cloudlab.process.job.LinePosition;
import io.cloudlab.process.job.PositionalFile;
import io.cloudlab.process.job.TruncatedRange;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One log that is in use: knows how far its file has been read and where its lines are, and tells those who follow it
 * when there is more. The file may come into being later than this object. Thread-safe.
 */
final class Spool implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
    /** Lines this near to removed bytes are left out too, so that no secret is cut where it is not recognised. */
    private static final int BESIDE_GAP = 16 * 1024;

    private static final long STEP = 8 << 20;

    private final JobFolder folder;
    private final Followers followers = new Followers();
    private volatile @Nullable PositionalFile file;
    private @Nullable LineIndex index;
    private volatile Progress progress = Progress.NONE;
    private volatile @Nullable TruncatedRange hole;
    private TruncatedRange.@Nullable Gap gap;
    private volatile int edition;
    private final OpenTail tail = new OpenTail(System::nanoTime);

    Spool(JobFolder folder) {
        this.folder = folder;
    }

    Progress progress() {
        return progress;
    }

    /** What is known of the last line while it has no end. */
    OpenTail tail() {
        return tail;
    }

    /** Changes when the file has been cut: places known before mean nothing then. */
    int edition() {
        return edition;
    }

    /** The missing middle as it was known last, or null. */
    @Nullable
    TruncatedRange hole() {
        return hole;
    }

    /** Whether there is a log by now. */
    synchronized boolean open() throws IOException {
        if (file != null) return true;
        if (!folder.exists()) return false;
        file = new PositionalFile(folder.spool(), StandardOpenOption.READ);
        try {
            JobFolder.State state = folder.readState();
            if (!state.finished()) tail.openedAfter(folder.quietNanos());
            LinePosition last = state.finished() ? new LinePosition(state.lines(), state.bytes()) : index().last();
            progress = new Progress(last.line(), last.offset(), last.offset(), state.finished(), state.deploymentId());
            refreshHole();
            return true;
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** That of a log that does not grow any more is opened only when it is needed. */
    private LineIndex index() throws IOException {
        if (index == null) index = new LineIndex(folder.index(), opened().size());
        return index;
    }

    int read(byte[] into, int at, int length, long from) throws IOException {
        return file == null ? 0 : opened().read(into, at, length, from);
    }

    long size() throws IOException {
        return opened().size();
    }

    /** Reads what has been added, about {@code budget} bytes at most. @return how many bytes of that were new */
    long catchUp(byte[] buffer, long budget) throws IOException {
        long before;
        synchronized (this) {
            if (!open() || progress.finished()) return 0;
            long size = opened().size();
            if (size < progress.seen()) startOver(size);
            before = progress.seen();
            if (size == before) return 0;
            scan(buffer, Math.min(size, progress.seen() + budget), false);
        }
        followers.wake();
        return progress.seen() - before;
    }

    /** Reads everything there is at the time of the call. */
    void catchUp() throws IOException {
        if (progress.finished() || !open()) return;
        long to = opened().size();
        if (progress.seen() == to) return;
        byte[] buffer = new byte[64 * 1024];
        // In steps, so that others who need this log can come in between.
        do Thread.onSpinWait();
        while (catchUp(buffer, STEP) > 0 && progress.seen() < to);
    }

    /** Adds whole lines at the end, beginning a new line if the last one has none. */
    synchronized void append(List<String> lines) throws IOException {
        if (lines.isEmpty()) return;
        open();
        long size = opened().size();
        byte[] last = {'\n'};
        if (size > 0) opened().read(last, 0, 1, size - 1);
        folder.print(Lines.whole(lines, last[0] != '\n'));
    }

    /** Declares the log complete, as it is now. */
    void finish() throws IOException {
        catchUp();
        synchronized (this) {
            if (!open() || progress.finished()) return;
            scan(new byte[2 * Lines.LOOKAHEAD], opened().size(), true);
            if (index != null) index.flush();
            progress = new Progress(progress.lines(), progress.seen(), progress.seen(), true, progress.deploymentId());
            remember();
        }
        followers.wake();
    }

    Followers followers() {
        return followers;
    }

    /** The start of a line that is there; null if the log does not reach so far. A missing one becomes the next. */
    @Nullable
    LinePosition locate(long line) throws IOException {
        if (line <= 0) return LinePosition.START;
        Progress known = progress;
        if (line >= known.lines()) return null;
        TruncatedRange missing = hole;
        if (missing != null && line >= missing.from().line()) {
            if (line == missing.from().line()) return missing.from();
            if (missing.to() == null) return null;
            if (line <= missing.to().line()) return missing.to();
        }
        LinePosition from;
        synchronized (this) {
            from = index().floorLine(line);
        }
        if (missing != null && missing.to() != null && missing.holds(from.offset())) from = missing.to();
        return walk(from, line, known);
    }

    /** Looks whether bytes have been removed from the middle by now. */
    void refreshHole() throws IOException {
        if (progress.seen() <= BESIDE_GAP) return;
        TruncatedRange.Gap now = folder.gap();
        if (now == null) return;
        synchronized (this) {
            if (file == null || now.equals(gap) && hole != null && hole.to() != null) return;
            gap = now;
            LinePosition to = index().ceilingOffset(now.end() + BESIDE_GAP);
            Progress known = progress;
            if (to == null && known.finished())
                to = new LinePosition(known.lines(), known.settled()); // the index is damaged
            hole = new TruncatedRange(hole == null ? index().floorOffset(now.start() - BESIDE_GAP) : hole.from(), to);
        }
    }

    /** The file that is open has been deleted, so that the next look opens the one that is there. @return whether one was */
    synchronized boolean forgetFile() throws IOException {
        if (file == null) return false;
        close();
        forget(Progress.NONE);
        return true;
    }

    private void forget(Progress now) {
        progress = now;
        hole = null;
        gap = null;
        edition++;
    }

    @Override
    public synchronized void close() throws IOException {
        if (index != null) index.close();
        index = null;
        if (file != null) file.close();
        file = null;
    }

    private PositionalFile opened() throws IOException {
        PositionalFile opened = file;
        if (opened != null) return opened;
        throw new IOException("there is no such log");
    }

    private LinePosition walk(LinePosition from, long line, Progress known) throws IOException {
        byte[] buffer = new byte[LineIndex.GRID + Lines.LOOKAHEAD];
        LinePosition at = from;
        while (at.line() < line) {
            int read = read(buffer, 0, (int) Math.min(buffer.length, known.seen() - at.offset()), at.offset());
            int next = 0;
            long number = at.line();
            while (number < line) {
                int following = Lines.next(buffer, next, read, known.finished());
                if (following < 0) break;
                next = following;
                number++;
            }
            if (next == 0) throw new IOException("the spool is shorter than it was");
            at = new LinePosition(number, at.offset() + next);
        }
        return at;
    }

    /** Counts the lines up to {@code to}. */
    private void scan(byte[] buffer, long to, boolean complete) throws IOException {
        long line = progress.lines();
        long start = progress.settled();
        long seen = progress.seen();
        String deploymentId = progress.deploymentId();
        LineIndex places = index();
        while (seen < to || complete && start < to) {
            int wanted = (int) Math.min(buffer.length, to - start);
            int read = opened().read(buffer, 0, wanted, start);
            TruncatedRange.Gap removed = start + read > BESIDE_GAP ? folder.gap() : null;
            boolean intoGap = removed != null && start < removed.end() && start + read > removed.start();
            int usable = intoGap && removed != null ? (int) Math.max(0, removed.start() - start) : read;
            long nextOffset = places.nextOffset();
            int at = 0;
            for (int next; (next = Lines.next(buffer, at, usable, complete && start + usable == to)) >= 0; at = next) {
                line++;
                if (start + next >= nextOffset) {
                    places.add(new LinePosition(line, start + next));
                    nextOffset = places.nextOffset();
                }
            }
            if (deploymentId == null) deploymentId = DeploymentIds.find(buffer, 0, at);
            start += at;
            seen = Math.max(seen, start - at + usable);
            if (intoGap && removed != null) {
                start = lineStartAfter(removed.end(), buffer);
                seen = Math.max(seen, start);
                line = Math.max(line, RemovedLines.before(removed, opened(), places, buffer)) + 1;
                places.add(new LinePosition(line, start));
            }
            if (read < wanted) break;
        }
        places.flush();
        boolean found = deploymentId != null && progress.deploymentId() == null;
        progress = new Progress(line, start, seen, false, deploymentId);
        tail.at(progress);
        if (found) remember();
        refreshHole();
    }

    private long lineStartAfter(long offset, byte[] buffer) throws IOException {
        int read = opened().read(buffer, 0, Math.min(buffer.length, JobLog.MAX_LINE_LENGTH), offset);
        return offset + Lines.indexOfLineFeed(buffer, 0, read) + 1;
    }

    /** Another process has cut the file, which no job can: nothing that is known of it holds. */
    private void startOver(long size) throws IOException {
        LOG.warn("The spool in {} is shorter than it was.", folder.path());
        if (index != null) index.close();
        index = LineIndex.anew(folder.index(), size);
        forget(new Progress(0, 0, 0, false, progress.deploymentId()));
    }

    private void remember() {
        try {
            Progress now = progress;
            folder.writeState(new JobFolder.State(now.finished(), now.lines(), now.seen(), now.deploymentId()));
        } catch (IOException e) {
            LOG.warn("The state of a job log cannot be written down.", e);
        }
    }
}
