package io.cloudlab.app.e2e.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.Viewer;
import io.cloudlab.core.testing.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/conversions.md shows, run by the real server: with the real Ansible, Python and make; docker is played. */
class ConversionsIT {
    private static final Path DOCUMENTED = Path.of("..", "docs", "conversions");
    private static final String VAULT_PASSWORD = "sample vault password";

    @TempDir
    static Path directory;

    private static Path lab;
    private static RunningServer server;
    private static Api admin;

    @BeforeAll
    static void start() throws Exception {
        for (String program : List.of("ansible-playbook", "make", "python3"))
            Host.require(Files.isExecutable(Path.of("/usr/bin", program)), program);
        lab = directory.resolve("lab");
        copy(DOCUMENTED, lab);
        Path bin = Files.createDirectory(directory.resolve("bin"));
        Path docker = Files.writeString(
                bin.resolve("docker"),
                "#!/bin/sh\necho \"docker $* at $DOCKER_HOST tag=$WEB_TAG password=$DB_PASSWORD\"\n");
        Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwxr-xr-x"));
        server = RunningServer.on(directory.resolve("data"), lab)
                .with("PATH", bin + ":/usr/local/bin:/usr/bin:/bin")
                .start();
        admin = Api.setUp(server.address());
    }

    @AfterAll
    static void stop() {
        if (server != null) server.close();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Path target = to.resolve(from.relativize(each).toString());
                if (Files.isDirectory(each)) Files.createDirectories(target);
                else Files.copy(each, target, StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static Viewer run(String service, String script, Map<String, Object> inputs) {
        return watch(admin.post("/api/services/" + service + "/run", Map.of("script", script, "inputs", inputs)));
    }

    private static Viewer watch(Api.Answer started) {
        assertThat(started.status()).as(started.body().toString()).isEqualTo(200);
        Viewer viewer = Viewer.of(admin, started.text("/job_id"));
        viewer.awaitClose();
        return viewer;
    }

    private static void assertCompleted(Viewer viewer) {
        assertThat(viewer.done().path("status").asText())
                .as(viewer.lines().toString())
                .isEqualTo("completed");
    }

    private static void secret(String service, String name, String value) {
        Api.Answer saved = admin.put("/api/services/" + service + "/secrets/" + name, Map.of("value", value));
        assertThat(saved.status()).as(saved.body().toString()).isEqualTo(200);
    }

    @Test
    void taskTemplateOfSemaphoreReleasesToTheChosenInventory() throws Exception {
        String service = "from-semaphore";
        secret(service, "DB_PASSWORD", "correct horse");
        JsonNode form =
                admin.get("/api/services/" + service + "/scripts/release/form").body();
        assertThat(form.at("/script/inputs/0/options").toString()).isEqualTo("[\"production.yml\",\"staging.yml\"]");
        Map<String, Object> inputs =
                Map.of("stage", "production.yml", "version", "1.2", "hosts", "web2", "tags", List.of("config"));

        Viewer viewer = run(service, "release", inputs);

        assertCompleted(viewer);
        assertThat(viewer.lines())
                .contains("$ ansible-playbook -i inventories/production.yml --limit=web2 --tags=config --diff"
                        + " -e @variables.json site.yml");
        Path outputs = lab.resolve("services/from-semaphore/outputs");
        assertThat(outputs.resolve("web2.conf")).hasContent("version=1.2 stage=production.yml");
        assertThat(outputs.resolve("web1.conf")).doesNotExist();
        Viewer all =
                run(service, "release", Map.of("stage", "staging.yml", "version", "1.3", "tags", List.of("restart")));
        assertCompleted(all);
        assertThat(all.lines()).anyMatch(line -> line.contains("the password has 13 characters"));
        assertThat(all.lines().toString()).doesNotContain("correct horse");
    }

    @Test
    void dryRunOfSemaphoreChangesNothing() {
        secret("from-semaphore", "DB_PASSWORD", "correct horse");
        Viewer viewer = run(
                "from-semaphore",
                "release",
                Map.of("stage", "production.yml", "version", "9", "hosts", "web1", "dry-run", true));
        assertCompleted(viewer);
        assertThat(viewer.lines()).anyMatch(line -> line.contains("--check"));
        assertThat(lab.resolve("services/from-semaphore/outputs/web1.conf")).doesNotExist();
    }

    @Test
    void whatWouldBeAnOptionOrATemplateIsRefusedOrStaysText() {
        secret("from-semaphore", "DB_PASSWORD", "correct horse");
        for (String hosts : List.of("@/etc/passwd", "web1,@/etc/passwd")) {
            Api.Answer refused = admin.post(
                    "/api/services/from-semaphore/run",
                    Map.of(
                            "script",
                            "release",
                            "inputs",
                            Map.of("stage", "production.yml", "version", "1", "hosts", hosts)));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text("/code")).isEqualTo("bad-option");
        }
        Viewer viewer = run(
                "from-semaphore",
                "release",
                Map.of(
                        "stage",
                        "staging.yml",
                        "version",
                        "1",
                        "hosts",
                        "-e{\"target\":\"/tmp\"} {{ lookup('pipe', 'touch evil') }}"));
        assertThat(viewer.done().path("status").asText()).isEqualTo("failed");
        assertThat(lab.resolve("services/from-semaphore/evil")).doesNotExist();
    }

    @Test
    void stepOfRundeckGetsItsOptionsAsWordsAndItsKeyAsAVariable() {
        secret("from-rundeck", "API_TOKEN", "0123456789");
        Viewer viewer = run(
                "from-rundeck",
                "rollout",
                Map.of(
                        "version",
                        "2.0",
                        "environment",
                        "production",
                        "nodes",
                        List.of("web1", "db1"),
                        "ticket",
                        "C-7"));

        assertCompleted(viewer);
        assertThat(viewer.lines())
                .contains(
                        "$ ./rollout.py --version 2.0 --environment production --nodes=web1,db1",
                        "rolling out 2.0 to production: web1, db1",
                        "the token has 10 characters",
                        "inputs: {\"environment\": \"production\", \"nodes\": [\"web1\", \"db1\"], \"ticket\": \"C-7\","
                                + " \"version\": \"2.0\"}");
        assertThat(admin.get("/api/jobs?service=from-rundeck").text("/jobs/0/outputs/version"))
                .isEqualTo("2.0");
    }

    @Test
    void ticketIsNeededWhereTheEnvironmentAsksForIt() {
        secret("from-rundeck", "API_TOKEN", "0123456789");
        Api.Answer missing = admin.post(
                "/api/services/from-rundeck/run",
                Map.of("script", "rollout", "inputs", Map.of("version", "2.0", "environment", "production")));
        assertThat(missing.text("/code")).isEqualTo("missing-input");
        Api.Answer needless = admin.post(
                "/api/services/from-rundeck/run",
                Map.of("script", "rollout", "inputs", Map.of("version", "2.0", "ticket", "C-7")));
        assertThat(needless.text("/detail")).contains("'ticket'").contains("environment");
    }

    @Test
    void jobTemplateOfAwxReadsItsVaultAndItsSurvey() {
        assertThat(admin.put("/api/vault/password", Map.of("password", VAULT_PASSWORD))
                        .status())
                .isEqualTo(200);
        Viewer viewer = run(
                "from-awx",
                "scale",
                Map.of("replicas", 3, "parts", List.of("web", "worker"), "limit", "app2", "verbosity", "1"));

        assertCompleted(viewer);
        assertThat(viewer.lines())
                .contains(
                        "$ ansible-playbook -i inventories/hosts.ini --limit=app2 -v --forks=5 -e @variables.json main.yml")
                .anyMatch(line -> line.contains("app2: 3 x web and worker"))
                .anyMatch(line -> line.contains("the licence has 14 characters"));
        assertThat(viewer.lines().toString()).doesNotContain("app1:");
    }

    @Test
    void targetOfMakeGetsItsVariables() throws Exception {
        Viewer viewer = run("from-make", "release", Map.of("env", "production", "version", "4.2"));
        assertCompleted(viewer);
        assertThat(viewer.lines()).contains("released 4.2 to production");
        assertThat(lab.resolve("services/from-make/outputs/released")).hasContent("production 4.2");
        assertCompleted(run("from-make", "clean", Map.of()));
        assertThat(lab.resolve("services/from-make/outputs/released")).doesNotExist();
    }

    @Test
    void projectOfComposeNeedsNoEnvFile() {
        Api.Answer refused = admin.post("/api/services/from-compose/run", Map.of("script", "status"));
        assertThat(refused.text("/code")).isEqualTo("missing-secret");
        assertThat(refused.text("/detail")).contains("'DB_PASSWORD'");
        Api.Answer saved = admin.put(
                "/api/services/from-compose/secrets", Map.of("dotenv", "# from .env\nDB_PASSWORD='correct horse'\n"));
        assertThat(saved.status()).isEqualTo(200);

        Viewer viewer = watch(admin.post("/api/services/from-compose/deploy", Map.of("inputs", Map.of("tag", "1.4"))));

        assertCompleted(viewer);
        assertThat(viewer.lines())
                .contains("docker compose up --detach --remove-orphans at unix:///run/docker.sock tag=1.4 password="
                        + "*".repeat("correct horse".length()));
        assertThat(lab.resolve("services/from-compose/.env")).doesNotExist();
    }
}
