package io.cloudlab.http;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.identity.SignIn;
import io.cloudlab.core.jobs.Jobs;
import io.cloudlab.core.jobs.LogChunk;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code /api/jobs/ws/{id}}: what the viewers of all jobs share. */
final class JobSocket implements RouteGroup, AutoCloseable {
    private final Jobs jobs;
    private final SignIn signIn;
    private final Tokens tokens;
    private final Sockets sockets;
    private final FrameCache cache = new FrameCache();
    private final ExecutorService executor;

    JobSocket(Jobs jobs, SignIn signIn, Tokens tokens, Sockets sockets) {
        this.jobs = jobs;
        this.signIn = signIn;
        this.tokens = tokens;
        this.sockets = sockets;
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
        AtomicInteger number = new AtomicInteger();
        this.executor = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "cloudlab-viewers-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public String name() {
        return "Jobs";
    }

    @Override
    public void declare(Declarations routes) {
        routes.socket("/api/jobs/ws/{id}")
                .by(Access.holdersOf(Permission.JOBS_VIEW_OWN, Permission.JOBS_VIEW_ALL))
                .summary("Watch a job: its output from a line on, then its end.")
                .takes(
                        JobParams.ID,
                        Param.text("token", "A session token, if not in the Authorization header.")
                                .or(""))
                .takes(JobParams.FROM)
                .answers("application/json", "Text frames: connected, output, done; or error, then a close code.")
                .opens(call -> new JobViewer(call, this));
    }

    Jobs jobs() {
        return jobs;
    }

    SignIn signIn() {
        return signIn;
    }

    Tokens tokens() {
        return tokens;
    }

    Sockets sockets() {
        return sockets;
    }

    ExecutorService executor() {
        return executor;
    }

    /** The messages for a chunk; shared, so send duplicates. */
    List<ByteBuffer> messages(LogChunk chunk) {
        return sockets.count() > 1 ? cache.messages(chunk) : OutputFrames.of(chunk);
    }

    @Override
    public void close() {
        executor.shutdownNow();
        cache.clear();
    }
}
