package io.cloudlab.persistence.bench;

import io.cloudlab.core.Stores;
import io.cloudlab.core.jobs.job.Concurrency;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobFilter;
import io.cloudlab.core.jobs.job.JobStatus;
import io.cloudlab.core.jobs.job.Phase;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.testing.BenchTable;
import io.cloudlab.core.testing.SampleJobs;
import io.cloudlab.core.testing.SampleServers;
import io.cloudlab.persistence.JdbiPersistence;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints how long pages of the job list, the queue and single writes take with 100,000 stored jobs, on both databases.
 * One user owns 40 % of the jobs.
 */
class JobStoreBench {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final int BATCH = 1000;

    private static final int JOBS = BenchTable.size("jobs", 100_000);
    private static final int ROUNDS = BenchTable.size("rounds", 200);

    @TempDir
    private Path directory;

    private Stores stores;
    private double[] floor = {};
    private int last;

    @Test
    @Timeout(1_200)
    void onH2() throws Exception {
        try (Stores h2 = JdbiPersistence.embedded(directory)) {
            run("H2", h2, () -> {});
        }
    }

    @Test
    @Timeout(1_200)
    void onPostgresql() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().start();
                Stores postgresql = JdbiPersistence.connect(server.getJdbcUrl("postgres", "postgres"), null, null)) {
            run("PostgreSQL", postgresql, () -> vacuum(server));
        }
    }

    private void run(String database, Stores opened, Runnable settle) {
        stores = opened;
        BenchTable.title(
                String.format(Locale.ROOT, "Job store: %,d stored jobs, %s", JOBS, database),
                "warm; p95 (median) of " + ROUNDS + "; floor: one job looked up by its id");
        long start = System.nanoTime();
        fill();
        settle.run();
        BenchTable.row("filling", String.format(Locale.ROOT, "%.1f s", (System.nanoTime() - start) / 1e9), "", "");
        floor = times(() -> stores.jobs().find(job(1, "service-1").id()));
        JobFilter any = JobFilter.ANY;
        measure("all, first page", () -> list(any, 1));
        measure("all, page 500", () -> list(any, 500));
        measure("own, 40 % of all", () -> list(any.withUserId(1), 1));
        measure("own, 1 % of all", () -> list(any.withUserId(44), 1));
        measure("service", () -> list(new JobFilter("service-3", null, null, null, null, null), 1));
        measure("status completed", () -> list(new JobFilter(null, null, null, JobStatus.COMPLETED, null, null), 1));
        measure("status running", () -> list(new JobFilter(null, null, null, JobStatus.RUNNING, null, null), 1));
        measure("action deploy", () -> list(new JobFilter(null, null, null, null, "deploy", null), 1));
        measure(
                "own, completed deploys of a service",
                () -> list(new JobFilter("service-3", null, 1, JobStatus.COMPLETED, "deploy", null), 1));
        measure("next runnable, 1000 wait for one", () -> stores.jobs().nextRunnable(true, Instant.now()));
        measure("active", () -> stores.jobs().active());
        measure(
                "active count",
                () -> stores.jobs().activeCount(SampleServers.server("lab1").id()));
        measure("ended totals", () -> stores.jobs().endedTotals());
        measure("ended before", () -> stores.jobs().endedBefore(BEGIN.plusSeconds(50), 100));
        measure("insert", this::insertOne);
        measure("insert and three updates", () -> {
            Job job = insertOne();
            job = stores.jobs().update(SampleJobs.in(Phase.LAUNCHING, job));
            job = stores.jobs().update(SampleJobs.in(Phase.RUNNING, job));
            stores.jobs().update(SampleJobs.ended(job, JobStatus.COMPLETED, BEGIN, 1));
        });
    }

    private Job insertOne() {
        Job job = job(++last, "service-x" + last);
        stores.jobs().insert(job);
        return job;
    }

    private void list(JobFilter filter, int page) {
        stores.jobs().list(filter, new PageRequest(page, 100));
    }

    /** One exclusive job runs, a thousand of its service wait, all others have ended. */
    private void fill() {
        for (int from = 0; from < JOBS; from += BATCH) {
            int first = from;
            stores.transactions().run(() -> {
                for (int number = first; number < Math.min(JOBS, first + BATCH); number++) {
                    Job job = job(number, "service-" + number % 50);
                    stores.jobs()
                            .insert(SampleJobs.ended(
                                    job,
                                    number % 5 == 0 ? JobStatus.FAILED : JobStatus.COMPLETED,
                                    BEGIN.plusSeconds(number + 60),
                                    10_000));
                }
            });
        }
        stores.transactions().run(() -> {
            stores.jobs().insert(SampleJobs.in(Phase.RUNNING, job(JOBS, "busy")));
            for (int number = JOBS + 1; number <= JOBS + 1000; number++)
                stores.jobs().insert(job(number, "busy"));
        });
        last = JOBS + 1000;
    }

    private static Job job(int number, String service) {
        int user = number % 5 < 2 ? 1 : number % 60 + 2;
        return SampleJobs.queued(
                number,
                SampleJobs.request(
                        service,
                        number % 3 == 0 ? "script" : "deploy",
                        user,
                        "user" + user,
                        (long) (number % 1000),
                        BEGIN.plusSeconds(number)),
                Concurrency.EXCLUSIVE);
    }

    /** A job is inserted before each run, since H2 answers the same query from its memory as long as nothing changes. */
    private double[] times(Runnable run) {
        for (int round = 0; round < ROUNDS / 4; round++) run.run();
        double[] millis = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            insertOne();
            long start = System.nanoTime();
            run.run();
            millis[round] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        return millis;
    }

    private void measure(String what, Runnable run) {
        double[] measured = times(run);
        BenchTable.row(what, shown(measured), shown(floor), BenchTable.ratio(p95(measured), p95(floor)));
    }

    private static String shown(double[] sorted) {
        return String.format(Locale.ROOT, "%.2f (%.2f) ms", p95(sorted), sorted[ROUNDS / 2]);
    }

    private static double p95(double[] sorted) {
        return sorted[ROUNDS * 95 / 100];
    }

    /** What the server does by itself within a minute. */
    private static void vacuum(EmbeddedPostgres server) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze cloudlab_job");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
