package io.cloudlab.process.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.jobs.LaunchFailed;
import io.cloudlab.core.jobs.job.JobRunner.Launch;
import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.core.vault.Redactor;
import io.cloudlab.process.JobOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every job can rely on, however its processes are held together. */
abstract class RunningJobs {
    @TempDir
    Path root;

    JobsOnDisk here;

    abstract JobOptions options();

    @BeforeEach
    void open() throws Exception {
        here = new JobsOnDisk(root, options());
    }

    @AfterEach
    void close() {
        here.close();
    }

    @Test
    void questionThatWaitsForAnAnswerIsTold() {
        JobsOnDisk.Run run = here.bash("echo ready; printf 'Password: '; read -r answer < <(sleep 45)");
        here.awaitLine(run, "ready");
        JobLog.Line open = Awaitility.await()
                .until(() -> here.log().openLine(run.id, Redactor.NONE), Optional::isPresent)
                .orElseThrow();
        assertThat(open).isEqualTo(new JobLog.Line(run.lines().size(), "Password: "));
        run.stop();
    }

    @Test
    void commandsRunOneAfterTheOtherEachAnnouncedUntilOneFails() {
        JobsOnDisk.Run run = here.start(
                List.of(
                        List.of("echo", "one two"),
                        List.of("bash", "-c", "echo wrong >&2; exit 3"),
                        List.of("echo", "never")),
                Map.of());
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.lines())
                .containsExactly("$ echo 'one two'", "one two", "$ bash -c 'echo wrong >&2; exit 3'", "wrong");
    }

    @Test
    void exitCodeIsTheScriptsOwn() {
        assertThat(here.bash("exit 0").code()).isZero();
        assertThat(here.bash("exit 255").code()).isEqualTo(255);
        assertThat(here.bash("kill -9 $$").code()).isEqualTo(137);
        assertThat(here.bash("kill -TERM $$").code()).isEqualTo(143);
        assertThat(here.start(List.of(List.of("no-such-program")), Map.of()).code())
                .isEqualTo(127);
    }

    @Test
    void environmentIsTheAllowListAndNothingElse() throws Exception {
        Files.writeString(here.lab.resolve("ansible.cfg"), "");
        JobsOnDisk.Run run = here.start(List.of(List.of("env")), Map.of("INPUT_NAME", "value", "HOME", "/elsewhere"));
        assertThat(run.code()).isZero();
        Map<String, String> seen = new TreeMap<>();
        for (String line : run.lines().subList(1, run.lines().size())) {
            seen.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
        }
        String temporary = here.folder(run).temporary().toString();
        assertThat(seen.remove("ANSIBLE_SSH_CONTROL_PATH_DIR")).hasSizeLessThanOrEqualTo(70);
        assertThat(seen.remove("CLOUDLAB_INPUTS")).endsWith("/inputs.json");
        assertThat(seen.remove("CLOUDLAB_OUTPUTS")).isEqualTo(temporary + "/outputs");
        assertThat(seen)
                .isEqualTo(new TreeMap<>(Map.ofEntries(
                        Map.entry("PATH", JobOptions.DEFAULT.path()),
                        Map.entry("HOME", "/elsewhere"),
                        Map.entry("LANG", "C.UTF-8"),
                        Map.entry("LC_ALL", "C.UTF-8"),
                        Map.entry("PWD", here.lab.toRealPath().toString()),
                        Map.entry(
                                "ANSIBLE_CONFIG",
                                here.lab.resolve("ansible.cfg").toString()),
                        Map.entry("ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED", "true"),
                        Map.entry("ANSIBLE_LOCAL_TEMP", temporary),
                        Map.entry(
                                "ANSIBLE_SSH_COMMON_ARGS",
                                "-o StrictHostKeyChecking=accept-new -o 'UserKnownHostsFile=\"" + temporary
                                        + "/known_hosts\"'"),
                        Map.entry("CLM_EVENTS_FILE", here.folder(run).reported().toString()),
                        Map.entry("CLOUDLAB_JOB_ID", run.id.value()),
                        Map.entry("CLOUDLAB_JOB_COOKIE", run.nonce),
                        Map.entry("INPUT_NAME", "value"))));
    }

    @Test
    void valuesArriveAsTheyAre() {
        String value = "$(id) `id` 'single' \"double\" \\ * ~\nsecond line; exit 9 é";
        JobsOnDisk.Run run = here.start(
                List.of(
                        List.of("printf", "%s|", value, "", "-n"),
                        List.of("bash", "-c", "printf '\\n[%s]\\n' \"$INPUT_TEXT\""),
                        List.of("echo", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12")),
                Map.of("INPUT_TEXT", value));
        assertThat(run.code()).isZero();
        assertThat(run.lines())
                .containsSubsequence("$(id) `id` 'single' \"double\" \\ * ~", "second line; exit 9 é||-n|")
                .containsSubsequence("[$(id) `id` 'single' \"double\" \\ * ~", "second line; exit 9 é]")
                .endsWith("1 2 3 4 5 6 7 8 9 10 11 12");
    }

    @Test
    void jobHasNoInputAndNoOtherOpenFiles() {
        JobsOnDisk.Run run = here.bash("read -r line; echo \"[$line]\";"
                + " for n in {0..300}; do [ -e /proc/$$/fd/$n ] && echo $n; done; true");
        assertThat(run.code()).isZero();
        assertThat(run.lines().subList(1, run.lines().size())).containsExactly("[]", "0", "1", "2");
    }

    @Test
    void jobIgnoresNoSignalThatTheServerDoesNotIgnore() throws IOException {
        JobsOnDisk.Run run = here.start(List.of(List.of("grep", "SigIgn", "/proc/self/status")), Map.of());
        assertThat(run.code()).isZero();
        long server = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("SigIgn"))
                .mapToLong(RunningJobs::ignored)
                .findFirst()
                .orElseThrow(); // under nohup, one
        assertThat(ignored(run.lines().get(1)) & ~server).isZero();
    }

    private static long ignored(String line) {
        return Long.parseUnsignedLong(line.substring("SigIgn:\t".length()), 16) & 0x7fffffffL;
    }

    @Test
    void whatTheJobLeavesRunningEndsWithIt() {
        JobsOnDisk.Run run = here.bash("setsid sleep 300 & nohup sleep 301 & echo started");
        assertThat(run.code()).isZero();
        assertThat(here.processes(run)).isEmpty();
    }

    @Test
    void shortJobsEndAtOnceAndWithoutAStrayWord() {
        for (int i = 0; i < 20; i++) {
            JobsOnDisk.Run run = here.bash("sleep 0.01 & true");
            assertThat(run.code()).isZero();
            assertThat(run.lines()).hasSize(1);
        }
    }

    @Test
    void filesOfTheJobAreItsOwnersAlone() throws Exception {
        JobsOnDisk.Run run = here.bash("echo done");
        assertThat(run.code()).isZero();
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(here.folder(run).path())))
                .isEqualTo("rwx------");
        try (var files = Files.list(here.folder(run).path())) {
            assertThat(files)
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as(file.toString())
                            .endsWith("------"));
        }
        assertThat(here.folder(run).temporary()).doesNotExist();
    }

    @Test
    void launchThatCannotBeIsRefusedWithItsReason() throws Exception {
        Files.createSymbolicLink(here.lab.resolve("link"), root);
        assertRefused("no-such", List.of("true"), Map.of(), "no directory no-such");
        assertRefused("../lab/..", List.of("true"), Map.of(), "no directory");
        assertRefused("link", List.of("true"), Map.of(), "no directory link");
        assertRefused("", List.of(), Map.of(), "name of a program");
        assertRefused("", List.of("A=b", "true"), Map.of(), "name of a program");
        assertRefused("", List.of("true"), Map.of("BASH_FUNC_x%%", "() { :; }"), "variable");
        assertRefused("", List.of("true"), Map.of("_clm_code", "0"), "variable");
        assertRefused("", List.of("true", "x".repeat(200_000)), Map.of(), "Argument list too long");
        assertRefused("", List.of("true", "a\0b"), Map.of(), "NUL");
        assertRefused("", List.of("true"), Map.of("INPUT_X", "a\0b"), "NUL");
    }

    @Test
    void announcementIsOneLineWhateverTheCommandHolds() {
        JobsOnDisk.Run run = here.start(List.of(List.of("true", "it's", "a\nb\u001b[2J", "")), Map.of());
        assertThat(run.code()).isZero();
        assertThat(run.lines()).containsExactly("$ true 'it'\\''s' $'a\\nb\\x1b[2J' ''");
    }

    private void assertRefused(String directory, List<String> command, Map<String, String> environment, String reason) {
        JobsOnDisk.Run run = here.accept();
        Launch launch = new Launch(run.id, run.nonce, directory, List.of(command), environment, Map.of());
        assertThatThrownBy(() -> here.runner().start(launch, run))
                .isInstanceOf(LaunchFailed.class)
                .hasMessageContaining(reason);
        assertThat(here.processes(run)).isEmpty();
        assertThat(Set.of(run.lines())).containsExactly(List.of());
    }
}
