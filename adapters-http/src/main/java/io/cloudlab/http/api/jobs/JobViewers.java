package io.cloudlab.http.api.jobs;

import io.cloudlab.core.jobs.JobProgress;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.log.LogChunk;
import io.cloudlab.http.socket.Sockets;
import io.cloudlab.http.work.OrderlyShutdown;
import io.cloudlab.http.work.Threads;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** What the viewers of all jobs share: the threads that serve them, and the messages made from the latest output. */
public final class JobViewers implements AutoCloseable {
    private static final long CLOSING_MILLIS = 1_000;

    private final Sockets sockets;
    private final JobProgress progress;
    private final FrameCache cache = new FrameCache();
    private final ThreadPoolExecutor executor;

    JobViewers(Sockets sockets, JobProgress progress) {
        this.progress = progress;
        this.sockets = sockets;
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
        this.executor = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Threads.numbered("cloudlab-viewers-"));
    }

    public Executor executor() {
        return executor;
    }

    /** What one viewer is told of a job's playbooks. */
    public ProgressFrames progress(Job job) {
        return new ProgressFrames(progress, job, System::nanoTime);
    }

    /** The messages for a chunk; shared, so send duplicates. */
    List<ByteBuffer> messages(LogChunk chunk) {
        return sockets.count() > 1 ? cache.messages(chunk) : OutputFrames.of(chunk);
    }

    @Override
    public void close() {
        OrderlyShutdown.of(executor, CLOSING_MILLIS);
        cache.clear();
    }
}
