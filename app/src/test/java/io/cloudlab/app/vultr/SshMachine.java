package io.cloudlab.app.vultr;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One sshd. Where it is isolated, everything that is started through it ends with {@link #close()} or with this JVM; elsewhere
 * what has left its session goes on.
 */
final class SshMachine implements AutoCloseable {
    private static final List<String> ISOLATION =
            List.of("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc");
    private static final String RUN = """
            set -eu
            directory=$1 isolated=$2
            if [ "$isolated" = true ]; then
              own="$directory/own" # in memory, gone with the machine
              mkdir "$own"
              mount -t tmpfs own "$own"
              cp -a /etc "$own/etc"
              mkdir "$own/home" "$own/root" "$own/run" "$own/srv"
              for place in etc home root run srv; do mount --bind "$own/$place" "/$place"; done
            fi
            [ "$(id -u)" != 0 ] || mkdir -p /run/sshd
            exec 3<&0
            "$(command -v sshd || echo /usr/sbin/sshd)" -D -e -f "$directory/sshd_config" < /dev/null &
            sshd=$!
            cat <&3 > /dev/null & # ends with the one who started this
            wait -n || true
            kill "$sshd" $! || true
            """;

    private final Process process;
    private final Path directory;

    private SshMachine(Process process, Path directory) {
        this.process = process;
        this.directory = directory;
    }

    static boolean canBeIsolated() throws IOException {
        Process probe = new ProcessBuilder(
                        Stream.concat(ISOLATION.stream(), Stream.of("true")).toList())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return await(probe, 10_000) && probe.exitValue() == 0;
    }

    static SshMachine start(Path directory, String address, int port, List<String> allowedKeys, boolean isolated)
            throws IOException {
        boolean isRoot = System.getProperty("user.name").equals("root");
        Files.write(directory.resolve("authorized_keys"), allowedKeys);
        makeHostKey(directory);
        Files.writeString(
                directory.resolve("sshd_config"),
                String.join(
                        "\n",
                        "ListenAddress " + address,
                        "Port " + port,
                        "HostKey \"" + directory.resolve("host_key") + "\"",
                        "PidFile none",
                        "AuthorizedKeysFile \"" + directory.resolve("authorized_keys") + "\" .ssh/authorized_keys",
                        "StrictModes no",
                        "UsePAM no",
                        "PasswordAuthentication no",
                        "KbdInteractiveAuthentication no",
                        "PermitRootLogin prohibit-password",
                        "PermitTTY " + (isRoot ? "yes" : "no"), // others cannot hand terminals over
                        isolated ? "" : "SetEnv \"HOME=" + directory + "\"", // nobody's own files are touched
                        "Subsystem sftp internal-sftp",
                        ""));
        List<String> command = Stream.concat(
                        isolated ? ISOLATION.stream() : Stream.empty(),
                        Stream.of("bash", "-c", RUN, "machine", directory.toString(), String.valueOf(isolated)))
                .toList();
        SshMachine machine = new SshMachine(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile())
                        .start(),
                directory);
        machine.awaitAnswer(new InetSocketAddress(address, port));
        return machine;
    }

    private static void makeHostKey(Path directory) throws IOException {
        Process keygen = new ProcessBuilder(
                        "ssh-keygen",
                        "-q",
                        "-t",
                        "ed25519",
                        "-N",
                        "",
                        "-f",
                        directory.resolve("host_key").toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("keygen.log").toFile())
                .start();
        if (!await(keygen, 60_000) || keygen.exitValue() != 0)
            throw new IOException("no host key: " + Files.readString(directory.resolve("keygen.log")));
    }

    private void awaitAnswer(InetSocketAddress address) throws IOException {
        for (int i = 0; i < 3_000; i++) {
            try (Socket socket = new Socket()) {
                socket.connect(address, 1_000);
                return;
            } catch (IOException e) {
                if (await(process, 20)) break;
            }
        }
        close();
        throw new IOException("sshd does not run: " + Files.readString(directory.resolve("log")));
    }

    /** Whether it has ended within so many milliseconds. */
    private static boolean await(Process process, long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // then it is closed
        }
        if (!await(process, 5_000)) process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
