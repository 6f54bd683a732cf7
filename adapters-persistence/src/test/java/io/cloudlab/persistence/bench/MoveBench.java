package io.cloudlab.persistence.bench;

import io.cloudlab.core.Stores;
import io.cloudlab.core.jobs.job.Concurrency;
import io.cloudlab.core.jobs.job.JobStatus;
import io.cloudlab.core.testing.BenchTable;
import io.cloudlab.core.testing.SampleJobs;
import io.cloudlab.persistence.DatabaseMove;
import io.cloudlab.persistence.JdbiPersistence;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints how long it takes to move an H2 database of 100,000 ended jobs and 100,000 objects with eight fields each to
 * PostgreSQL on the same machine, rows compared.
 */
class MoveBench {
    private static final int JOBS = BenchTable.size("jobs", 100_000);
    private static final int OBJECTS = BenchTable.size("objects", 100_000);
    private static final int BATCH = 1_000;
    private static final double MAX_SECONDS = 60;
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path directory;

    @Test
    @Timeout(3_600)
    void jobsAndObjectsAreMoved() throws Exception {
        try (Stores stores = JdbiPersistence.embedded(directory)) {
            for (int from = 0; from < JOBS; from += BATCH) {
                int first = from;
                stores.transactions().run(() -> {
                    for (int number = first; number < Math.min(JOBS, first + BATCH); number++) insert(stores, number);
                });
            }
            new FilledInventory(stores).fill(OBJECTS);
        }
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().start()) {
            String url = server.getJdbcUrl("postgres", "postgres");
            BenchTable.title(
                    String.format(
                            Locale.ROOT,
                            "Moving %,d ended jobs and %,d objects with eight fields each to PostgreSQL",
                            JOBS,
                            OBJECTS),
                    "once, in a JVM that has just filled the database; floor: PostgreSQL copies the table itself");
            List<DatabaseMove.Step> steps = new ArrayList<>();
            List<Double> took = new ArrayList<>();
            long[] begin = {System.nanoTime(), System.nanoTime()};
            new DatabaseMove(directory).run(url, null, null, "bench", step -> {
                long now = System.nanoTime();
                steps.add(step);
                took.add((now - begin[1]) / 1e9);
                begin[1] = now;
            });
            double seconds = (System.nanoTime() - begin[0]) / 1e9;
            double floors = 0;
            long rows = 0;
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                for (int each = 0; each < steps.size(); each++) {
                    DatabaseMove.Step step = steps.get(each);
                    long start = System.nanoTime();
                    statement.execute("create table bench_copy as table " + step.table());
                    double floor = (System.nanoTime() - start) / 1e9;
                    statement.execute("drop table bench_copy");
                    floors += floor;
                    rows += step.rows();
                    if (step.rows() <= 1_000) continue;
                    String what = String.format(Locale.ROOT, "%s, %,d rows", step.table(), step.rows());
                    BenchTable.row(
                            what, seconds(took.get(each)), seconds(floor), BenchTable.ratio(took.get(each), floor));
                }
            }
            BenchTable.row(
                    String.format(Locale.ROOT, "everything, %,d rows, compared", rows),
                    seconds(seconds),
                    seconds(floors),
                    BenchTable.ratio(seconds, floors),
                    "≤ " + seconds(MAX_SECONDS),
                    seconds <= MAX_SECONDS);
        }
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f s", seconds);
    }

    private static void insert(Stores stores, int number) {
        int user = number % 60 + 1;
        stores.jobs()
                .insert(SampleJobs.ended(
                        SampleJobs.queued(
                                number,
                                SampleJobs.request(
                                        "service-" + number % 50,
                                        "deploy",
                                        user,
                                        "user" + user,
                                        (long) (number % 1000),
                                        BEGIN.plusSeconds(number)),
                                Concurrency.EXCLUSIVE),
                        number % 5 == 0 ? JobStatus.FAILED : JobStatus.COMPLETED,
                        BEGIN.plusSeconds(number + 60),
                        10_000));
    }
}
