package io.cloudlab.app.e2e.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.Viewer;
import io.cloudlab.app.e2e.durability.LiveFiles;
import io.cloudlab.core.vault.AnsibleVault;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A vault password is planted, used, and looked for everywhere. */
@Timeout(240)
class VaultIT {
    private static final String PASSWORD = "Canary-4711-Zitronenfalter";
    private static final String API_KEY = "EXAMPLE-KEY-Distelfink-0815";

    @TempDir
    Path directory;

    private CloudLabFiles lab;
    private RunningServer server;
    private Api admin;

    @BeforeEach
    void start() throws Exception {
        lab = CloudLabFiles.in(directory.resolve("lab"));
        byte[] secrets = new AnsibleVault(PASSWORD.toCharArray())
                .encrypt(("vultr_api_key: " + API_KEY + "\n").getBytes(StandardCharsets.UTF_8));
        lab.write("vault/secrets.yml", new String(secrets, StandardCharsets.US_ASCII));
        startServer();
        admin = Api.setUp(server.address());
    }

    private void startServer() throws IOException {
        server = RunningServer.on(directory.resolve("data"), directory.resolve("lab"))
                .start();
    }

    @AfterEach
    void stop() {
        if (server != null) server.close();
    }

    private Viewer deploy(String service) {
        Api.Answer started = admin.post("/api/services/" + service + "/deploy");
        assertThat(started.status()).as(started.body().toString()).isEqualTo(200);
        return Viewer.of(admin, started.text("/job_id"));
    }

    private void store(String password) {
        assertThat(admin.put("/api/vault/password", Map.of("password", password))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void passwordOpensTheSecretsAndStandsNowhere() throws Exception {
        Path go = directory.resolve("go");
        lab.lab()
                .service("use", "ansible-playbook -i localhost, play.yaml")
                .file(
                        "use",
                        "play.yaml",
                        "- hosts: localhost\n  connection: local\n  gather_facts: false\n"
                                + "  vars_files: [../../vault/secrets.yml]\n  tasks:\n"
                                + "    - debug: {msg: 'the key has {{ vultr_api_key | length }} characters'}\n"
                                + "    - wait_for: {path: '" + go + "', sleep: 1}\n");
        assertThat(deploy("use").done().path("status").asText()).isEqualTo("failed");
        store(PASSWORD);
        Viewer viewer = deploy("use");
        Awaitility.await().until(() -> viewer.lines().toString().contains("characters"));

        searchProcesses();
        searchFiles(directory.resolve("data"));
        Files.createFile(go);
        assertThat(viewer.done().path("status").asText())
                .as(viewer.lines().toString())
                .isEqualTo("completed");
        assertThat(viewer.lines().toString()).contains("the key has " + API_KEY.length() + " characters");

        searchAnswers(viewer.others().get(0).path("job_id").asText());
        searchFiles(directory.resolve("data"));
        searchFiles(directory.resolve("lab"));
        assertHidden("the log", server.log().getBytes(StandardCharsets.UTF_8));
        server.close();
        searchFiles(directory.resolve("data"));
        searchShared(Path.of(System.getProperty("user.home")), ".ansible");
        for (String place : List.of("/tmp", "/dev/shm", "/var/tmp")) searchShared(Path.of(place), "ansible");
    }

    /** What begins like that, where others come and go meanwhile. */
    private static void searchShared(Path place, String beginning) throws IOException {
        try (Stream<Path> entries = Files.list(place)) {
            for (Path entry : entries.filter(one -> one.getFileName().toString().startsWith(beginning))
                    .toList()) {
                Files.walkFileTree(entry, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (attributes.isRegularFile()) assertHidden(file.toString(), contents(file));
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException gone) {
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path directory, IOException gone) {
                        return FileVisitResult.CONTINUE;
                    }
                });
            }
        }
    }

    @Test
    void jobThatPrintsThePasswordAndTheKeyShowsNeither() throws Exception {
        store(PASSWORD);
        lab.lab()
                .service(
                        "leak",
                        "\"$ANSIBLE_VAULT_PASSWORD_FILE\"; env; \"$ANSIBLE_VAULT_PASSWORD_FILE\" | base64;"
                                + " ansible -i localhost, localhost -c local -m debug -a 'var=vultr_api_key' -e @../../vault/secrets.yml;"
                                + " echo \"DEPLOYMENT_ID=$(\"$ANSIBLE_VAULT_PASSWORD_FILE\")\";"
                                + " echo '{\"ev\":\"stats\",\"hosts\":{\"'$(\"$ANSIBLE_VAULT_PASSWORD_FILE\")'\":{\"ok\":1}}}'"
                                + " >> \"$CLM_EVENTS_FILE\";"
                                + " printf 'Canary-4711'; sleep 0.3; printf -- '-Zitronenfalter\\n'");

        Viewer viewer = deploy("leak");
        viewer.awaitClose();

        String seen = viewer.lines().toString();
        assertThat(seen).contains("*".repeat(PASSWORD.length())).contains("\"vultr_api_key\": \"***");
        assertHidden("the socket", seen.getBytes(StandardCharsets.UTF_8));
        String job = viewer.others().get(0).path("job_id").asText();
        JsonNode told = admin.get("/api/jobs/" + job).body();
        assertThat(told.path("deployment_id").asText()).isEqualTo("*".repeat(PASSWORD.length()));
        assertThat(told.path("hosts").has("*".repeat(PASSWORD.length()))).isTrue();
        searchAnswers(job);
    }

