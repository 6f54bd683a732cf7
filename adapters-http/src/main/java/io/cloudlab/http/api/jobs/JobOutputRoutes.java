package io.cloudlab.http.api.jobs;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.jobs.JobProgress;
import io.cloudlab.core.jobs.Jobs;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.PlayProgress;
import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.core.jobs.log.OutputWindow;
import io.cloudlab.http.routing.Exchange;
import io.cloudlab.http.routing.Param;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;
import io.cloudlab.http.security.Budget;
import io.cloudlab.http.work.BoundedExecutor;
import java.io.InputStream;

/** {@code /api/jobs/{id}/output}: a job's log as a window, a file, or what a search finds. */
public final class JobOutputRoutes implements RouteGroup {
    private static final Param<String> QUERY =
            Param.text("q", "The text to look for, without regard to case.").demand();
    private static final Param<Long> MAX_FOUND =
            Param.number("limit", "The most lines wanted.", 1, 1_000).or(100);

    private final Jobs jobs;
    private final JobProgress progress;
    private final BoundedExecutor searches;

    /** @param searches who read up to 64 MiB for a single request */
    public JobOutputRoutes(Jobs jobs, JobProgress progress, BoundedExecutor searches) {
        this.progress = progress;
        this.jobs = jobs;
        this.searches = searches;
    }

    @Override
    public String name() {
        return "Jobs";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        routes.get("getJobOutput", "/api/jobs/{id}/output")
                .by(JobRoutes.VIEWERS)
                .summary("A window of a job's output. Read on from next until finished and next = total.")
                .takes(JobParams.ID, JobParams.FROM, JobParams.LIMIT)
                .answers(JobJson.Output.class)
                .fails(404)
                .to(this::window);
        routes.get("getJobProgress", "/api/jobs/{id}/progress")
                .by(JobRoutes.VIEWERS)
                .summary("How far a job's playbooks are: play, task and what has been done on each host.")
                .takes(JobParams.ID)
                .answers(ProgressJson.class)
                .fails(404)
                .to(this::progress);
        routes.get("downloadJobOutput", "/api/jobs/{id}/output/raw")
                .by(JobRoutes.VIEWERS)
                .summary("A job's output byte for byte as it is by now, known secrets masked.")
                .takes(JobParams.ID)
                .answers("application/octet-stream", "The bytes.")
                .fails(404)
                .to(this::raw);
        routes.get("searchJobOutput", "/api/jobs/{id}/output/search")
                .by(JobRoutes.VIEWERS)
                .summary("The lines of a job's output that hold a text.")
                .takes(JobParams.ID, QUERY, JobParams.FROM, MAX_FOUND)
                .budget(Budget.SEARCHES)
                .lists(JobJson.Found.class)
                .fails(404, 429)
                .to(this::search);
    }

    private void window(Exchange exchange) {
        Job job = jobs.find(exchange.caller(), exchange.get(JobParams.ID));
        long from = exchange.get(JobParams.FROM);
        OutputWindow output = jobs.window(
                exchange.caller(), job, from, exchange.get(JobParams.LIMIT).intValue());
        JobJson.Output.OpenLine open = jobs.openLine(exchange.caller(), job)
                .map(line -> new JobJson.Output.OpenLine(line.number(), line.text()))
                .orElse(null);
        exchange.json(new JobJson.Output(
                job.id().value(), from, output.lines(), output.next(), output.total(), output.finished(), open));
    }

    private void progress(Exchange exchange) {
        JobId id = exchange.get(JobParams.ID);
        JobProgress.View view = progress.of(exchange.caller(), id);
        PlayProgress plays = view.plays();
        exchange.json(new ProgressJson(
                id.value(),
                plays.play(),
                ProgressJson.Task.of(plays.task()),
                ProgressJson.hosts(plays),
                view.usualSeconds()));
    }

    private void raw(Exchange exchange) {
        JobId id = exchange.get(JobParams.ID);
        InputStream bytes = jobs.rawOutput(exchange.caller(), id);
        exchange.download(bytes, "job-" + id + ".log");
    }

    private void search(Exchange exchange) {
        Caller caller = exchange.caller();
        JobId id = exchange.get(JobParams.ID);
        String text = exchange.get(QUERY);
        long from = exchange.get(JobParams.FROM);
        int max = exchange.get(MAX_FOUND).intValue();
        exchange.answer(searches, () -> found(id, jobs.searchOutput(caller, id, text, from, max)));
    }

    private static JobJson.Found found(JobId id, JobLog.Found found) {
        return new JobJson.Found(
                id.value(),
                found.lines().stream()
                        .map(line -> new JobJson.Found.Line(line.number(), line.text()))
                        .toList(),
                found.next() < 0 ? null : found.next());
    }
}
