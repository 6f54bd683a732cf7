package io.cloudlab.process.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.testing.Host;
import io.cloudlab.core.vault.Redactor;
import io.cloudlab.process.JobOptions;
import io.cloudlab.process.ProcessJobs;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On a file system of two MiB. */
class DiskFullTest {
    private static final JobId JOB = new JobId("0f3c9a1e");

    @TempDir
    Path root;

    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(root.resolve("disk"));
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString()) == 0;
        if (!mounted) disk = root;
        Host.require(mounted, "the right to mount a file system");
    }

    @AfterEach
    void unmount() throws Exception {
        if (!disk.equals(root))
            assertThat(run("umount", "--lazy", disk.toString())).isZero();
    }

    @Test
    void newJobIsRefusedAndNothingIsLeftOfIt() throws Exception {
        try (ProcessJobs jobs = ProcessJobs.open(disk.resolve("jobs"), root, JobOptions.DEFAULT.withFreeShare(0))) {
            fill();
            assertThatThrownBy(() -> jobs.log().create(JOB))
                    .isInstanceOfSatisfying(
                            Unavailable.class,
                            refused -> assertThat(refused.code()).isEqualTo("disk-refused"));
            try (var left = Files.list(disk.resolve("jobs"))) {
                assertThat(left).containsExactly(disk.toRealPath().resolve("jobs/.scripts"));
            }
            assertThat(jobs.log().state(JOB)).isEqualTo(JobLog.State.EMPTY);
        }
    }

    @Test
    void tooFullADiskIsToldBeforehand() {
        try (ProcessJobs jobs = ProcessJobs.open(disk.resolve("jobs"), root, JobOptions.DEFAULT.withFreeShare(0.05))) {
            jobs.log().requireRoom();
            fill();
            assertThatThrownBy(jobs.log()::requireRoom)
                    .isInstanceOfSatisfying(
                            Unavailable.class,
                            refused -> assertThat(refused.code()).isEqualTo("disk-full"));
        }
    }

    @Test
    void jobThatFillsTheDiskEndsProperlyAndItsLogSaysSo() throws Exception {
        try (JobsOnDisk here = new JobsOnDisk(disk, JobOptions.DEFAULT.withQuota(1L << 30))) {
            JobsOnDisk.Run run = here.bash("for ((i = 0; ; i++)); do printf '%099d\\n' $i; done");
            assertThat(run.code()).as("SIGPIPE").isEqualTo(141);
            JobLog.State state = here.log().finish(run.id, List.of("[EXIT CODE: 141]"));
            assertThat(state.finished()).isTrue();
            assertThat(state.lines()).isGreaterThan(15_000);
            assertThat(here.log().tail(run.id, 2, Redactor.NONE))
                    .containsExactly("[The disk is full: some of the output may be missing.]", "[EXIT CODE: 141]");
            here.restart();
            assertThat(here.log().state(run.id)).isEqualTo(state);
            assertThat(here.log()
                            .read(run.id, 15_000, 1, 1000, Redactor.NONE)
                            .lines()
                            .get(0))
                    .endsWith("014999");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "trap '' PIPE; while printf '%0999d\\n' 0; do :; done; exit 9",
                "(trap '' PIPE; while printf '%0999d\\n' 0; do :; done); sleep 300 >/dev/null &" + " seq 1000; exit 9",
                "yes | cat; yes | cat >&2; sleep 300 & exit 9"
            })
    void jobThatCannotPrintAnyMoreGoesOnAndItsEndIsTheTruth(String script) throws Exception {
        try (JobsOnDisk here = new JobsOnDisk(disk, JobOptions.DEFAULT.withQuota(1L << 30))) {
            JobsOnDisk.Run run = here.start(List.of(List.of("bash", "-c", script), List.of("echo", "never")), Map.of());
            assertThat(run.code()).isEqualTo(9);
            assertThat(here.processes(run)).isEmpty();
            here.log().finish(run.id, List.of("[EXIT CODE: 9]"));
            assertThat(here.log().tail(run.id, 1, Redactor.NONE)).containsExactly("[EXIT CODE: 9]");
        }
    }

    private void fill() {
        try (OutputStream filler = Files.newOutputStream(disk.resolve("filler"))) {
            while (true) filler.write(new byte[4096]);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor();
    }
}
