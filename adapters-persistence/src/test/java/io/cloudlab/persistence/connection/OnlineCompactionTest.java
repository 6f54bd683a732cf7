package io.cloudlab.persistence.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudlab.core.Stores;
import io.cloudlab.core.jobs.job.Concurrency;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobStatus;
import io.cloudlab.core.jobs.job.Phase;
import io.cloudlab.core.testing.SampleJobs;
import io.cloudlab.core.testing.SampleServers;
import io.cloudlab.persistence.JdbiPersistence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
@Timeout(600)
class OnlineCompactionTest {
    private static final Instant ENDED = Instant.parse("2026-03-01T12:00:00Z");

    /** Bytes that four commits of a job write at least. */
    private static final long WRITTEN_PER_JOB = 100_000;

    @TempDir
    private Path directory;

    @Test
    void fileStaysSmallWhileJobsComeAndShrinksWhenNoneDo() throws IOException {
        int jobs = 1_500;
        try (Stores stores = JdbiPersistence.embedded(directory)) {
            for (int number = 0; number < jobs; number++) run(stores, number);
            assertThat(size()).isLessThan(jobs * WRITTEN_PER_JOB / 3);
            awaitSizeBelow(5_000_000);
            assertThat(stores.jobs().activeCount(SampleServers.server("lab1").id()))
                    .isZero();
        }
        try (Stores stores = JdbiPersistence.embedded(directory)) {
            assertThat(stores.jobs().endedTotals().jobs()).isEqualTo(jobs);
        }
    }

    @Test
    void longQueryReadsWhatWasThereWhileItsChunksAreRewritten() throws Exception {
        try (Stores stores = JdbiPersistence.embedded(directory)) {
            for (int number = 0; number < 500; number++) run(stores, number);
            AtomicBoolean read = new AtomicBoolean();
            AtomicInteger next = new AtomicInteger(500);
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                while (!read.get()) run(stores, next.getAndIncrement());
            });
            try (Connection connection = H2Url.open(H2Url.in(directory));
                    Statement statement = connection.createStatement()) {
                for (int round = 0; round < 5; round++)
                    assertThat(pairs(statement)).isGreaterThanOrEqualTo(250_000);
            } finally {
                read.set(true);
            }
            writer.get();
            assertThat(next.get()).isGreaterThan(500);
        }
    }

    @Test
    void databaseOpenedAgainIsCompactedToo() throws IOException {
        for (int round = 0; round < 2; round++) {
            try (Stores stores = JdbiPersistence.embedded(directory)) {
                for (int number = 0; number < 300; number++) run(stores, 300 * round + number);
                awaitSizeBelow(3_000_000);
            }
        }
    }

    /** Reads each pair of the first 500 jobs, which takes a while. */
    private static long pairs(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("select count(*) from cloudlab_job a, cloudlab_job b"
                + " where a.id < '000001f4' and b.id < '000001f4' and a.service || b.service <> ''")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void run(Stores stores, int number) {
        Job job = SampleJobs.queued(number, "wiki", Concurrency.PARALLEL);
        stores.jobs().insert(job);
        job = stores.jobs().update(SampleJobs.in(Phase.LAUNCHING, job));
        job = stores.jobs().update(SampleJobs.in(Phase.RUNNING, job));
        stores.jobs().update(SampleJobs.ended(job, JobStatus.COMPLETED, ENDED, 1));
    }

    private void awaitSizeBelow(long bytes) {
        await().atMost(Duration.ofSeconds(150))
                .untilAsserted(() -> assertThat(size()).isLessThan(bytes));
    }

    private long size() throws IOException {
        return Files.size(directory.resolve("cloudlab.mv.db"));
    }
}
