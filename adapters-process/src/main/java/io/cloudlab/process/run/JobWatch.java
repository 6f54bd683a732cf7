package io.cloudlab.process.run;

import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.process.job.JobFolder;
import io.cloudlab.process.job.PositionalFile;
import io.cloudlab.process.job.WrapperId;
import io.cloudlab.process.log.PollLoop;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the files of one job until it is certain how its processes ended. */
final class JobWatch implements PollLoop.Task, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(JobWatch.class);
    private static final long MILLISECOND = 1_000_000L;
    private static final long MAX_PAUSE = 250 * MILLISECOND;
    /** The longer a job has run, the less often it is looked at: every this fraction of that time. */
    private static final long LOOKS = 64;

    private static final long BETWEEN_SIGNS_OF_LIFE = 1_000 * MILLISECOND;
    private static final long BETWEEN_PREVENTIONS = 200 * MILLISECOND;

    private final JobId id;
    private final String nonce;
    private final JobFolder folder;
    private final Wrapper wrapper;
    private final Executor workers;
    private final Ended onEnd;
    private final AtomicBoolean working = new AtomicBoolean();
    private final byte[] firstByte = new byte[1];
    private @Nullable PositionalFile exit;
    private @Nullable WrapperId wrapperId;
    private final long begun = System.nanoTime();
    private volatile long nextSignOfLife;
    private volatile long nextPrevention;
    private volatile boolean over;

    /** @param timeout how many nanoseconds a wrapper has to begin */
    JobWatch(JobId id, String nonce, JobFolder folder, Wrapper wrapper, Executor workers, long timeout, Ended onEnd) {
        this.id = id;
        this.nonce = nonce;
        this.folder = folder;
        this.wrapper = wrapper;
        this.workers = workers;
        this.onEnd = onEnd;
        this.nextSignOfLife = System.nanoTime() + timeout;
        this.nextPrevention = nextSignOfLife;
    }

    /** Is told the end once, on a worker thread. */
    interface Ended {
        void ended(JobRunner.End end, @Nullable WrapperId wrapper);
    }

    @Override
    public long run() {
        if (over) return PollLoop.NEVER;
        try {
            look();
        } catch (IOException e) {
            LOG.warn("Job {} cannot be watched now: {}", id, e.toString());
            return BETWEEN_SIGNS_OF_LIFE;
        }
        long pause = Math.min((System.nanoTime() - begun) / LOOKS, MAX_PAUSE);
        return over ? PollLoop.NEVER : Math.max(pause, MILLISECOND);
    }

    /** The wrapper is said to have ended: time to look closely. */
    void checkNow() {
        nextSignOfLife = System.nanoTime();
        nextPrevention = nextSignOfLife;
    }

    boolean isOver() {
        return over;
    }

    @Override
    public void close() {
        over = true;
        PositionalFile open = exit;
        if (open == null) return;
        try {
            open.close();
        } catch (IOException e) {
            LOG.debug("A file could not be closed.", e);
        }
    }

    private void look() throws IOException {
        if (!folder.exists()) {
            end(new JobRunner.End.NotStarted());
            return;
        }
        if (endIfRecorded()) return;
        if (wrapperId == null) wrapperId = folder.wrapper().orElse(null);
        long now = System.nanoTime();
        if (wrapperId == null) {
            if (now - nextPrevention >= 0 && working.compareAndSet(false, true)) workers.execute(this::preventStart);
        } else if (now - nextSignOfLife >= 0) {
            nextSignOfLife = now + BETWEEN_SIGNS_OF_LIFE;
            // It may have written its last words after we looked for them.
            if (!isAlive(wrapperId) && !endIfRecorded()) end(new JobRunner.End.Lost());
        }
    }

    private boolean isAlive(WrapperId known) {
        return known.nonce().equals(nonce) && known.isAlive();
    }

    private boolean endIfRecorded() throws IOException {
        if (exit == null) exit = new PositionalFile(folder.exit(), StandardOpenOption.READ);
        if (exit.read(firstByte, 0, 1, 0) == 0 || firstByte[0] == ' ') return false;
        Optional<JobFolder.Ending> ending = folder.ending(nonce);
        ending.ifPresent(how -> end(how.end()));
        return ending.isPresent();
    }

    private void preventStart() {
        try {
            if (wrapper.preventStart(folder)) end(new JobRunner.End.NotStarted());
        } catch (IOException e) {
            LOG.warn("Job {} can be neither found nor given up: {}", id, e.toString());
        } finally {
            nextPrevention = System.nanoTime() + BETWEEN_PREVENTIONS;
            working.set(false);
        }
    }

    private synchronized void end(JobRunner.End end) {
        if (over) return;
        over = true;
        WrapperId known = wrapperId;
        try {
            workers.execute(() -> {
                close();
                onEnd.ended(end, known);
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("The end of job {} is left to the next start.", id);
        }
    }
}
