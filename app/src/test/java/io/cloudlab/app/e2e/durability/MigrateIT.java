package io.cloudlab.app.e2e.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.Postgres;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.TestLab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real jar moves the database of a data directory to a real PostgreSQL. */
class MigrateIT {
    /** The last of those that refer to no others: about half of the tables come before it. */
    private static final String LATE_TABLE = "cloudlab_user";

    private static Postgres postgres;

    @TempDir
    Path directory;

    private Path data;
    private Path lab;
    private String database;

    @BeforeAll
    static void startPostgres() throws Exception {
        postgres = Postgres.start();
    }

    @AfterAll
    static void stopPostgres() throws Exception {
        if (postgres != null) postgres.close();
    }

    @BeforeEach
    void fill(TestInfo test) throws Exception {
        data = directory.resolve("data");
        lab = directory.resolve("lab");
        TestLab.in(lab).service("hello", "echo hello");
        database = postgres.database("migrate" + Math.abs(test.getDisplayName().hashCode()));
        try (RunningServer server = RunningServer.on(data, lab).start()) {
            Api admin = Api.setUp(server.address());
            assertThat(admin.put("/api/vault/password", Map.of("password", "open sesame 1704"))
                            .status())
                    .isEqualTo(200);
            String job = admin.post("/api/services/hello/deploy").text("/job_id");
            Awaitility.await()
                    .until(() -> admin.get("/api/jobs/" + job).text("/status").equals("completed"));
        }
    }

    @Test
    void otherDatabaseIsRefusedUntilEverythingHasMovedThere() throws Exception {
        assertThat(refusal(Postgres.use(RunningServer.on(data, lab), database)))
                .contains("migrate --data " + data + " --to " + database);

        assertThat(migrate(0)).contains("cloudlab_job: 1 rows, the same in both databases", "Moved ");
        assertThat(migrate(0)).contains("Moved 0 rows");

        assertThat(refusal(RunningServer.on(data, lab))).contains("was moved to " + database);
        assertThat(refusal(Postgres.use(RunningServer.on(data, lab), postgres.database("empty"))))
                .contains("names one without users");
        assertServes();

        Files.move(data.resolve("master.key"), directory.resolve("away"));
        assertThat(refusal(Postgres.use(RunningServer.on(data, lab), database))).contains("master key");
        Path fresh = directory.resolve("fresh");
        assertThat(refusal(Postgres.use(RunningServer.on(fresh, lab), database)))
                .contains("The master key " + fresh.resolve("master.key") + " is missing");
        assertThat(data.resolve("master.key")).doesNotExist();
        assertThat(fresh).doesNotExist();
    }

    @Test
    @Timeout(900) // starts several programs
    void moveThatIsKilledIsCompletedByTheNextOne() throws Exception {
        addAuditEntries(100_000);
        Process first = begun(directory.resolve("killed"), "--to", database); // killed in the midst of the large table
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> !first.isAlive() || copiedTables() >= 1);
        first.destroyForcibly().waitFor();
        int copied = copiedTables();
        assertThat(copied).isBetween(1, 20);
        assertUnfinished();

        try (Connection other = DriverManager.getConnection(database, "cloudlab", "");
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table " + LATE_TABLE + " in access exclusive mode");
            Process second = begun(directory.resolve("killed"), "--to", database); // killed after more tables
            Awaitility.await()
                    .atMost(Duration.ofMinutes(5))
                    .until(() -> !second.isAlive()
                            || !Postgres.text(database, "select count(*) from pg_locks where not granted")
                                    .equals("0"));
            second.destroyForcibly().waitFor();
            other.rollback();
        }
        assertThat(copiedTables()).isGreaterThan(copied).isBetween(4, 40);
        assertUnfinished();

        assertThat(migrate(0)).contains("Moved ");

        assertThat(Integer.parseInt(Postgres.text(database, "select count(*) from cloudlab_audit")))
                .isGreaterThan(100_000);
        assertServes();
    }

    @Test
    void mistakesAreNamed() throws Exception {
        assertThat(run(1, "--to", "jdbc:mysql://127.0.0.1/x")).contains("jdbc:postgresql:");
        assertThat(run(1, "--to", "jdbc:postgresql://127.0.0.1:1/x")).contains("no connection to its server");
        assertThat(run(2)).contains("--to");
        assertThat(run(1, "--to", database, "--data", directory.resolve("none").toString()))
                .contains("There is no embedded database in");
        try (RunningServer server = RunningServer.on(data, lab).start()) {
            assertThat(migrate(1)).contains("Another server is running on the data directory");
            assertThat(server.process().isAlive()).isTrue();
        }
        assertThat(refusal(Postgres.use(RunningServer.on(data, lab), database))).contains("migrate");
    }

    private void assertUnfinished() throws Exception {
        assertThat(refusal(Postgres.use(RunningServer.on(directory.resolve("other"), lab), database)))
                .contains("Run that again");
    }

    private void assertServes() throws Exception {
        try (RunningServer server =
                Postgres.use(RunningServer.on(data, lab), database).start()) {
            Api admin = Api.signIn(server.address(), "admin", Api.PASSWORD);
            assertThat(admin.get("/api/jobs").body().path("total").asInt()).isEqualTo(1);
            assertThat(admin.get("/api/vault/status").body().toString()
                            + admin.get("/health/ready").status())
                    .contains("200");
            String job = admin.post("/api/services/hello/deploy").text("/job_id");
            Awaitility.await()
                    .until(() -> admin.get("/api/jobs/" + job).text("/status").equals("completed"));
        }
    }

    private int copiedTables() {
        try {
            return Integer.parseInt(Postgres.text(database, "select count(*) from cloudlab_moved_table"));
        } catch (SQLException e) {
            return 0;
        }
    }

    private void addAuditEntries(int number) throws SQLException {
        String url = "jdbc:h2:file:" + data.resolve("cloudlab").toAbsolutePath()
                + ";IFEXISTS=TRUE;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute("insert into cloudlab_audit (action, details, search_key, created_at)"
                    + " select 'test', '{}', 'test ' || \"X\", current_timestamp from system_range(1, " + number + ")");
            statement.execute("shutdown");
        }
    }

    private String migrate(int code) throws Exception {
        return run(code, "--to", database);
    }

    private String run(int code, String... arguments) throws Exception {
        Path output = directory.resolve("printed");
        Process process = begun(output, arguments);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isEqualTo(code);
        return Files.readString(output);
    }

    private Process begun(Path output, String... arguments) throws Exception {
        List<String> command = RunningServer.command("migrate");
        if (!List.of(arguments).contains("--data")) command.addAll(List.of("--data", data.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("CLOUDLAB_DATABASE_USER", "cloudlab");
        return builder.start();
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
