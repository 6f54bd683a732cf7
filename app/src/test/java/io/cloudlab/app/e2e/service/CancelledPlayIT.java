package io.cloudlab.app.e2e.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.Viewer;
import io.cloudlab.app.vultr.LabTools;
import io.cloudlab.app.vultr.SampleLab;
import io.cloudlab.app.vultr.VultrEmulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A play on a machine that is reached over SSH is cancelled in the middle of a task. */
@Timeout(240)
class CancelledPlayIT {
    /** So many as no other run of these tests on this machine takes, to know its processes by. */
    private static final String SECONDS =
            String.valueOf(1_000_000 + ProcessHandle.current().pid());

    @TempDir
    Path directory;

    private VultrEmulator cloud;
    private SampleLab lab;

    @BeforeEach
    void start() throws Exception {
        LabTools.require();
        cloud = VultrEmulator.start(directory.resolve("cloud"));
        lab = SampleLab.in(directory, cloud);
        lab.write(
                "services/test-ubuntu/main.yaml",
                "- hosts: all\n  gather_facts: false\n  tasks:\n    - raw: echo before\n    - command: sleep " + SECONDS
                        + "\n");
    }

    @AfterEach
    void stop() {
        if (cloud != null) cloud.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "process-group"})
    void neitherItsConnectionsNorItsRemoteCommandsAreLeft(String containment) throws Exception {
        try (RunningServer server = RunningServer.on(directory.resolve("data"), lab.path())
                .with("CLOUDLAB_JOB_GRACE", "2s")
                .with("CLOUDLAB_JOB_CONTAINMENT", containment)
                .start()) {
            Api admin = Api.setUp(server.address());
            String job = admin.post("/api/services/test-ubuntu/deploy").text("/job_id");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> !commands("sleep " + SECONDS).isEmpty());
            assertThat(commands("[mux]")).isNotEmpty();

            assertThat(admin.delete("/api/jobs/" + job).status()).isEqualTo(200);
            Viewer viewer = Viewer.of(admin, job);
            viewer.awaitClose();

            assertThat(viewer.lines()).last().asString().contains("nothing of it is left running");
            Awaitility.await().untilAsserted(() -> {
                assertThat(commands("[mux]")).isEmpty();
                assertThat(commands("sleep " + SECONDS)).isEmpty();
            });
        }
    }

    /** The command lines that hold this and have to do with this test. */
    private List<String> commands(String part) {
        return ProcessHandle.allProcesses()
                .map(CancelledPlayIT::commandLine)
                .filter(line -> line.contains(part))
                .filter(line -> part.startsWith("sleep")
                        || line.contains(directory.getFileName().toString()))
                .toList();
    }

    private static String commandLine(ProcessHandle process) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc", String.valueOf(process.pid()), "cmdline"));
            return new String(bytes, StandardCharsets.UTF_8).replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }
}
