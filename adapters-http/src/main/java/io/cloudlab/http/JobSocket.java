package io.cloudlab.http;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.jobs.Job;
import io.cloudlab.core.jobs.JobFollower;
import io.cloudlab.core.jobs.JobId;
import io.cloudlab.core.jobs.Jobs;
import io.cloudlab.core.jobs.LogChunk;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** {@code /api/jobs/ws/{id}}: what the viewers of all jobs share. */
final class JobSocket implements RouteGroup, AutoCloseable {
    private static final long CLOSING_MILLIS = 1_000;

    private static final int MAX_SEARCHES = 32;

    private final Jobs jobs;
    private final SocketAuth auth;
    private final Sockets sockets;
    /** Half of the processors search logs, so that the others answer meanwhile. */
    private final Workers searches =
            new Workers("searches", Math.max(1, Runtime.getRuntime().availableProcessors() / 2), MAX_SEARCHES);

    private final FrameCache cache = new FrameCache();
    private final ThreadPoolExecutor executor;

    JobSocket(Jobs jobs, SocketAuth auth, Sockets sockets) {
        this.jobs = jobs;
        this.auth = auth;
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

    @Override
    public String name() {
        return "Jobs";
    }

    @Override
    public void declare(Declarations routes) {
        routes.socket("watchJob", "/api/jobs/ws/{id}")
                .by(Access.holdersOf(Permission.JOBS_VIEW_OWN, Permission.JOBS_VIEW_ALL))
                .summary("Watch a job: its output from a line on, then its end.")
                .takes(JobParams.ID, SocketAuth.TOKEN, SocketAuth.TICKET, JobParams.FROM, JobParams.OPEN)
                .budget(Budget.SOCKETS)
                .answers("application/json", "Text frames: connected, output, open, done; or error, then a close code.")
                .opens((SocketOpener) call -> new SocketViewer(call, auth, sockets, executor, this::open));
    }

    private void open(SocketViewer viewer, Caller caller, Supplier<Caller> again) {
        JobId id = viewer.call().get(JobParams.ID);
        long from = viewer.call().get(JobParams.FROM);
        Job job = jobs.find(caller, id);
        JobFollower follower = jobs.follow(caller, id, from, viewer::wake);
        if (viewer.call().get(JobParams.OPEN) == 1) follower.withOpenLines();
        ByteBuffer connected =
                Frames.connected(job, jobs.outputState(caller, job).lines());
        viewer.begin(new JobTopic(this, follower, connected, now -> {
            if (!job.isVisibleTo(now)) throw new Denied(Permission.JOBS_VIEW_ALL);
        }));
    }

    ExecutorService executor() {
        return executor;
    }

    /** Who look for text in logs. */
    Workers searches() {
        return searches;
    }

    /** The messages for a chunk; shared, so send duplicates. */
    List<ByteBuffer> messages(LogChunk chunk) {
        return sockets.count() > 1 ? cache.messages(chunk) : OutputFrames.of(chunk);
    }

    @Override
    public void close() {
        OrderlyEnd.of(executor, CLOSING_MILLIS);
        searches.close();
        cache.clear();
    }
}