    @Test
    void passwordIsOldOrNewAfterACrashWhileItIsChanged() throws Exception {
        lab.lab().service("tell", "echo \"sum $(\"$ANSIBLE_VAULT_PASSWORD_FILE\" | sha256sum)\"");
        store("password-0");
        int stored = 0;
        for (int round = 0; round < 6; round++) {
            int first = stored;
            int[] acknowledged = {first};
            Thread changing = new Thread(() -> {
                try {
                    for (int next = first + 1; ; next++) {
                        store("password-" + next);
                        acknowledged[0] = next;
                    }
                } catch (UncheckedIOException | AssertionError e) {
                    // that is what this is about
                }
            });
            changing.start();
            int enough = first + 3 + 7 * round;
            Awaitility.await().pollDelay(Duration.ZERO).until(() -> acknowledged[0] >= enough);
            server.kill();
            changing.join();
            startServer();
            admin = admin.at(server.address());

            assertThat(toldSum()).isIn(sum(acknowledged[0]), sum(acknowledged[0] + 1));
            stored = acknowledged[0] + 1;
            store("password-" + stored);
        }
    }

    private String toldSum() {
        Viewer viewer = deploy("tell");
        viewer.awaitClose();
        return viewer.lines().stream()
                .filter(line -> line.startsWith("sum "))
                .map(line -> line.substring(4, 68))
                .findFirst()
                .orElse("none");
    }

    private static String sum(int number) throws Exception {
        byte[] line = ("password-" + number + "\n").getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(line));
    }

    private void searchAnswers(String job) throws Exception {
        List<String> paths = new ArrayList<>(List.of(
                "/api/vault",
                "/api/jobs",
                "/api/jobs/" + job,
                "/api/jobs/" + job + "/output",
                "/api/jobs/" + job + "/output/search?q=Canary",
                "/api/jobs/" + job + "/output/search?q=EXAMPLE",
                "/api/jobs/" + job + "/output/raw",
                "/api/audit?per_page=200",
                "/api/audit/export?format=csv",
                "/api/audit/export?format=json",
                "/api/services",
                "/api/instances",
                "/api/users",
                "/health/ready",
                "/api/openapi.json"));
        for (String path : paths) {
            try (InputStream answer = admin.stream(path)) {
                assertHidden(path, answer.readAllBytes());
            }
        }
    }

    private static void searchFiles(Path root) throws IOException {
        for (Path file : LiveFiles.below(root)) {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) continue;
            try {
                assertHidden(file.toString(), Files.readAllBytes(file));
            } catch (NoSuchFileException e) {
                // removed meanwhile
            }
        }
    }

    /** Nobody's arguments hold it, and no environment but the job's own. */
    private static void searchProcesses() throws IOException {
        int looked = 0;
        int ofTheJob = 0;
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
            for (Path process : processes) {
                byte[] arguments = contents(process.resolve("cmdline"));
                assertHidden(process + "/cmdline", arguments);
                String environment = new String(contents(process.resolve("environ")), StandardCharsets.ISO_8859_1);
                if (environment.contains("CLOUDLAB_JOB_COOKIE=")) ofTheJob++;
                else assertHidden(process + "/environ", environment.getBytes(StandardCharsets.ISO_8859_1));
                looked++;
            }
        }
        assertThat(looked).isGreaterThan(2);
        assertThat(ofTheJob).isPositive();
    }

    private static byte[] contents(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static void assertHidden(String where, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (String secret : List.of(PASSWORD, API_KEY)) {
            byte[] plain = secret.getBytes(StandardCharsets.UTF_8);
            String base64 = Base64.getEncoder().encodeToString(plain);
            assertThat(text)
                    .as(where)
                    .doesNotContain(secret)
                    .doesNotContain(base64.substring(0, base64.length() - 4))
                    .doesNotContain(HexFormat.of().formatHex(plain));
        }
    }
}
