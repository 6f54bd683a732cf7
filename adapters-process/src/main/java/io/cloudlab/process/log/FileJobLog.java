package io.cloudlab.process.log;

import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.core.jobs.log.LogChunk;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.vault.Redactor;
import io.cloudlab.process.directory.FreeDisk;
import io.cloudlab.process.job.JobFolder;
import io.cloudlab.process.job.LinePosition;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Job logs as files, one directory for each job. */
public final class FileJobLog implements JobLog {
    private static final Logger LOG = LoggerFactory.getLogger(FileJobLog.class);
    private static final int MAX_READ_AT_ONCE = 8 << 20;
    private static final int FIRST_LOOK = 128 * 1024;

    /** Less room than this many bytes is none. */
    private static final long FULL = 256 * 1024;

    private static final String FULL_NOTE = "[The disk is full: some of the output may be missing.]";

    private final Path root;
    private final FreeDisk disk;
    private final Spools spools;
    private final ChunkCache cache;

    /** @param share of the disk that must be free for new jobs, from 0 to 1 */
    public FileJobLog(Path root, double share, Spools spools, ChunkCache cache) {
        this.root = root;
        this.disk = new FreeDisk(root, share, "data directory");
        this.spools = spools;
        this.cache = cache;
    }

    @Override
    public void create(JobId id) {
        JobFolder folder = spools.folder(id);
        if (folder.exists()) return;
        requireRoom();
        try {
            folder.create();
            spools.begun(id);
        } catch (IOException e) {
            throw new Unavailable("disk-refused", "The disk of the data directory refuses to keep a new job.", e);
        }
    }

    @Override
    public void requireRoom() {
        if (!Files.isWritable(root))
            throw new Unavailable(
                    "disk-read-only", "The data directory can only be read, so that no new job can be kept.");
        disk.require(0, "jobs");
    }

    @Override
    public void append(JobId id, String line) {
        call(id, spool -> {
            if (spool.progress().finished()) return false;
            spool.append(List.of(line));
            spool.catchUp();
            return true;
        });
    }

    @Override
    public State state(JobId id) {
        return call(id, FileJobLog::caughtUp);
    }

    @Override
    public LogChunk read(JobId id, long fromLine, int maxLines, int maxBytes, Redactor redactor) {
        return call(id, spool -> {
            caughtUp(spool);
            LinePosition from = spool.locate(fromLine);
            if (from == null) return LogChunk.empty(fromLine);
            long until = from.offset() + Math.min(maxBytes, MAX_READ_AT_ONCE);
            return new SpoolReader(spool, redactor).read(from, until, maxLines).chunk();
        });
    }

    @Override
    public List<String> tail(JobId id, int lines, Redactor redactor) {
        return call(id, spool -> spool.open() ? LogEnd.read(spool, lines, redactor) : List.of());
    }

    @Override
    public Optional<Line> openLine(JobId id, Redactor redactor) {
        return call(id, spool -> {
            caughtUp(spool);
            return new SpoolReader(spool, redactor).openLine();
        });
    }

    @Override
    public InputStream raw(JobId id, Redactor redactor) {
        Spools.Use use = spools.use(id);
        try {
            if (!use.spool().open()) {
                use.close();
                return InputStream.nullInputStream();
            }
            caughtUp(use.spool());
            return new MaskedStream(use.spool(), redactor, LogEnd.settled(use.spool(), redactor), use::close);
        } catch (IOException e) {
            use.close();
            throw unreadable(e);
        }
    }

    @Override
    public Found search(JobId id, String text, long fromLine, int limit, Redactor redactor) {
        return call(id, spool -> {
            caughtUp(spool);
            return new LogSearch(spool, redactor, text).from(fromLine, limit);
        });
    }

    @Override
    public Cursor follow(JobId id, long fromLine, Redactor redactor, Runnable wake) {
        Spools.Use use = spools.use(id);
        try {
            if (use.spool().open()) use.spool().catchUp(new byte[FIRST_LOOK], FIRST_LOOK); // the rest comes by itself
        } catch (IOException e) {
            use.close();
            throw unreadable(e);
        }
        SpoolCursor cursor = new SpoolCursor(use.spool(), Math.max(0, fromLine), redactor, cache, wake, use::close);
        use.spool().followers().add(cursor);
        use.keepReading();
        return cursor;
    }

    @Override
    public State finish(JobId id, List<String> trailer) {
        return call(id, spool -> {
            if (!spool.open()) return State.EMPTY;
            if (!spool.progress().finished()) {
                spool.catchUp();
                addMissing(spool, trailer);
                spool.finish();
            }
            return caughtUp(spool);
        });
    }

    /** Only what is a directory and is called like a job; links are none. */
    @Override
    public void finishedBefore(Instant time, Consumer<JobId> each) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(root, "[0-9a-f]*")) {
            for (Path path : all) {
                String name = path.getFileName().toString();
                if (!JobId.isOne(name) || !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) continue;
                if (new JobFolder(path).wasFinishedBefore(time)) each.accept(new JobId(name));
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new Unavailable("jobs-unreadable", "The directory of the jobs cannot be read.", e);
        }
    }

    @Override
    public void delete(JobId id) {
        try {
            spools.folder(id).delete();
        } catch (IOException e) {
            throw new Unavailable("log-undeletable", "The log of a job could not be removed.", e);
        }
    }

    /** Reads a log as it grows, until {@link #endReading}. */
    public void beginReading(JobId id) {
        spools.hold(id);
    }

    /** Reads what there is of a log that does not grow any more. */
    public void readAll(JobId id) {
        call(id, FileJobLog::caughtUp);
    }

    public void endReading(JobId id) {
        spools.release(id);
    }

    /** Where the disk is full, the job may have failed to write. */
    public void noteFullDisk(JobId id) throws IOException {
        if (!Files.exists(root) || Files.getFileStore(root).getUnallocatedSpace() >= FULL) return;
        call(id, spool -> {
            if (spool.open() && !LogEnd.read(spool, 1, Redactor.NONE).contains(FULL_NOTE)) {
                spool.append(List.of(FULL_NOTE));
                spool.catchUp();
            }
            return true;
        });
    }

    public static Unavailable unreadable(IOException cause) {
        return new Unavailable("log-unreadable", "The log of this job cannot be read now.", cause);
    }

    /** Adds those lines of the trailer that an earlier attempt has not added. Not even a full disk can stop it. */
    private static void addMissing(Spool spool, List<String> trailer) {
        try {
            List<String> last = LogEnd.read(spool, trailer.size(), Redactor.NONE);
            int there = Math.min(trailer.size(), last.size());
            while (there > 0 && !trailer.subList(0, there).equals(last.subList(last.size() - there, last.size())))
                there--;
            spool.append(trailer.subList(there, trailer.size()));
        } catch (IOException e) {
            LOG.warn("The last lines of a job log could not be written.", e);
        }
    }

    private static State caughtUp(Spool spool) throws IOException {
        spool.open();
        spool.catchUp();
        Progress known = spool.progress();
        return new State(known.lines(), known.seen(), known.finished(), known.deploymentId());
    }

    private <T> T call(JobId id, Use<T> work) {
        try (Spools.Use use = spools.use(id)) {
            return work.with(use.spool());
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private interface Use<T> {
        T with(Spool spool) throws IOException;
    }
}
