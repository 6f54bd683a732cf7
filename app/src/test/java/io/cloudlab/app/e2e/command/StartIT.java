package io.cloudlab.app.e2e.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.TestLab;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the real server starts, refuses to start, and ends. */
class StartIT {
    @TempDir
    Path directory;

    private Path data;
    private Path lab;

    @BeforeEach
    void places() {
        data = directory.resolve("data");
        lab = directory.resolve("lab");
    }

    @Test
    void unpacksTheSamplesWhereThereIsNoLab() throws Exception {
        try (RunningServer server = RunningServer.on(data, lab).start()) {
            Api admin = Api.setUp(server.address());

            assertThat(admin.get("/api/services").body().path("services").findValuesAsText("name"))
                    .contains("ansible-local", "hello", "site-report");
            assertThat(lab.resolve("services/hello/deploy.sh")).isExecutable();
        }
    }

    @Test
    void secondServerOnTheSameDataIsRefused() throws Exception {
        try (RunningServer first = RunningServer.on(data, lab).start()) {
            assertThat(refusal(RunningServer.on(data, lab)))
                    .contains("Another server")
                    .contains(data.toString());
            assertThat(new Api(first.address(), "").get("/health").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CLOUDLAB_PORTS, 80, CLOUDLAB_PORTS",
        "CLOUDLAB_MAX_JOBS, many, CLOUDLAB_MAX_JOBS",
        "CLOUDLAB_TRUSTED_PROXIES, banana, CLOUDLAB_TRUSTED_PROXIES",
        "CLOUDLAB_MASTER_KEY, short, CLOUDLAB_MASTER_KEY",
        "CLOUDLAB_DATABASE_URL, jdbc:postgresql://127.0.0.1:1/none, database",
    })
    void badSettingStopsTheStart(String variable, String value, String named) throws Exception {
        assertThat(refusal(RunningServer.on(data, lab).with(variable, value))).contains(named);
        assertThat(data).doesNotExist();
        assertThat(lab).doesNotExist();
    }

    @Test
    void unusableDirectoriesStopTheStart() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThat(refusal(RunningServer.on(file, lab))).contains("data directory");
        assertThat(refusal(RunningServer.on(data, file))).contains("lab directory");
    }

    @Test
    void damagedDatabaseStopsTheStart() throws Exception {
        RunningServer.on(data, lab).start().close();
        Files.writeString(data.resolve("cloudlab.mv.db"), "this is no database".repeat(1000));

        assertThat(refusal(RunningServer.on(data, lab))).contains("database");
    }

    @Test
    void remainsOfADatabaseAreNeverTakenForANewOne() throws Exception {
        try (RunningServer server = RunningServer.on(data, lab).start()) {
            Api.setUp(server.address());
        }
        Path file = data.resolve("cloudlab.mv.db");
        byte[] remains = Arrays.copyOf(Files.readAllBytes(file), 8192);
        Files.write(file, remains);

        assertThat(refusal(RunningServer.on(data, lab))).contains("database", "cloudlab.mv.db");
        assertThat(Files.readAllBytes(file)).isEqualTo(remains);
    }

