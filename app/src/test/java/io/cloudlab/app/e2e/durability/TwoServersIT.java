package io.cloudlab.app.e2e.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.Postgres;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.TestLab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Two real servers, each with a data directory of its own, and one PostgreSQL. */
class TwoServersIT {
    private static final String KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    private static Postgres postgres;

    @TempDir
    Path directory;

    private String database;
    private Path go;

    @BeforeAll
    static void startPostgres() throws Exception {
        postgres = Postgres.start();
    }

    @AfterAll
    static void stopPostgres() throws Exception {
        if (postgres != null) postgres.close();
    }

    @BeforeEach
    void places(TestInfo test) throws Exception {
        database = postgres.database("two" + Math.abs(test.getDisplayName().hashCode()));
        go = directory.resolve("go");
        TestLab.in(directory.resolve("lab"))
                .service("slow", "echo begun; until [ -e '" + go + "' ]; do sleep 0.01; done; echo last words");
    }

    @Test
    void secondServerIsRefusedAndTheJobsOfTheFirstGoOn() throws Exception {
        try (RunningServer first = server("data1").start()) {
            Api admin = Api.setUp(first.address());
            String job = admin.post("/api/services/slow/deploy").text("/job_id");
            awaitLines(admin, job, 3);

            assertThat(refusal(server("data2")))
                    .matches("cloudlab: The database is in use by server [\\w.-]+ since [\\d:.TZ-]+\\.\n");
            assertThat(refusal(server("data3").with("CLOUDLAB_MASTER_KEY", "")))
                    .contains("The database is in use by server");

            assertThat(admin.get("/api/jobs/" + job).text("/status")).isEqualTo("running");
            Files.createFile(go);
            awaitEnd(admin, job);
            assertThat(admin.get("/api/jobs/" + job).text("/status")).isEqualTo("completed");
            assertThat(admin.get("/api/jobs/" + job).body().path("output").toString())
                    .contains("last words");
        }
        try (RunningServer second = server("data2").start()) {
            assertThat(new Api(second.address(), "").get("/health/ready").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void sameServerGoesOnAtOnceAfterACrash() throws Exception {
        Api admin;
        String job;
        try (RunningServer first = server("data1").start()) {
            admin = Api.setUp(first.address());
            job = admin.post("/api/services/slow/deploy").text("/job_id");
            awaitLines(admin, job, 3);
            first.kill();
        }
        try (RunningServer again = server("data1").start()) {
            Files.createFile(go);
            awaitEnd(admin.at(again.address()), job);
            assertThat(admin.at(again.address()).get("/api/jobs/" + job).text("/status"))
                    .isEqualTo("completed");
        }
    }

    @Test
    void serverThatTakesAnExpiredLeaseLeavesTheJobsOfTheOtherAlone() throws Exception {
        try (RunningServer first = server("data1").start()) {
            Api admin = Api.setUp(first.address());
            String job = admin.post("/api/services/slow/deploy").text("/job_id");
            awaitLines(admin, job, 3);
            String server =
                    Files.readString(directory.resolve("data1/server-id")).strip();
            assertThat(Postgres.text(database, "select server_id from cloudlab_job"))
                    .isEqualTo(server);
            first.kill();
            Postgres.execute(database, "update cloudlab_lease set renewed_at = now() - interval '31' second");

            try (RunningServer second = server("data2").start()) {
                assertThat(admin.at(second.address()).get("/api/jobs/" + job).text("/status"))
                        .isEqualTo("running");
                assertThat(new Api(second.address(), "").get("/health/ready").status())
                        .isEqualTo(200);
            }
            try (RunningServer again = server("data1").start()) {
                Files.createFile(go);
                awaitEnd(admin.at(again.address()), job);
                assertThat(admin.at(again.address()).get("/api/jobs/" + job).text("/status"))
                        .isEqualTo("completed");
            }
        }
    }

    @Test
    void serverWhoseDatabaseWasTakenOverStartsNoJobsAndSaysSo() throws Exception {
        try (RunningServer first = server("data1").start()) {
            Api admin = Api.setUp(first.address());
            Postgres.execute(database, "update cloudlab_lease set server_id = repeat('0', 32), run = 'another'");

            Awaitility.await()
                    .until(() ->
                            new Api(first.address(), "").get("/health/ready").status() == 503);

            assertThat(admin.get("/health/ready").body().toString()).contains("taken the database over");
            Api.Answer refused = admin.post("/api/services/slow/deploy");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text("/code")).isEqualTo("lease-lost");
        }
    }

    private RunningServer.Builder server(String data) {
        return Postgres.use(RunningServer.on(directory.resolve(data), directory.resolve("lab")), database)
                .with("CLOUDLAB_MASTER_KEY", KEY);
    }

    private static void awaitLines(Api admin, String job, int lines) {
        Awaitility.await()
                .until(() -> admin.get("/api/jobs/" + job).body().path("output").size() >= lines);
    }

    private static void awaitEnd(Api admin, String job) {
        Awaitility.await()
                .until(() -> !admin.get("/api/jobs/" + job).text("/status").equals("running"));
    }

    private String refusal(RunningServer.Builder builder) throws Exception {
        Path output = directory.resolve("refused.out");
        Path errors = directory.resolve("refused.err");
        Process process = builder.launch(output, errors);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(Files.readAllLines(errors)).as("one clear line").hasSize(1);
        return Files.readString(errors);
    }
}
