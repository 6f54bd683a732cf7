package io.cloudlab.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetachedRunnerTest {
    @TempDir
    Path root;

    private JobsOnDisk here;

    @BeforeEach
    void open() throws Exception {
        here = new JobsOnDisk(root, JobOptions.DEFAULT);
    }

    @AfterEach
    void close() throws Exception {
        here.close();
    }

    @Test
    void commandsRunOneAfterTheOtherEachAnnounced() {
        JobsOnDisk.Run run = here.start(
                List.of(
                        List.of("echo", "one two"),
                        List.of("bash", "-c", "echo wrong >&2; exit 3"),
                        List.of("echo", "x")),
                Map.of());
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.lines())
                .containsExactly("$ echo 'one two'", "one two", "$ bash -c 'echo wrong >&2; exit 3'", "wrong");
    }
}
