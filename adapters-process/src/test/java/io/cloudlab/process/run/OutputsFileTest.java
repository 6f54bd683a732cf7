package io.cloudlab.process.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.jobs.job.JobRunner.End;
import io.cloudlab.process.JobOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputsFileTest {
    @TempDir
    private Path directory;

    private Map<String, String> read(String text) throws IOException {
        return OutputsFile.read(Files.writeString(directory.resolve("outputs"), text));
    }

    @Test
    void laterLineCountsAndOtherLinesArePassedOver() throws IOException {
        assertThat(
                        read(
                                "url=https://x/?a=b\nsize=1\nsize=2\n\nnonsense\n=x\n1a=x\nü=x\n with=space\nempty=\nlast=no newline"))
                .isEqualTo(Map.of("url", "https://x/?a=b", "size", "2", "empty", "", "last", "no newline"));
    }

    @Test
    void sizeAndNumberAreBounded() throws IOException {
        assertThat(read("a=1\nb=" + "x".repeat(OutputsFile.MAX_BYTES) + "\nc=3\n"))
                .isEqualTo(Map.of("a", "1"));
        StringBuilder many = new StringBuilder();
        for (int each = 0; each < OutputsFile.MAX_NAMES + 5; each++)
            many.append("n").append(each).append("=x\n");
        assertThat(read(many + "n0=again\n")).hasSize(OutputsFile.MAX_NAMES).containsEntry("n0", "again");
    }

    @Test
    void onlyRegularFileIsRead() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "key=hidden\n");
        Path link = Files.createSymbolicLink(directory.resolve("link"), secret);
        assertThat(OutputsFile.read(link)).isEmpty();
        assertThat(OutputsFile.read(directory)).isEmpty();
        assertThat(OutputsFile.read(directory.resolve("missing"))).isEmpty();
    }

    @Test
    void jobWritesItsOutputs() throws IOException {
        try (JobsOnDisk here = new JobsOnDisk(directory, JobOptions.DEFAULT)) {
            JobsOnDisk.Run run = here.bash(
                    "echo url=one >> \"$CLOUDLAB_OUTPUTS\"; (echo url=two; echo n=5) >> \"$CLOUDLAB_OUTPUTS\"; exit 3");
            End.Exited end = (End.Exited) run.end();
            assertThat(end.code()).isEqualTo(3);
            assertThat(end.outputs()).isEqualTo(Map.of("url", "two", "n", "5"));

            here.restart();
            JobsOnDisk.Run again = here.sameAs(run);
            again.attach();
            assertThat(((End.Exited) again.end()).outputs()).isEqualTo(Map.of("url", "two", "n", "5"));
        }
    }

    @Test
    void fifoInItsPlaceHoldsNothingUp() throws IOException {
        try (JobsOnDisk here = new JobsOnDisk(directory, JobOptions.DEFAULT)) {
            End.Exited end =
                    (End.Exited) here.bash("mkfifo \"$CLOUDLAB_OUTPUTS\"").end();
            assertThat(end.outputs()).isEmpty();
        }
    }
}
