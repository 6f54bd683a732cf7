package io.cloudlab.ssh;

import io.cloudlab.core.shared.Unfailing;
import io.cloudlab.core.terminal.shell.HostKeyChanged;
import io.cloudlab.core.terminal.shell.RemoteShell;
import io.cloudlab.core.terminal.shell.ServerKey;
import io.cloudlab.core.terminal.shell.Shell;
import io.cloudlab.core.terminal.shell.ShellLogin;
import io.cloudlab.core.terminal.shell.ShellOutput;
import io.cloudlab.core.terminal.shell.WindowSize;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import org.jspecify.annotations.Nullable;

/**
 * Opens shells over SSH, with strong algorithms only, to servers that show the right key. One connection serves one
 * shell. Thread-safe.
 */
public final class SshjShells implements RemoteShell {
    private static final String TERMINAL = "xterm-256color";
    private static final int MAX_PACKET_SIZE = 32 * 1024;
    private static final Duration START_TIMEOUT = Duration.ofSeconds(20);
    private static final Duration BETWEEN_BEATS = Duration.ofSeconds(15);

    private @Nullable Config config;
    private final Duration timeout;
    private final Duration betweenBeats;
    private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, named("cloudlab-ssh-clock"));
    private final ExecutorService askers = Executors.newCachedThreadPool(named("cloudlab-ssh-alive"));

    public SshjShells() {
        this(START_TIMEOUT, BETWEEN_BEATS);
    }

    /**
     * @param timeout how long it may take from the first packet to the shell
     * @param betweenBeats how often an open shell's server is asked whether it is there
     */
    SshjShells(Duration timeout, Duration betweenBeats) {
        this.timeout = timeout;
        this.betweenBeats = betweenBeats;
        clock.setRemoveOnCancelPolicy(true); // else each would hold a shell that is closed
    }

    private static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public Shell open(Request request, ShellOutput output) {
        Config algorithms = config(); // first, since it also decides which library reads keys
        KeyProvider key = LoginKey.read(request.login().privateKey());
        ExpectedKey expected = new ExpectedKey(request.pinned());
        GuardedSocket socket;
        try {
            socket = new GuardedSocket();
        } catch (IOException e) {
            throw Failures.unreachable();
        }
        SSHClient client = new SSHClient(algorithms);
        DisconnectRecorder farewell = new DisconnectRecorder();
        client.getTransport().setDisconnectListener(farewell);

        AtomicBoolean late = new AtomicBoolean();
        Runnable giveUp = () -> {
            late.set(true);
            SshjShell.close(client, socket);
        };
        Future<?> deadline = clock.schedule(giveUp, timeout.toMillis(), TimeUnit.MILLISECONDS);
        try {
            ShellChannel channel = connect(client, socket, request, key, expected, output);
            ServerKey shown = Objects.requireNonNull(expected.shown());
            return new SshjShell(client, socket, channel, shown, beating(client, socket));
        } catch (IOException | RuntimeException e) {
            SshjShell.close(client, socket);
            if (expected.hasChanged()) throw new HostKeyChanged(Objects.requireNonNull(expected.shown()));
            throw Failures.of(e, late.get(), expected, socket, farewell);
        } finally {
            deadline.cancel(false);
        }
    }

    private Future<?> beating(SSHClient client, GuardedSocket socket) {
        Heartbeat heartbeat = new Heartbeat(client.getConnection(), askers, () -> SshjShell.close(client, socket));
        long millis = betweenBeats.toMillis();
        return clock.scheduleWithFixedDelay(
                new Unfailing("heartbeat of an SSH connection", heartbeat), millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Made when the first shell is opened: loading what it needs would delay the start. */
    private synchronized Config config() {
        Config made = config;
        if (made == null) {
            made = Algorithms.config();
            config = made;
            practise(made);
        }
        return made;
    }

    /** With the cipher that is offered first, as most servers take it. */
    private void practise(Config with) {
        CipherPractice practice = new CipherPractice(with.getCipherFactories().get(0), with.getRandomFactory());
        Thread thread = named("cloudlab-ssh-practice").newThread(new Unfailing("practice of a cipher", practice));
        thread.setPriority(Thread.MIN_PRIORITY);
        thread.start();
    }

    private ShellChannel connect(
            SSHClient client,
            GuardedSocket socket,
            Request request,
            KeyProvider key,
            ExpectedKey expected,
            ShellOutput output)
            throws IOException {
        ShellLogin login = request.login();
        int millis = (int) timeout.toMillis();
        client.setSocketFactory(socket.once());
        client.setConnectTimeout(millis / 2);
        client.getTransport().setTimeoutMs(millis);
        client.addHostKeyVerifier(expected);
        Connection connection = client.getConnection();
        connection.setTimeoutMs(millis);
        connection.setWindowSize(request.unread());
        connection.setMaxPacketSize(MAX_PACKET_SIZE);
        client.connect(login.host(), login.port());
        client.authPublickey(login.user().value(), key);
        ShellChannel channel = new ShellChannel(connection, output);
        channel.open();
        WindowSize size = request.size();
        channel.allocatePTY(TERMINAL, size.cols(), size.rows(), 0, 0, Map.of());
        socket.unguard();
        channel.startShell();
        return channel;
    }

    @Override
    public void close() {
        clock.shutdown();
        askers.shutdown();
    }
}
