package io.cloudlab.http.api.jobs;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.jobs.Jobs;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobFilter;
import io.cloudlab.core.jobs.job.JobKind;
import io.cloudlab.core.jobs.log.OutputWindow;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.http.routing.Access;
import io.cloudlab.http.routing.Exchange;
import io.cloudlab.http.routing.Paging;
import io.cloudlab.http.routing.Param;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;
import org.jspecify.annotations.Nullable;

/** {@code /api/jobs}. */
public final class JobRoutes implements RouteGroup {
    static final Access VIEWERS = Access.holdersOf(Permission.JOBS_VIEW_OWN, Permission.JOBS_VIEW_ALL);

    private static final int LAST_LINES = 5;

    private static final Param<String> SERVICE = Param.text("service", "Only jobs of this service.");
    private static final Param<JobKind> KIND =
            Param.word("kind", "Only jobs that work on this: names of different kinds may be equal.", JobKind.class);
    private static final Param<String> USER = Param.text("user", "Only jobs of the user with this name.");
    private static final Param<Long> USER_ID = id("user_id", "Only jobs of the user with this id.", Integer.MAX_VALUE);
    private static final Param<String> ACTION = Param.text("action", "Only jobs with this action.");
    private static final Param<Long> OBJECT_ID =
            id("object_id", "Only jobs that act on this inventory object.", Long.MAX_VALUE);
    private static final Param<Long> PER_PAGE = Paging.perPage(100, 200);

    private final Jobs jobs;
    private final JobRows rows = new JobRows();

    public JobRoutes(Jobs jobs) {
        this.jobs = jobs;
    }

    @Override
    public String name() {
        return "Jobs";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        routes.get("listJobs", "/api/jobs")
                .by(VIEWERS)
                .summary("The jobs the caller may see, newest first, each with its last few lines of output.")
                .takes(KIND, SERVICE, USER, USER_ID, JobParams.STATUS, ACTION, OBJECT_ID, Paging.PAGE, PER_PAGE)
                .lists(JobJson.ListOf.class)
                .to(this::list);
        routes.get("getJob", "/api/jobs/{id}")
                .by(VIEWERS)
                .summary("One job with its output: all of it up to " + OutputWindow.MAX_LINES + " lines and "
                        + OutputWindow.MAX_BYTES / 1024 + " KiB, or the window asked for; output_truncated tells"
                        + " whether lines are left out.")
                .takes(JobParams.ID, JobParams.FROM, JobParams.LIMIT)
                .answers(JobJson.class)
                .fails(404)
                .to(this::find);
        routes.delete("cancelJob", "/api/jobs/{id}")
                .by(Access.holdersOf(Permission.JOBS_CANCEL))
                .summary("Cancel a job: its whole process tree is ended. Asking again changes nothing.")
                .takes(JobParams.ID)
                .strict()
                .answers(JobJson.Cancelled.class)
                .fails(404, 409)
                .to(exchange -> {
                    Job job = jobs.cancel(exchange.caller(), exchange.get(JobParams.ID));
                    exchange.json(new JobJson.Cancelled("cancelled", job.id().value()));
                });
    }

    private void list(Exchange exchange) {
        JobFilter filter = new JobFilter(
                exchange.find(KIND),
                exchange.find(SERVICE),
                exchange.find(USER),
                toInt(exchange.find(USER_ID)),
                exchange.find(JobParams.STATUS),
                exchange.find(ACTION),
                exchange.find(OBJECT_ID));
        PageRequest request = Paging.of(exchange, PER_PAGE);
        Page<Job> page = jobs.list(exchange.caller(), filter, request);
        exchange.json(rows.list(page, job -> jobs.summary(exchange.caller(), job, LAST_LINES)));
    }

    private void find(Exchange exchange) {
        Job job = jobs.find(exchange.caller(), exchange.get(JobParams.ID));
        OutputWindow output = jobs.window(
                exchange.caller(),
                job,
                exchange.get(JobParams.FROM),
                exchange.get(JobParams.LIMIT).intValue());
        exchange.json(JobJson.of(job, output.lines(), output.total(), output.deploymentId()));
    }

    private static Param<Long> id(String name, String description, long max) {
        return Param.number(name, description, 1, max);
    }

    private static @Nullable Integer toInt(@Nullable Long value) {
        return value == null ? null : value.intValue();
    }
}
