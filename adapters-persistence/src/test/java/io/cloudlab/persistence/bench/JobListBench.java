package io.cloudlab.persistence.bench;

import io.cloudlab.core.Stores;
import io.cloudlab.core.jobs.Job;
import io.cloudlab.core.jobs.JobFilter;
import io.cloudlab.core.jobs.JobStatus;
import io.cloudlab.core.jobs.Lane;
import io.cloudlab.core.jobs.Phase;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.testing.SampleJobs;
import io.cloudlab.core.testing.SampleServers;
import io.cloudlab.persistence.JdbiPersistence;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Prints how long pages of the job list, the queue and single writes take with 100,000 stored jobs, on both databases.
 * One user owns 40 % of the jobs. Arguments: the number of jobs (100000) and of rounds (200).
 */
public final class JobListBench {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final int BATCH = 1000;

    private final Stores stores;
    private final int jobs;
    private final int rounds;

    private int last;

    private JobListBench(Stores stores, int jobs, int rounds) {
        this.stores = stores;
        this.jobs = jobs;
        this.rounds = rounds;
    }

    public static void main(String[] arguments) throws IOException {
        int jobs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200;
        Path directory = Files.createTempDirectory("cloudlab-bench");
        try (Stores h2 = JdbiPersistence.embedded(directory)) {
            System.out.println("H2");
            new JobListBench(h2, jobs, rounds).run(() -> {});
        }
        print("file after closing, MiB", Files.size(directory.resolve("cloudlab.mv.db")) / 1048576.0);
        delete(directory);
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().start();
                Stores postgresql = JdbiPersistence.connect(server.getJdbcUrl("postgres", "postgres"), null, null)) {
            System.out.println("PostgreSQL");
            new JobListBench(postgresql, jobs, rounds).run(() -> vacuum(server));
        }
    }

    private void run(Runnable settle) {
        long start = System.nanoTime();
        fill();
        settle.run();
        print("filling, s", (System.nanoTime() - start) / 1e9);
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
        measure("next runnable, 1000 wait for one", () -> stores.jobs().nextRunnable(true));
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
        for (int from = 0; from < jobs; from += BATCH) {
            int first = from;
            stores.transactions().run(() -> {
                for (int number = first; number < Math.min(jobs, first + BATCH); number++) {
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
            stores.jobs().insert(SampleJobs.in(Phase.RUNNING, job(jobs, "busy")));
            for (int number = jobs + 1; number <= jobs + 1000; number++)
                stores.jobs().insert(job(number, "busy"));
        });
        last = jobs + 1000;
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
                Lane.EXCLUSIVE);
    }

    /** A job is inserted before each run, since H2 answers the same query from its memory as long as nothing changes. */
    private void measure(String what, Runnable run) {
        for (int round = 0; round < rounds / 4; round++) run.run();
        double[] millis = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            insertOne();
            long start = System.nanoTime();
            run.run();
            millis[round] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        System.out.printf("  %-36s p50 %7.2f ms, p95 %7.2f ms%n", what, millis[rounds / 2], millis[rounds * 95 / 100]);
    }

    /** What the server does by itself within a minute. */
    private static void vacuum(EmbeddedPostgres server) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze cloudlab_job");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void print(String what, double value) {
        System.out.printf("  %-36s %.1f%n", what, value);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> inside = Files.walk(directory)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }
}
