package io.cloudlab.process.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cloudlab.core.jobs.LaunchFailed;
import io.cloudlab.core.jobs.job.JobRunner.Launch;
import io.cloudlab.process.JobOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputsFileTest {
    private static final Map<String, Object> INPUTS = Map.of(
            "count",
            5,
            "fast",
            true,
            "regions",
            List.of("mel", "syd"),
            "note",
            "{{ x }} \"ü\" \n\0",
            "pass-word",
            "hunter2");

    @TempDir
    private Path root;

    private JobsOnDisk here;

    @BeforeEach
    void open() throws IOException {
        here = new JobsOnDisk(root, JobOptions.DEFAULT);
    }

    @AfterEach
    void close() {
        here.close();
    }

    private JobsOnDisk.Run start(String script) {
        JobsOnDisk.Run run = here.accept();
        List<List<String>> commands = List.of(List.of("bash", "-c", script));
        here.runner().start(new Launch(run.id, run.nonce, "", commands, Map.of(), INPUTS, Map.of()), run);
        return run;
    }

    @Test
    void jobFindsItsInputsInTheirTypes() throws IOException {
        JobsOnDisk.Run run = start("stat -c %a \"$CLOUDLAB_INPUTS\"; cat \"$CLOUDLAB_INPUTS\"; echo");
        assertThat(run.code()).isZero();
        List<String> lines = run.lines();
        assertThat(lines.get(1)).isEqualTo("600");
        Object read = new JsonMapper().readValue(lines.get(2), Map.class);
        assertThat(read).isEqualTo(INPUTS);
    }

    @Test
    void fileIsInMemoryAndGoneWithTheJobEvenAfterRestart() throws IOException {
        JobsOnDisk.Run run =
                start("echo \"$CLOUDLAB_INPUTS\"; until [ -e go ]; do sleep 0.01; done; [ -e \"$CLOUDLAB_INPUTS\" ]");
        Path file = Path.of(pathOf(run));
        assertThat(file.startsWith("/dev/shm")).isEqualTo(Files.isDirectory(Path.of("/dev/shm")));
        assertThat(file).exists();

        here.restart();
        run.attach();
        Files.createFile(here.lab.resolve("go"));
        assertThat(run.code()).isZero();
        assertThat(file).doesNotExist();
        assertThat(file.getParent()).doesNotExist();
    }

    @Test
    void jobThatCannotBeStartedLeavesNoInputs() throws IOException {
        JobsOnDisk.Run run = here.accept();
        Launch launch =
                new Launch(run.id, run.nonce, "", List.of(List.of("bash", "-c", "\0")), Map.of(), INPUTS, Map.of());
        assertThatThrownBy(() -> here.runner().start(launch, run)).isInstanceOf(LaunchFailed.class);
        assertThat(Files.isSymbolicLink(here.folder(run).path().resolve("memory")))
                .isFalse();
        assertThat(here.folder(run).temporary()).doesNotExist();
    }

    private static String pathOf(JobsOnDisk.Run run) {
        return Awaitility.await().until(run::lines, lines -> lines.size() > 1).get(1);
    }
}