    @Test
    void takenPortStopsTheStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThat(refusal(RunningServer.on(data, lab).port(port)))
                    .contains(String.valueOf(port), "Address already in use");
            assertThat(directory.resolve("data")).doesNotExist();
            assertThat(lab).doesNotExist();
        }
    }

    @Test
    void missingMasterKeyStopsTheStart() throws Exception {
        RunningServer.on(data, lab).start().close();
        Files.delete(data.resolve("master.key"));

        assertThat(refusal(RunningServer.on(data, lab))).contains("master key");
        assertThat(data.resolve("master.key")).doesNotExist();
        assertThat(data.resolve("cloudlab.mv.db")).exists();
    }

    @Test
    void failedStartRemovesOnlyWhatItHasMade() throws Exception {
        Path made = directory.resolve("a/b/data");
        assertThat(refusal(RunningServer.on(made, Files.createFile(directory.resolve("file")))))
                .contains("lab directory");
        assertThat(directory.resolve("a")).doesNotExist();

        Files.createDirectories(data);
        Files.writeString(data.resolve("notes"), "mine");
        TestLab.in(lab);
        assertThat(refusal(
                        RunningServer.on(data, lab).with("CLOUDLAB_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/x")))
                .contains("database");
        assertThat(data.resolve("notes")).hasContent("mine");
        assertThat(data.resolve("master.key")).doesNotExist();
        assertThat(lab.resolve("services")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"with\\backslash", "with;semicolon", "with;CIPHER=AES"})
    void directoryTheDatabaseWouldMisreadIsRefused(String name) throws Exception {
        assertThat(refusal(RunningServer.on(directory.resolve(name), lab)))
                .contains("The data directory's path must not contain");
        assertThat(directory.resolve(name)).doesNotExist();
        try (var entries = Files.list(directory)) {
            assertThat(entries.filter(Files::isDirectory)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space", "100%25 & ~ $HOME !", "\u00fcml\u00e4ut", "file:x"})
    void directoryWithOddCharactersIsTheOneThatIsUsed(String name) throws Exception {
        RunningServer.on(directory.resolve(name), lab).start().close();
        assertThat(directory.resolve(name).resolve("cloudlab.mv.db")).exists();
    }

    @Test
    void sealedSecretsInEachOthersPlacesStopTheStart() throws Exception {
        try (RunningServer server = RunningServer.on(data, lab).start()) {
            assertThat(Api.setUp(server.address())
                            .put("/api/vault/password", Map.of("password", "correct horse"))
                            .status())
                    .isEqualTo(200);
        }
        String url = "jdbc:h2:file:" + data.resolve("cloudlab").toAbsolutePath()
                + ";IFEXISTS=TRUE;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH";
        try (Connection database = DriverManager.getConnection(url, "sa", "");
                Statement statement = database.createStatement()) {
            int moved = statement.executeUpdate("""
                    update cloudlab_secret one set sealed =
                        (select other.sealed from cloudlab_secret other where other.name <> one.name limit 1)""");
            assertThat(moved).isEqualTo(2);
            statement.execute("shutdown");
        }

        assertThat(refusal(RunningServer.on(data, lab))).contains("master key");
    }

    @Test
    void everythingAcknowledgedIsThereAfterACrash() throws Exception {
        Api admin;
        try (RunningServer server = RunningServer.on(data, lab).start()) {
            admin = Api.setUp(server.address());
            server.kill();
        }
        try (RunningServer server = RunningServer.on(data, lab).start()) {
            assertThat(admin.at(server.address()).get("/api/auth/me").text("/username"))
                    .isEqualTo("admin");
        }
    }

    @Test
    void serverOthersCanReachAsksForTheSetupCode() throws Exception {
        try (RunningServer server = RunningServer.on(data, lab)
                .with("CLOUDLAB_PUBLIC_URL", "http://lab.example.org")
                .start()) {
            Api nobody = new Api(server.address(), "");
            var body = new java.util.HashMap<>(Map.of("username", "admin", "password", Api.PASSWORD));

            Api.Answer refused = nobody.post("/api/auth/setup", body);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text("/detail")).contains("setup_code");
            assertThat(server.log()).contains("setup-code");
            body.put("setup_code", Files.readString(data.resolve("setup-code")).strip());
            assertThat(nobody.post("/api/auth/setup", body).status()).isEqualTo(200);
            assertThat(data.resolve("setup-code")).doesNotExist();
        }
    }

    /** The one line with which a start is refused. */
    private String refusal(RunningServer.Builder builder) throws IOException, InterruptedException {
        Path output = directory.resolve("refused.out");
        Path errors = directory.resolve("refused.err");
        Process process = builder.launch(output, errors);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isNotZero();
        assertThat(output).isEmptyFile();
        assertThat(Files.readAllLines(errors)).as("one clear line").hasSize(1);
        return Files.readString(errors);
    }
}
