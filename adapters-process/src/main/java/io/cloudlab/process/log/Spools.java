package io.cloudlab.process.log;

import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.process.job.JobFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logs in use: one {@link Spool} for all users of the same log, closed after the last one. Thread-safe. */
public final class Spools implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Spools.class);

    private final Path root;
    private final PollLoop pulse;
    private final ChunkCache cache;
    private final byte[] tailBuffer = new byte[256 * 1024];
    private final Map<JobId, Use> uses = new HashMap<>();
    private final Map<JobId, Use> held = new HashMap<>();

    public Spools(Path root, PollLoop pulse, ChunkCache cache) {
        this.root = root;
        this.pulse = pulse;
        this.cache = cache;
    }

    public JobFolder folder(JobId id) {
        return new JobFolder(root.resolve(id.value()));
    }

    /** A folder for what is no job. */
    public JobFolder scratch() {
        return new JobFolder(root.resolve(".scratch"));
    }

    /** To be closed by the caller; after the last one the log is closed. */
    Use use(JobId id) {
        synchronized (uses) {
            Use use = uses.computeIfAbsent(id, absent -> new Use(id, new Spool(folder(id))));
            use.count++;
            return use;
        }
    }

    /** Has the log be read as it grows, until it is released. */
    void hold(JobId id) {
        synchronized (uses) {
            if (held.containsKey(id)) return;
            Use use = use(id);
            held.put(id, use);
            use.keepReading();
        }
    }

    void release(JobId id) {
        synchronized (uses) {
            Use use = held.remove(id);
            if (use != null) use.close();
        }
    }

    /** Has a log that has just been created be read at once by those who wait for it, or still read a deleted one. */
    void begun(JobId id) throws IOException {
        synchronized (uses) {
            Use use = uses.get(id);
            if (use != null) use.begun();
        }
    }

    @Override
    public void close() {
        synchronized (uses) {
            uses.values().forEach(Use::end);
            uses.clear();
        }
    }

    /** One use of a log. */
    final class Use implements AutoCloseable {
        private final JobId id;
        private final Spool spool;
        private int count;
        private @Nullable LogTail tail;
        private PollLoop.@Nullable Beat beat;

        private Use(JobId id, Spool spool) {
            this.id = id;
            this.spool = spool;
        }

        Spool spool() {
            return spool;
        }

        /** Has the log be read on for as long as it is used and it is not finished. */
        void keepReading() {
            synchronized (uses) {
                if (spool.progress().finished()) return;
                if (tail == null) {
                    tail = new LogTail(spool, tailBuffer);
                    beat = pulse.add(tail);
                } else {
                    runNow();
                }
            }
        }

        private void begun() throws IOException {
            if (spool.forgetFile()) {
                cache.forget(spool);
                if (tail != null) tail.stop();
                tail = null;
                keepReading();
            }
            runNow();
        }

        @Override
        public void close() {
            synchronized (uses) {
                if (--count > 0 || uses.get(id) != this) return;
                uses.remove(id);
                end();
            }
        }

        private void runNow() {
            if (tail != null) tail.expectMore();
            if (beat != null) beat.runNow();
        }

        private void end() {
            if (tail != null) tail.stop();
            cache.forget(spool);
            try {
                spool.close();
            } catch (IOException e) {
                LOG.warn("A job log could not be closed.", e);
            }
        }
    }
}
