package io.cloudlab.http.api.jobs;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.jobs.JobProgress;
import io.cloudlab.core.jobs.Jobs;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.log.JobFollower;
import io.cloudlab.http.routing.Access;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;
import io.cloudlab.http.security.Budget;
import io.cloudlab.http.socket.Frames;
import io.cloudlab.http.socket.SocketAuth;
import io.cloudlab.http.socket.SocketOpener;
import io.cloudlab.http.socket.Sockets;
import io.cloudlab.http.socket.WebSocketSession;
import io.cloudlab.http.work.BoundedExecutor;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/** {@code /api/jobs/ws/{id}}: what the viewers of all jobs share. */
public final class JobSocket implements RouteGroup, AutoCloseable {
    private static final int MAX_SEARCHES = 32;

    private final Jobs jobs;
    private final SocketAuth auth;
    private final Sockets sockets;
    /** Half of the processors search logs, so that the others answer meanwhile. */
    private final BoundedExecutor searches =
            new BoundedExecutor("searches", Math.max(1, Runtime.getRuntime().availableProcessors() / 2), MAX_SEARCHES);

    private final JobViewers viewers;

    public JobSocket(Jobs jobs, JobProgress progress, SocketAuth auth, Sockets sockets) {
        this.jobs = jobs;
        this.auth = auth;
        this.sockets = sockets;
        this.viewers = new JobViewers(sockets, progress);
    }

    @Override
    public String name() {
        return "Jobs";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        routes.socket("watchJob", "/api/jobs/ws/{id}")
                .by(Access.holdersOf(Permission.JOBS_VIEW_OWN, Permission.JOBS_VIEW_ALL))
                .summary("Watch a job: its output from a line on, then its end.")
                .takes(JobParams.ID, SocketAuth.TOKEN, SocketAuth.TICKET, JobParams.FROM, JobParams.OPEN)
                .budget(Budget.SOCKETS)
                .answers(
                        "application/json",
                        "Text frames: connected, output, open, progress, done; or error, then a close code.")
                .opens((SocketOpener)
                        call -> new WebSocketSession(call, auth, sockets, viewers.executor(), this::open));
    }

    private void open(WebSocketSession viewer, Caller caller, Supplier<Caller> again) {
        JobId id = viewer.call().get(JobParams.ID);
        long from = viewer.call().get(JobParams.FROM);
        Job job = jobs.find(caller, id);
        JobFollower follower = jobs.follow(caller, id, from, viewer::wake);
        if (viewer.call().get(JobParams.OPEN) == 1) follower.withOpenLines();
        ByteBuffer connected =
                Frames.connected(job, jobs.outputState(caller, job).lines());
        viewer.begin(new JobOutputStream(
                viewers, follower, connected, viewers.progress(job), now -> jobs.requireView(now, job)));
    }

    /** For other sockets that show the output of jobs. */
    public JobViewers viewers() {
        return viewers;
    }

    /** Who look for text in logs. */
    public BoundedExecutor searches() {
        return searches;
    }

    @Override
    public void close() {
        viewers.close();
        searches.close();
    }
}
