package io.cloudlab.app.e2e.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.TestLab;
import io.cloudlab.app.e2e.Viewer;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs on the real server, from the outside. */
class JobsIT {
    @TempDir
    Path directory;

    private TestLab lab;
    private RunningServer server;
    private Api admin;

    @BeforeEach
    void start() throws Exception {
        lab = TestLab.in(directory.resolve("lab"));
        server = RunningServer.on(directory.resolve("data"), lab.path())
                .with("CLOUDLAB_JOB_GRACE", "1s")
                .start();
        admin = Api.setUp(server.address());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void deployIsWatchedLineByLineToItsEnd() throws Exception {
        lab.service("wiki", "for i in $(seq 1 500); do echo line $i; done; echo DEPLOYMENT_ID=wiki-1; exit 3");

        String job = deploy("wiki");
        Viewer viewer = Viewer.of(admin, job);
        JsonNode done = viewer.done();

        assertThat(viewer.awaitClose()).isEqualTo(1000);
        assertThat(done.path("status").asText()).isEqualTo("failed");
        assertThat(done.path("exit_code").asInt()).isEqualTo(3);
        assertThat(viewer.lines()).startsWith("--- Running deploy.sh for wiki ---", "$ bash deploy.sh", "line 1");
        assertThat(viewer.lines()).endsWith("line 500", "DEPLOYMENT_ID=wiki-1", "[EXIT CODE: 3]");
        JsonNode stored = admin.get("/api/jobs/" + job).body();
        assertThat(stored.path("deployment_id").asText()).isEqualTo("wiki-1");
        assertThat(stored.path("output_lines").asInt()).isEqualTo(viewer.lines().size());
        assertThat(stored.path("output").findValuesAsText("").size()).isZero();
        assertThat(IntStream.range(0, stored.path("output").size())
                        .mapToObj(i -> stored.path("output").get(i).asText()))
                .isEqualTo(viewer.lines());
    }

    @Test
    void jobOutlivesACrashOfTheServerWithoutLosingALine() throws Exception {
        lab.service("slow", "for i in $(seq 1 60); do echo line $i; sleep 0.05; done");
        String job = deploy("slow");
        awaitLines(job, 10);

        server.kill();
        server = restart();
        Viewer viewer = Viewer.of(admin.at(server.address()), job);

        assertThat(viewer.done().path("status").asText()).isEqualTo("completed");
        assertThat(viewer.lines())
                .filteredOn(line -> line.startsWith("line "))
                .isEqualTo(
                        IntStream.rangeClosed(1, 60).mapToObj(i -> "line " + i).toList());
    }

    @Test
    void jobThatEndsWhileTheServerIsDownIsReportedAsItEnded() throws Exception {
        Path go = directory.resolve("go");
        Path over = directory.resolve("over");
        lab.service(
                "slow",
                "until [ -e '" + go + "' ]; do sleep 0.01; done; echo last words; touch '" + over + "'; exit 7");
        String job = deploy("slow");
        awaitLines(job, 2);

        server.kill();
        Files.createFile(go);
        Awaitility.await().until(() -> Files.exists(over));
        server = restart();
        Viewer viewer = Viewer.of(admin.at(server.address()), job);

        assertThat(viewer.done().path("exit_code").asInt()).isEqualTo(7);
        assertThat(viewer.lines()).contains("last words");
    }

    @Test
    void stopSignalLeavesJobsRunningAndTellsViewersToComeBack() throws Exception {
        lab.service("slow", "for i in $(seq 1 40); do echo line $i; sleep 0.1; done");
        String job = deploy("slow");
        Viewer viewer = Viewer.of(admin, job);
        awaitLines(job, 5);

        assertThat(server.terminate(60)).isTrue();
        assertThat(viewer.awaitClose()).isEqualTo(1012);
        server = restart();

        Viewer again = Viewer.of(admin.at(server.address()), job, viewer.lines().size());
        assertThat(again.done().path("status").asText()).isEqualTo("completed");
        assertThat(again.lines()).endsWith("line 40");
        assertThat(viewer.lines().size() + again.lines().size()).isEqualTo(42);
    }

    @Test
    void cancelEndsTheWholeTreeAndSaysWhoDidIt() throws Exception {
        Path pids = directory.resolve("pids");
        lab.service(
                "stubborn",
                "trap '' TERM; setsid bash -c 'trap \"\" TERM; echo $$ >>" + pids + "; sleep 307' & "
                        + "(env -i setsid sleep 307 &) ; echo up; sleep 307");
        String job = deploy("stubborn");
        awaitLines(job, 3);

        assertThat(admin.delete("/api/jobs/" + job).status()).isEqualTo(200);
        assertThat(admin.delete("/api/jobs/" + job).status()).isIn(200, 409);
        Viewer viewer = Viewer.of(admin, job);

        assertThat(viewer.done().path("status").asText()).isEqualTo("failed");
        assertThat(viewer.lines().get(viewer.lines().size() - 1)).contains("cancelled by admin");
        assertThat(admin.get("/api/jobs/" + job).body().path("cancelled").asBoolean())
                .isTrue();
        assertThat(ProcessHandle.allProcesses()
                        .filter(process -> process.info()
                                .arguments()
                                .map(arguments -> List.of(arguments).contains("307"))
                                .orElse(false)))
                .isEmpty();
        assertThat(admin.delete("/api/jobs/" + job).status()).isEqualTo(409);
    }

    @Test
    void jobsOfOneServiceRunOneAfterTheOther() throws Exception {
        Path go = directory.resolve("go");
        lab.service("one", "until [ -e '" + go + "' ]; do sleep 0.01; done");
        String first = deploy("one");
        String second = deploy("one");
        awaitLines(first, 2);

        assertThat(admin.get("/api/jobs/" + second).text("/phase")).isEqualTo("queued");
        assertThat(admin.get("/api/jobs/" + second).text("/status")).isEqualTo("running");
        Files.createFile(go);
        assertThat(Viewer.of(admin, second).done().path("status").asText()).isEqualTo("completed");
    }

    @Test
    void secretInputIsSeenByTheScriptAndByNobodyElse() throws Exception {
        String secret = "s3cr3t-\"quoted\" value";
        lab.service("safe", "true")
                .file(
                        "safe",
                        "scripts.yaml",
                        "scripts:\n  - name: use\n    file: use.sh\n    inputs:\n      - {name: token, type: secret, required: true}\n      - {name: note, type: string}\n")
                .file(
                        "safe",
                        "use.sh",
                        "echo \"token=$INPUT_TOKEN;\"; echo \"${#INPUT_TOKEN}\"; printf '%s' \"$INPUT_TOKEN\" | base64; echo \"note=$INPUT_NOTE\"");

        String job = admin.post(
                        "/api/services/safe/run",
                        Map.of("script", "use", "inputs", Map.of("token", secret, "note", "$(id)")))
                .text("/job_id");
        Viewer viewer = Viewer.of(admin, job);
        viewer.awaitClose();

        assertThat(viewer.lines())
                .contains("token=" + "*".repeat(secret.length()) + ";", String.valueOf(secret.length()), "note=$(id)");
        String everything = admin.get("/api/jobs/" + job).body() + ""
                + admin.get("/api/jobs").body();
        try (InputStream raw = admin.stream("/api/jobs/" + job + "/output/raw")) {
            everything += new String(raw.readAllBytes(), StandardCharsets.UTF_8);
        }
        assertThat(everything + server.log()).doesNotContain("s3cr3t");
        assertThat(admin.get("/api/jobs/" + job).body().path("inputs").has("token"))
                .isFalse();
        assertThat(viewer.lines().toString())
                .doesNotContain(java.util.Base64.getEncoder()
                        .encodeToString(secret.getBytes(StandardCharsets.UTF_8))
                        .substring(4, 20));
    }

    private String deploy(String service) {
        Api.Answer answer = admin.post("/api/services/" + service + "/deploy");
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        assertThat(answer.text("/status")).isEqualTo("running");
        return answer.text("/job_id");
    }

    private void awaitLines(String job, int lines) {
        Awaitility.await()
                .until(() -> admin.get("/api/jobs/" + job)
                                .body()
                                .path("output_lines")
                                .asInt()
                        >= lines);
    }

    private RunningServer restart() throws Exception {
        return RunningServer.on(directory.resolve("data"), lab.path())
                .with("CLOUDLAB_JOB_GRACE", "1s")
                .start();
    }
}
