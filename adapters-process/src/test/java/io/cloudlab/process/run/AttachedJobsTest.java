package io.cloudlab.process.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.jobs.job.JobRunner.End;
import io.cloudlab.process.JobOptions;
import io.cloudlab.process.job.JobFolder;
import io.cloudlab.process.job.ProcStat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class AttachedJobsTest {
    @TempDir
    Path root;

    private JobsOnDisk here;

    @BeforeEach
    void open() throws Exception {
        here = new JobsOnDisk(root, JobOptions.DEFAULT);
    }

    @AfterEach
    void close() {
        here.close();
    }

    @Test
    void jobGoesOnWithoutTheServerAndLosesNoLine() {
        JobsOnDisk.Run run =
                here.bash("for i in {1..2000}; do echo line $i; [ $((i % 100)) = 0 ] && sleep 0.02; done; exit 3");
        here.awaitLine(run, "line 100");
        here.restart();
        run.attach();
        here.restart();
        run.attach();
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.lines().subList(1, 2001))
                .isEqualTo(IntStream.rangeClosed(1, 2000)
                        .mapToObj(i -> "line " + i)
                        .toList());
        assertThat(run.hasEnded()).as("told twice").isFalse();
    }

    @Test
    void endThatNobodySawIsFoundWithItsTime() {
        JobsOnDisk.Run run = here.bash("echo begun; sleep 0.3; exit 4");
        here.awaitLine(run, "begun");
        here.restart();
        Instant before = Instant.now();
        Awaitility.await().until(() -> here.folder(run).ending(run.nonce).isPresent());
        run.attach();
        End.Exited end = (End.Exited) run.end();
        assertThat(end.code()).isEqualTo(4);
        assertThat(end.at()).isBetween(before.minusSeconds(2), Instant.now());
    }

    @Test
    void killedWrapperMeansLostAndItsProcessesAreKilled() {
        JobsOnDisk.Run run = here.bash("echo begun; sleep 300");
        here.awaitLine(run, "begun");
        here.killWrapper(run);
        assertThat(run.end()).isInstanceOf(End.Lost.class);
        assertThat(here.processes(run)).isEmpty();
        assertThat(run.lines()).endsWith("begun");
    }

    @Test
    void wrapperKilledWhileNobodyWatchedMeansLost() {
        JobsOnDisk.Run run = here.bash("echo begun; sleep 300");
        here.awaitLine(run, "begun");
        here.restart();
        here.killWrapper(run);
        run.attach();
        assertThat(run.end()).isInstanceOf(End.Lost.class);
        assertThat(here.processes(run)).isEmpty();
    }

    @Test
    void processThatStartedAtAnotherTimeIsSomebodyElse() throws Exception {
        Process other = new ProcessBuilder("sleep", "300").start();
        try {
            JobsOnDisk.Run run = here.accept();
            ProcStat stat = ProcStat.of(other.pid());
            writeMeta(run, run.nonce, other.pid(), stat.startTicks() + 1, ProcStat.bootId());
            assertThat(run.stop()).isZero();
            run.attach();
            assertThat(run.end()).isInstanceOf(End.Lost.class);
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void processOfAnotherBootIsSomebodyElse() throws Exception {
        Process other = new ProcessBuilder("sleep", "300").start();
        try {
            JobsOnDisk.Run run = here.accept();
            ProcStat stat = ProcStat.of(other.pid());
            writeMeta(run, run.nonce, other.pid(), stat.startTicks(), "00000000-0000-0000-0000-000000000000");
            assertThat(run.stop()).isZero();
            run.attach();
            assertThat(run.end()).isInstanceOf(End.Lost.class);
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void zombieCountsAsDead() throws Exception {
        // The child ends only once its parent has become a program that never asks for it.
        String script = "(until [ $(</proc/$$/comm) = sleep ]; do :; done) & echo $!; exec sleep 300";
        Process parent = new ProcessBuilder("bash", "-c", script).start();
        try (var lines = parent.inputReader()) {
            long zombie = Long.parseLong(lines.readLine());
            Awaitility.await().until(() -> ProcStat.of(zombie).isDead());
            JobsOnDisk.Run run = here.accept();
            writeMeta(run, run.nonce, zombie, ProcStat.of(zombie).startTicks(), ProcStat.bootId());
            run.attach();
            assertThat(run.end()).isInstanceOf(End.Lost.class);
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void jobThatNeverBeganIsGivenUpForGood() {
        JobsOnDisk.Run run = here.accept();
        run.attach();
        assertThat(run.end()).isInstanceOf(End.NotStarted.class);
        here.start(run, List.of(List.of("echo", "ghost")), Map.of());
        assertThat(run.end()).isInstanceOf(End.NotStarted.class);
        assertThat(run.lines()).isEmpty();
    }

    /** The server was killed when it had started the wrapper and not yet told it what to run. */
    @ParameterizedTest
    @ValueSource(strings = {"", "export A='b'\nset -- '$ touch ghost' '2' 'touch' 'ghost'\n", "set -- '$ touch gho"})
    void wrapperThatWasNotToldEverythingRunsNothing(String told) throws Exception {
        JobsOnDisk.Run run = here.accept();
        JobFolder folder = here.folder(run);
        List<String> line = new ArrayList<>(
                List.of("setsid", "flock", "--no-fork", folder.lock().toString(), "sh"));
        line.addAll(List.of(
                here.jobs.resolve(".scripts/wrapper.sh").toString(),
                folder.path().toString(),
                run.nonce));
        ProcessIsolation containing = JobsOnDisk.containing();
        line.addAll(List.of(ProcStat.bootId(), containing.hasNamespace() ? "namespace" : "session"));
        line.addAll(List.of("1048576", "4096", "100", "100", ""));
        line.addAll(containing.words());
        line.addAll(List.of("sh", here.jobs.resolve(".scripts/commands.sh").toString(), ""));
        Process wrapper = new ProcessBuilder(line).directory(here.lab.toFile()).start();
        try (var input = wrapper.outputWriter()) {
            input.write(told);
        }
        wrapper.getInputStream().close();
        wrapper.getErrorStream().close();
        run.attach();
        assertThat(run.end()).isInstanceOf(End.NotStarted.class);
        assertThat(here.lab.resolve("ghost")).doesNotExist();
        assertThat(run.lines()).isEmpty();
        assertThat(here.processes(run)).isEmpty();
    }

    @Test
    void jobWithoutADirectoryHasNotBegun() {
        JobsOnDisk.Run run = here.accept();
        here.log().delete(run.id);
        run.attach();
        assertThat(run.end()).isInstanceOf(End.NotStarted.class);
    }

    @Test
    void wrapperThatHoldsTheLockIsWaitedFor() throws Exception {
        JobsOnDisk.Run run = here.accept();
        Process holder = new ProcessBuilder(
                        "flock", here.folder(run).lock().toString(), "sh", "-c", "echo held; read -r line")
                .start();
        try (var lines = holder.inputReader();
                var input = holder.outputWriter()) {
            assertThat(lines.readLine()).isEqualTo("held");
            run.attach();
            Awaitility.await().during(Duration.ofMillis(500)).until(() -> !run.hasEnded());
            input.write("go\n");
        }
        assertThat(run.end()).isInstanceOf(End.NotStarted.class);
    }

    @Test
    void recordsOfAnotherJobCountForNothing() throws Exception {
        JobsOnDisk.Run run = here.accept();
        overwrite(here.folder(run).exit(), "another-nonce 0 .\n");
        writeMeta(run, "another-nonce", ProcessHandle.current().pid(), 1, ProcStat.bootId());
        run.attach();
        assertThat(run.end()).isInstanceOf(End.Lost.class);
    }

    @Test
    void launchAndAttachAtTheSameTimeStartTheJobAtMostOnce() {
        for (int i = 0; i < 30; i++) {
            JobsOnDisk.Run run = here.bash("echo once");
            JobsOnDisk.Run watcher = here.sameAs(run);
            watcher.attach();
            End seen = watcher.end();
            assertThat(run.end().getClass()).isEqualTo(seen.getClass());
            List<String> once =
                    seen instanceof End.Exited ? List.of("$ bash -c 'echo once' script", "once") : List.of();
            assertThat(run.lines()).isEqualTo(once);
        }
    }

    private void writeMeta(JobsOnDisk.Run run, String nonce, long pid, long ticks, String boot) throws IOException {
        overwrite(here.folder(run).meta(), String.join(" ", nonce, "" + pid, "" + ticks, boot, "namespace .\n"));
    }

    private static void overwrite(Path file, String text) throws IOException {
        try (var out = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            out.write(java.nio.ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        }
    }
}
