package io.cloudlab.core.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real {@code sshd} on the loopback address, with its own host key and configuration. The user who runs the test
 * can sign in with {@link #clientKey}. Where OpenSSH is missing the test is skipped, or fails where {@code CI} is set.
 */
public final class OpenSshServer implements AutoCloseable {
    private static final Path SSHD = Path.of("/usr/sbin/sshd");

    private final Path directory;
    private final int port;
    private final List<String> settings;
    private Process process;

    private OpenSshServer(Path directory, int port, List<String> settings) {
        this.directory = directory;
        this.port = port;
        this.settings = settings;
        this.process = launch();
    }

    /**
     * Starts a server with its files in the directory, which an earlier server may have used.
     *
     * @param settings further lines of its configuration
     */
    public static OpenSshServer start(Path directory, String... settings) {
        boolean installed = Files.isExecutable(SSHD);
        Host.require(installed, "sshd");
        try {
            Files.createDirectories(directory);
            if (user().equals("root")) Files.createDirectories(Path.of("/run/sshd"));
            for (String key : List.of("host_key", "client_key")) {
                if (!Files.exists(directory.resolve(key))) makeKey(directory.resolve(key), "ed25519");
            }
            return new OpenSshServer(directory, FreePort.find(), List.of(settings));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a pair of keys; the public one has {@code .pub} added. */
    public static void makeKey(Path file, String type, String... more) {
        List<String> command =
                new ArrayList<>(List.of("ssh-keygen", "-q", "-t", type, "-N", "", "-C", "test", "-f", file.toString()));
        command.addAll(List.of(more));
        try {
            Process made = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!made.waitFor(30, TimeUnit.SECONDS) || made.exitValue() != 0)
                throw new AssertionError("ssh-keygen failed for " + file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    public static String user() {
        return System.getProperty("user.name");
    }

    public int port() {
        return port;
    }

    /** The private key the server accepts. */
    public Path clientKey() {
        return directory.resolve("client_key");
    }

    /** Comes back with another host key, as a server that was built anew does. */
    public void changeHostKey() {
        try {
            stop();
            Files.delete(directory.resolve("host_key"));
            Files.delete(directory.resolve("host_key.pub"));
            makeKey(directory.resolve("host_key"), "ed25519");
            process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Suspends the server and all processes it has started; connections stay open. */
    public void freeze() {
        Stream.concat(Stream.of(process.toHandle()), process.descendants()).forEach(each -> {
            try {
                int code = new ProcessBuilder("kill", "-STOP", String.valueOf(each.pid()))
                        .start()
                        .waitFor();
                if (code != 0) throw new AssertionError("kill ended with " + code);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    /** Ends the server and everything it has started. */
    public void stop() {
        List<ProcessHandle> sessions = process.descendants().toList();
        killSessions();
        process.destroyForcibly();
        try {
            process.waitFor();
            for (ProcessHandle each : sessions) each.onExit().join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Cuts the connections of all signed-in users without an exit status of their shells. */
    public void killSessions() {
        List<ProcessHandle> all = process.descendants().toList();
        sessions().forEach(ProcessHandle::destroyForcibly); // first, since they would tell
        all.forEach(ProcessHandle::destroyForcibly);
    }

    /** The processes of those who are signed in. */
    public List<ProcessHandle> sessions() {
        return process.children().toList();
    }

    @Override
    public void close() {
        stop();
    }

    private Process launch() {
        Path config = directory.resolve("sshd_config").toAbsolutePath();
        List<String> lines = new ArrayList<>(List.of(
                "ListenAddress 127.0.0.1:" + port,
                "HostKey " + directory.resolve("host_key").toAbsolutePath(),
                "PidFile none",
                "AuthorizedKeysFile " + directory.resolve("client_key.pub").toAbsolutePath(),
                "StrictModes no",
                "UsePAM no",
                "PasswordAuthentication no",
                "KbdInteractiveAuthentication no",
                "PermitRootLogin prohibit-password",
                // Not what people have their own shells do; and nothing is written into a directory that is going.
                "SetEnv HOME=" + directory.toAbsolutePath() + " HISTFILE=/dev/null",
                "MaxStartups 1000",
                "PrintMotd no",
                "PrintLastLog no"));
        lines.addAll(settings);
        try {
            Files.write(config, lines);
            Process started = new ProcessBuilder(SSHD.toString(), "-D", "-e", "-f", config.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("sshd.log").toFile())
                    .start();
            Eventually.until("sshd listens", () -> {
                if (!started.isAlive()) throw new AssertionError("sshd ended: " + log());
                return listens();
            });
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("sshd.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
