package io.cloudlab.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cloudlab.app.bench.support.BenchServer;
import io.cloudlab.app.bench.support.Figures;
import io.cloudlab.app.bench.support.Sample;
import io.cloudlab.app.bench.support.StoredJobs;
import io.cloudlab.app.bench.support.TemporaryPostgres;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.TestLab;
import io.cloudlab.core.Lab;
import io.cloudlab.core.testing.BenchTable;
import io.cloudlab.persistence.JdbiPersistence;
import io.cloudlab.process.JobOptions;
import io.cloudlab.process.LabDirectory;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of the list of 100,000 jobs. */
class JobListBench {
    private static final int WARM_UPS = BenchTable.size("runs", 200);
    private static final int RUNS = BenchTable.size("runs", 200);
    private static final int PAGES_WITH_LOGS = StoredJobs.WITH_LOGS / 100;

    /** What is asked for; %d is a page. */
    private static final Map<String, String> QUERIES = new TreeMap<>(Map.of(
            "1. the newest 100 jobs",
            "/api/jobs",
            "2. one of the newest " + PAGES_WITH_LOGS + " pages",
            "/api/jobs?page=%d",
            "3. of one service",
            "/api/jobs?service=service-7&page=%d",
            "4. that failed",
            "/api/jobs?status=failed&page=%d",
            "5. of one user",
            "/api/jobs?user=user-3&page=%d",
            "6. the oldest 100 jobs",
            "/api/jobs?page=1000"));

    @TempDir
    private Path directory;

    @Test
    void onH2() throws Exception {
        Path data = directory.resolve("data");
        TestLab lab = TestLab.in(directory.resolve("lab"));
        try (BenchServer first = BenchServer.start(directory, lab)) {
            assertThat(first.api().get("/api/jobs").status()).isEqualTo(200);
        }
        try (JdbiPersistence stores = JdbiPersistence.embedded(data)) {
            StoredJobs.insert(stores.jobs(), stores.transactions());
        }
        writeLogs(data, lab);
        measure("H2", RunningServer.on(data, lab.path()).asShipped());
    }

    @Test
    void onPostgresql() throws Exception {
        Optional<Path> programs = TemporaryPostgres.programs();
        assertThat(programs.isPresent() || System.getenv("CI") == null)
                .as("PostgreSQL is installed")
                .isTrue();
        assumeTrue(programs.isPresent(), "PostgreSQL is not installed");
        Path data = directory.resolve("data");
        TestLab lab = TestLab.in(directory.resolve("lab"));
        try (TemporaryPostgres postgres = TemporaryPostgres.start(programs.get())) {
            RunningServer.Builder starts = RunningServer.on(data, lab.path())
                    .asShipped()
                    .with("CLOUDLAB_DATABASE_URL", postgres.url())
                    .with("CLOUDLAB_DATABASE_USER", "cloudlab");
            try (BenchServer first = BenchServer.start(starts)) {
                assertThat(first.api().get("/api/jobs").status()).isEqualTo(200);
            }
            try (JdbiPersistence stores = JdbiPersistence.connect(postgres.url(), "cloudlab", null)) {
                StoredJobs.insert(stores.jobs(), stores.transactions());
            }
            postgres.vacuum();
            writeLogs(data, lab);
            measure("PostgreSQL", starts);
        }
    }

    private static void writeLogs(Path data, TestLab lab) {
        try (Lab jobs =
                LabDirectory.at(lab.path()).withJobs(data.resolve("jobs"), JobOptions.DEFAULT.withFreeShare(0))) {
            StoredJobs.writeLogs(jobs.log());
        }
    }

    private static void measure(String database, RunningServer.Builder starts) throws Exception {
        Figures.title(
                "Job list with 100,000 stored jobs, " + database,
                "server warm, p95 (median) of " + RUNS + "; floor: GET /health on the same connection");
        try (RunningServer server = starts.start()) {
            Api api = Api.signIn(server.address(), "admin", Api.PASSWORD);
            assertThat(api.get("/api/jobs").body().path("total").asInt()).isEqualTo(StoredJobs.COUNT);
            Sample floor = Sample.of(WARM_UPS, RUNS, () -> {
                long start = System.nanoTime();
                api.get("/health");
                return Sample.nanosSince(start);
            });
            for (Map.Entry<String, String> query : QUERIES.entrySet()) {
                int[] page = {0};
                Sample sample = Sample.of(WARM_UPS, RUNS, () -> {
                    String path = query.getValue().formatted(1 + page[0]++ % PAGES_WITH_LOGS);
                    long start = System.nanoTime();
                    Api.Answer answer = api.get(path);
                    long nanos = Sample.nanosSince(start);
                    if (answer.body().path("jobs").size() != 100) throw new IllegalStateException(path);
                    return nanos;
                });
                BenchTable.row(
                        query.getKey(),
                        Sample.millis(sample.p95()) + " (" + Sample.millis(sample.median()) + ")",
                        Sample.millis(floor.p95()) + " (" + Sample.millis(floor.median()) + ")",
                        BenchTable.ratio(sample.p95(), floor.p95()),
                        "≤ 25 ms",
                        sample.p95() <= 25);
            }
        }
    }
}
