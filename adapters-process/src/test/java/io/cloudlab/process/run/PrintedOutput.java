package io.cloudlab.process.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.jobs.job.JobRunner.End;
import io.cloudlab.process.JobOptions;
import io.cloudlab.process.job.JobFolder;
import io.cloudlab.process.job.ProcStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a job prints, in whatever way, is in its log; however its processes are held together. */
abstract class PrintedOutput {
    private static final String LEFT = "[The job left processes running; they were ended.]";

    @TempDir
    Path root;

    JobsOnDisk here;

    abstract JobOptions options();

    @BeforeEach
    void open() throws Exception {
        here = new JobsOnDisk(root, options().withLinger(Duration.ofMillis(400), Duration.ofMillis(1500)));
    }

    @AfterEach
    void close() {
        here.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo second > /dev/stdout",
                "echo second > /dev/stderr",
                "echo second > /proc/self/fd/1",
                "echo second > /dev/fd/2",
                "echo second > /proc/$$/fd/1",
                "echo second | tee /dev/stderr >/dev/null",
                "python3 -c \"open('/dev/stdout', 'w').write('second\\n')\"",
                "python3 -c \"open('/dev/stderr', 'r+b', buffering=0).write(b'second\\n')\"",
                "python3 -c \"open('/dev/stdout', 'a').write('second\\n')\"",
                "perl -e 'open(my $f, \">\", \"/dev/stdout\"); print $f \"second\\n\"'",
                "awk 'BEGIN { print \"second\" > \"/dev/stderr\" }'",
                "dd of=/dev/stdout status=none <<<second",
                "cp /dev/stdin /dev/stdout <<<second",
                "truncate -s 0 /dev/stdout 2>/dev/null; truncate -s 0 /proc/self/fd/2 2>/dev/null; echo second",
                "python3 -c \"import os; os.lseek(1, 0, 0)\" 2>/dev/null; echo second",
                "sed -n 'w /dev/stdout' <<<second"
            })
    void outputOpenedByNameLosesAndRewritesNothing(String way) {
        JobsOnDisk.Run run = here.bash("echo first; " + way + "; echo third; exit 7");
        assertThat(run.code()).isEqualTo(7);
        assertThat(run.lines()).endsWith("first", "second", "third");
    }

    @Test
    void linesOfManyProcessesThatOpenTheOutputByNameAreAllThere() {
        JobsOnDisk.Run run =
                here.bash("for i in {1..40}; do (for j in {1..25}; do echo $i.$j > /dev/stdout; done) & done; wait");
        assertThat(run.code()).isZero();
        assertThat(run.lines().subList(1, run.lines().size()))
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 40)
                        .boxed()
                        .flatMap(i -> IntStream.rangeClosed(1, 25).mapToObj(j -> i + "." + j))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec > >(while read -r l; do sleep 0.01; echo \"$l\"; done) 2>&1",
                "exec > >(sed -u 's/x/x/' | while read -r l; do sleep 0.005; echo \"$l\"; done)",
                "exec 2> >(sleep 0.3; cat >&2) >&2",
                "exec > >(tee -a deploy.log) 2>&1",
                "coproc { while read -r l; do sleep 0.01; echo \"$l\" >&7; done; }; exec >&${COPROC[1]}"
            })
    void whatStillWritesWhenTheCommandEndsIsHeard(String redirection) {
        here.close();
        here = reopened(Duration.ofMillis(1500), Duration.ofMinutes(1)); // a busy machine leaves them quiet for a while
        List<JobsOnDisk.Run> runs = IntStream.range(0, 3)
                .mapToObj(each -> here.bash(
                        "exec 7>&1; " + redirection + "; exec 7>&-; for i in {1..20}; do echo line $i; done; exit 5"))
                .toList();
        for (JobsOnDisk.Run run : runs) {
            assertThat(run.code()).isEqualTo(5);
            assertThat(run.lines().subList(1, run.lines().size()))
                    .isEqualTo(IntStream.rangeClosed(1, 20)
                            .mapToObj(i -> "line " + i)
                            .toList());
        }
    }

    @Test
    void whatIsQuietAfterTheEndIsEndedAndTheLogSaysSo() {
        JobsOnDisk.Run run = here.bash("(trap 'echo tidied; exit' TERM; echo ready; while :; do sleep 0.05; done) &"
                + " until [ -e go ]; do sleep 0.01; done; echo over");
        here.awaitLine(run, "ready");
        allow();
        assertThat(run.code()).isZero();
        assertThat(run.lines()).containsSubsequence("over", "tidied", LEFT).endsWith(LEFT);
        assertThat(here.processes(run)).isEmpty();
    }

    @Test
    void whatNeverGoesQuietAndIgnoresTermIsKilled() {
        JobsOnDisk.Run run = here.bash("(trap '' TERM; while :; do echo -n .; sleep 0.05; done) & exit 3");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.lines()).endsWith(LEFT);
        assertThat(here.processes(run)).isEmpty();
    }

    @Test
    void cancellingDoesNotWaitForWhatLingers() {
        here.close();
        here = reopened(Duration.ofMinutes(5), Duration.ofMinutes(5));
        JobsOnDisk.Run run = here.bash("(trap '' TERM; echo ready; while :; do sleep 0.05; done) & exit 3");
        here.awaitLine(run, "ready");
        assertThat(run.stop(JobsOnDisk.SHORT_GRACE)).isZero();
        assertThat(run.end()).isInstanceOf(End.Exited.class);
        assertThat(here.processes(run)).isEmpty();
    }

    @Test
    void nextCommandIsAnnouncedOnALineOfItsOwn() {
        JobsOnDisk.Run run = here.start(
                List.of(
                        List.of("bash", "-c", "seq 20000; printf open"),
                        List.of("bash", "-c", "echo closed"),
                        List.of("echo", "last")),
                Map.of());
        assertThat(run.code()).isZero();
        List<String> lines = run.lines();
        assertThat(lines.subList(20_000, lines.size()))
                .containsExactly("20000", "open", "$ bash -c 'echo closed'", "closed", "$ echo last", "last");
    }

    /** Otherwise the job has to wait at each line it prints, until its copier has taken that line. */
    @Test
    void copierOfOutputIsBatchProcess() throws Exception {
        JobsOnDisk.Run run = here.bash("echo ready; until [ -e go ]; do sleep 0.01; done");
        here.awaitLine(run, "ready");
        JobProcesses.Member copier = new JobProcesses(run.nonce, null).copiers().get(0);
        String stat = Files.readString(Path.of("/proc/" + copier.pid() + "/stat"));
        String policy = stat.substring(stat.lastIndexOf(')') + 2).split(" ")[38]; // field 41 of proc(5)
        assertThat(policy).isEqualTo("3"); // SCHED_BATCH
        allow();
        assertThat(run.code()).isZero();
    }

    /** The copier has something of its own to say just then. */
    @Test
    void nextCommandBeginsHoweverSoonTheLastLineIsLeftOpen() {
        for (int round = 0; round < 50; round++) {
            JobsOnDisk.Run run = here.start(List.of(List.of("printf", "open"), List.of("echo", "closed")), Map.of());
            assertThat(run.code()).isZero();
            assertThat(run.lines()).containsExactly("$ printf open", "open", "$ echo closed", "closed");
        }
    }

    @Test
    void serverMayBeAwayForAsLongAsItTakes() {
        JobsOnDisk.Run run = here.bash(
                "exec > >(while read -r l; do echo \"$l\" > /dev/stdout; done);"
                        + " echo ready; until [ -e go ]; do sleep 0.01; done; for i in {1..3000}; do echo line $i; done; exit 3");
        here.awaitLine(run, "ready");
        here.restart();
        allow();
        Awaitility.await().until(() -> here.folder(run).ending(run.nonce).isPresent());
        run.attach();
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.lines().subList(2, 3002))
                .isEqualTo(IntStream.rangeClosed(1, 3000)
                        .mapToObj(i -> "line " + i)
                        .toList());
    }

    @Test
    void outputOfATreeWithoutItsWrapperIsCopiedToTheEnd() {
        JobsOnDisk.Run run = here.bash("for i in {1..500}; do echo line $i; done; echo ready; sleep 300");
        here.awaitLine(run, "ready");
        here.killWrapper(run);
        assertThat(run.end()).isInstanceOf(End.Lost.class);
        assertThat(run.lines()).hasSize(502).endsWith("line 500", "ready");
        Awaitility.await()
                .until(() -> new JobProcesses(run.nonce, null).copiers().isEmpty());
    }

    @Test
    void jobOfAnEarlierVersionIsTakenUp() throws Exception {
        JobsOnDisk.Run run = here.accept();
        Process wrapper = startedByVersion1(run);
        here.awaitLine(run, "ready");
        run.attach();
        allow();
        assertThat(run.code()).isEqualTo(6);
        assertThat(run.lines()).containsExactly("$ bash", "ready", "done");
        assertThat(wrapper.waitFor(40, TimeUnit.SECONDS)).isTrue();
    }

    /** As the server did before a pipe was between a job and its log. */
    private Process startedByVersion1(JobsOnDisk.Run run) throws Exception {
        Path scripts = Files.createDirectory(root.resolve("version-1"));
        for (String name : List.of("wrapper-1.sh", "commands-1.sh")) {
            try (var text = PrintedOutput.class.getResourceAsStream(name)) {
                Files.copy(text, scripts.resolve(name));
            }
        }
        ProcessIsolation containing = options().weak() ? ProcessIsolation.WEAK : JobsOnDisk.containing();
        JobFolder folder = here.folder(run);
        List<String> line = new ArrayList<>(
                List.of("setsid", "flock", "--no-fork", folder.lock().toString(), "sh"));
        line.addAll(List.of(
                scripts.resolve("wrapper-1.sh").toString(), folder.path().toString(), run.nonce));
        line.addAll(List.of(ProcStat.bootId(), containing.hasNamespace() ? "namespace" : "session", "1048576", "4096"));
        line.addAll(containing.words());
        line.addAll(List.of("sh", scripts.resolve("commands-1.sh").toString(), "$ bash", "3", "bash", "-c"));
        line.add("echo ready; until [ -e go ]; do sleep 0.01; done; echo done; exit 6");
        ProcessBuilder builder = new ProcessBuilder(line).directory(here.lab.toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of("PATH", JobOptions.DEFAULT.path(), JobProcesses.COOKIE, run.nonce, "LC_ALL", "C.UTF-8"));
        return builder.start();
    }

    /** Lets a job go on that waits for this. */
    private void allow() {
        try {
            Files.createFile(here.lab.resolve("go"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private JobsOnDisk reopened(Duration quiet, Duration longest) {
        try {
            return new JobsOnDisk(root, options().withLinger(quiet, longest));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
