package io.cloudlab.app.vultr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SshMachinesTest {
    /** So many as no other run of these tests on this machine takes, to know its processes by. */
    private static final String SECONDS =
            String.valueOf(2_000_000 + ProcessHandle.current().pid());

    @TempDir
    Path directory;

    private SshMachines machines;
    private Path key;

    private record Outcome(int code, String output) {}

    @BeforeEach
    void start() throws Exception {
        LabTools.require();
        machines = new SshMachines(directory.resolve("machines"));
        key = directory.resolve("key");
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
    }

    @AfterEach
    void stop() {
        if (machines != null) machines.close();
    }

    @Test
    void ownerOfTheKeyIsLetInAndNobodyElse() throws Exception {
        String address = machines.start("one", List.of(Files.readString(directory.resolve("key.pub"))));
        String other = machines.start("two", List.of());

        assertThat(other).isNotEqualTo(address);
        assertThat(ssh(address, "echo hello")).isEqualTo(new Outcome(0, "hello\n"));
        assertThat(ssh(other, "true").output()).contains("Permission denied");
    }

    @Test
    void whatIsDoneToAMachineStaysThere() throws Exception {
        assumeTrue(machines.areIsolated(), "needs root and mounts");
        String address = machines.start("one", List.of(Files.readString(directory.resolve("key.pub"))));

        assertThat(ssh(address, "useradd -m cloudlab-guest && ls /home; touch ~/cloudlab-mine")
                        .output())
                .contains("cloudlab-guest");
        assertThat(Files.readString(Path.of("/etc/passwd"))).doesNotContain("cloudlab-guest");
        assertThat(Path.of(System.getProperty("user.home"), "cloudlab-mine")).doesNotExist();
    }

    @Test
    void nothingIsLeftOfAMachineThatWasStopped() throws Exception {
        assumeTrue(machines.areIsolated(), "needs root and mounts");
        String address = machines.start("one", List.of(Files.readString(directory.resolve("key.pub"))));
        ssh(address, "sleep " + SECONDS + " > /dev/null 2>&1 &");
        Awaitility.await().until(() -> !sleepers().isEmpty());

        machines.stop("one");

        Awaitility.await().until(() -> sleepers().isEmpty());
        assertThat(answers(address)).isFalse();
    }

    private static List<ProcessHandle> sleepers() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .map(arguments -> List.of(arguments).contains(SECONDS))
                        .orElse(false))
                .toList();
    }

    private boolean answers(String address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, machines.port()), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Outcome ssh(String address, String command) throws Exception {
        List<String> words = new ArrayList<>(List.of("ssh", "-i", key.toString(), "-p", "" + machines.port()));
        for (String option : List.of(
                "BatchMode=yes",
                "IdentitiesOnly=yes",
                "LogLevel=ERROR",
                "StrictHostKeyChecking=no",
                "UserKnownHostsFile=/dev/null")) words.addAll(List.of("-o", option));
        words.addAll(List.of(machines.user() + "@" + address, command));
        return run(words.toArray(String[]::new));
    }

    private Outcome run(String... command) throws Exception {
        Path output = Files.createTempFile(directory, "run", ".out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), Files.readString(output));
    }
}
