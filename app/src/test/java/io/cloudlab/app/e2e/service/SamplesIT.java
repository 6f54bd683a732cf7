package io.cloudlab.app.e2e.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.Viewer;
import io.cloudlab.core.testing.Host;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples, unpacked from the real jar and run by the real server. */
class SamplesIT {
    @TempDir
    static Path directory;

    private static RunningServer server;
    private static Api admin;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.on(directory.resolve("data"), directory.resolve("lab"))
                .start();
        admin = Api.setUp(server.address());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void helloIsDeployed() {
        Viewer viewer = watch(admin.post("/api/services/hello/deploy"));

        assertThat(viewer.done().path("status").asText()).isEqualTo("completed");
        assertThat(viewer.lines()).anyMatch(line -> line.matches("DEPLOYMENT_ID=hello-[0-9TZ]+"));
        assertThat(directory.resolve("lab/services/hello/outputs/service_outputs.yaml"))
                .isNotEmptyFile();
    }

    @Test
    void helloGreetsWithEveryKindOfInput() {
        Viewer viewer = watch(admin.post(
                "/api/services/hello/run",
                Map.of(
                        "script",
                        "greet",
                        "inputs",
                        Map.of(
                                "name",
                                "Jake O'Neil",
                                "times",
                                2,
                                "loud",
                                true,
                                "colour",
                                "none",
                                "tags",
                                List.of("a", "b"),
                                "message",
                                "two\nlines",
                                "token",
                                "s3cr3t-token"))));

        assertThat(viewer.done().path("status").asText()).isEqualTo("completed");
        assertThat(viewer.lines())
                .anyMatch(line -> line.contains("JAKE O'NEIL"))
                .contains("two", "lines");
        assertThat(viewer.lines().toString())
                .contains("*".repeat("s3cr3t-token".length()))
                .doesNotContain("s3cr3t");
    }

    @Test
    void helloRefusesBadInputByItsName() {
        Map<String, Map<String, Object>> bad = Map.of(
                "name", Map.of("name", "<script>"),
                "times", Map.of("name", "Jake", "times", "often"),
                "colour", Map.of("name", "Jake", "colour", "mauve"),
                "LD_PRELOAD", Map.of("name", "Jake", "LD_PRELOAD", "/tmp/evil.so"),
                "token", Map.of("name", "Jake", "token", "abc"));

        bad.forEach((member, inputs) -> {
            Api.Answer answer = admin.post("/api/services/hello/run", Map.of("script", "greet", "inputs", inputs));
            assertThat(answer.status()).as(member).isEqualTo(400);
            assertThat(answer.text("/detail")).contains("'" + member + "'");
        });
        assertThat(admin.post("/api/services/hello/run", Map.of("script", "greet"))
                        .text("/detail"))
                .contains("'name'");
        assertThat(admin.post("/api/services/hello/run", Map.of("script", "nope"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void siteReportWritesItsReport() {
        Viewer viewer = watch(admin.post("/api/services/site-report/deploy"));

        assertThat(viewer.done().path("status").asText()).isEqualTo("completed");
        assertThat(viewer.lines()).hasSizeGreaterThan(100);
        assertThat(directory.resolve("lab/services/site-report/outputs/report.html"))
                .isNotEmptyFile();
    }

    @Test
    void playbookRunsOnLocalhost() {
        boolean installed = Files.isExecutable(Path.of("/usr/bin/ansible-playbook"));
        Host.require(installed, "ansible-core");

        Api.Answer started = admin.post("/api/services/ansible-local/deploy");
        Viewer viewer = watch(started);

        assertThat(viewer.done().path("status").asText())
                .as(viewer.lines().toString())
                .isEqualTo("completed");
        assertThat(viewer.lines()).anyMatch(line -> line.contains("PLAY RECAP"));
        Api.Answer progress = admin.get("/api/jobs/" + started.text("/job_id") + "/progress");
        assertThat(progress.text("/hosts/0/host")).isEqualTo("localhost");
        assertThat(progress.body().at("/hosts/0/ok").asInt()).isPositive();
        assertThat(progress.text("/play")).isNotEmpty();
    }

    private static Viewer watch(Api.Answer started) {
        assertThat(started.status()).as(started.body().toString()).isEqualTo(200);
        Viewer viewer = Viewer.of(admin, started.text("/job_id"));
        viewer.awaitClose();
        return viewer;
    }
}
