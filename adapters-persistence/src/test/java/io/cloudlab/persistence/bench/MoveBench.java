package io.cloudlab.persistence.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.Stores;
import io.cloudlab.core.jobs.JobStatus;
import io.cloudlab.core.jobs.Lane;
import io.cloudlab.core.testing.SampleJobs;
import io.cloudlab.persistence.DatabaseMove;
import io.cloudlab.persistence.JdbiPersistence;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints how long it takes to move an H2 database of 100,000 ended jobs and 100,000 objects with eight fields each to
 * PostgreSQL on the same machine, rows compared.
 */
class MoveBench {
    private static final int JOBS = 100_000;
    private static final int OBJECTS = 100_000;
    private static final int BATCH = 1_000;
    private static final double MAX_SECONDS = 60;
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path directory;

    @Test
    @Timeout(1_200)
    void jobsAndObjectsAreMovedWithinAMinute() throws IOException {
        try (Stores stores = JdbiPersistence.embedded(directory)) {
            for (int from = 0; from < JOBS; from += BATCH) {
                int first = from;
                stores.transactions().run(() -> {
                    for (int number = first; number < first + BATCH; number++) insert(stores, number);
                });
            }
            new FilledInventory(stores).fill(OBJECTS);
        }
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().start()) {
            String url = server.getJdbcUrl("postgres", "postgres");
            long[] rows = {0};
            long[] begin = {System.nanoTime(), System.nanoTime()};
            new DatabaseMove(directory).run(url, null, null, "bench", step -> {
                long now = System.nanoTime();
                if (step.rows() > 1_000)
                    System.out.printf(
                            "  %-28s %,10d rows %6.1f s%n", step.table(), step.rows(), (now - begin[1]) / 1e9);
                begin[1] = now;
                rows[0] += step.rows();
            });
            double seconds = (System.nanoTime() - begin[0]) / 1e9;
            System.out.printf("  %-28s %,10d rows %6.1f s%n", "everything", rows[0], seconds);
            assertThat(seconds).isLessThan(MAX_SECONDS);
        }
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
                                Lane.EXCLUSIVE),
                        number % 5 == 0 ? JobStatus.FAILED : JobStatus.COMPLETED,
                        BEGIN.plusSeconds(number + 60),
                        10_000));
    }
}
