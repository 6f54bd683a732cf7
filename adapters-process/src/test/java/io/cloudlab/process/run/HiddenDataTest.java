package io.cloudlab.process.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.core.testing.Host;
import io.cloudlab.process.JobOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HiddenDataTest {
    @TempDir
    Path root;

    private Path data;
    private JobsOnDisk here;

    @BeforeEach
    void open() throws Exception {
        Host.require(JobsOnDisk.namespacesArePermitted(), "PID namespaces");
        Path place = Files.createDirectory(root.resolve("hidden # ümlaut\\n"));
        data = Files.createDirectory(place.resolve("data"));
        Files.writeString(data.resolve("master.key"), "the key\n");
        here = new JobsOnDisk(data, place.resolve("lab"), JobOptions.DEFAULT.hiding(data));
    }

    @AfterEach
    void close() {
        if (here != null) here.close();
    }

    @Test
    void jobSeesNothingOfTheDataDirectoryButItsTemporaryFiles() {
        JobsOnDisk.Run other = here.bash("sleep 300");
        JobsOnDisk.Run run = here.bash(
                "cd \"$1\" && find . -mindepth 1 -type d | sort; cat master.key; echo ended", data.toString());
        assertThat(run.code()).isZero();
        assertThat(run.lines().subList(1, run.lines().size()))
                .containsExactly(
                        "./jobs",
                        "./jobs/" + run.id,
                        "./jobs/" + run.id + "/tmp",
                        "cat: master.key: No such file or directory",
                        "ended");
        assertThat(other.stop(JobsOnDisk.SHORT_GRACE)).isZero();
        assertThat(data.resolve("master.key")).hasContent("the key\n");
        assertThat(here.runner().containment().hidesData()).isTrue();
    }

    @Test
    void spoolAndExitCodeAreOutOfTheJobsReach() {
        JobsOnDisk.Run run = here.accept();
        String script = "echo first; for name in spool exit meta index; do : > \"$1/$name\"; done;"
                + " rm -rf \"$1/spool\"; echo last; exit 4";
        String folder = here.folder(run).path().toString();
        here.start(run, List.of(List.of("bash", "-c", script, "script", folder)), Map.of());
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.lines()).contains("first", "last");
    }

    @Test
    void whatTheJobReportsAndTheVaultPasswordGoTheirWay() throws Exception {
        JobsOnDisk.Run run = here.accept();
        here.start(
                run,
                List.of(List.of(
                        "bash",
                        "-c",
                        "\"$ANSIBLE_VAULT_PASSWORD_FILE\" | tr a-z b-za;"
                                + " echo '{\"ev\": \"destroyed\", \"ids\": [\"i-17\"]}' > \"$CLM_EVENTS_FILE\"")),
                Map.of(JobRunner.VAULT_PASSWORD, "open"));
        JobRunner.End.Exited end = (JobRunner.End.Exited) run.end();
        assertThat(run.lines()).endsWith("pqfo");
        assertThat(end.plays().destroyed()).containsExactly("i-17");
        assertThat(here.folder(run).temporary()).doesNotExist();
        assertThat(here.folder(run).events()).exists();
    }

    @Test
    void jobIsTakenUpAndStopped() {
        JobsOnDisk.Run run = here.bash("trap 'echo tidied; exit 42' TERM; echo ready; while :; do sleep 0.05; done");
        here.awaitLine(run, "ready");
        here.restart();
        run.attach();
        assertThat(run.stop()).isZero();
        assertThat(run.code()).isEqualTo(42);
        assertThat(run.lines()).endsWith("tidied");
    }

    @Test
    void directoryThatHoldsTheLabStaysVisible() throws Exception {
        try (JobsOnDisk inside = new JobsOnDisk(data, data.resolve("lab"), JobOptions.DEFAULT.hiding(data))) {
            JobsOnDisk.Run run =
                    inside.bash("cat \"$1\"", data.resolve("master.key").toString());
            assertThat(run.code()).isZero();
            assertThat(run.lines()).endsWith("the key");
            assertThat(inside.runner().containment().hidesData()).isFalse();
        }
    }
}
