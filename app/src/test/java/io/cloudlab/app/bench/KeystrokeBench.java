package io.cloudlab.app.bench;

import io.cloudlab.app.bench.support.BenchServer;
import io.cloudlab.app.bench.support.Figures;
import io.cloudlab.app.bench.support.PlainSsh;
import io.cloudlab.app.bench.support.Sample;
import io.cloudlab.app.bench.support.Screen;
import io.cloudlab.app.bench.support.SocketViewer;
import io.cloudlab.app.e2e.terminal.TerminalLab;
import io.cloudlab.core.testing.OpenSshServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How soon a keystroke is echoed, in a terminal and by plain {@code ssh}, by the same shell of the same server. Keys go to
 * the two in turn, so that what else runs on the machine delays both alike.
 */
class KeystrokeBench {
    private static final int COLD = 300;
    private static final int WARM_UP = 2_000;
    private static final int KEYS = 2_000;

    /** As fast as keys repeat; slower than that, each finds the processor asleep. */
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);

    /** Fewer than a line of the terminal holds. */
    private static final int LINE = 50;

    @TempDir
    private Path directory;

    private OpenSshServer sshd;
    private BenchServer server;
    private long object;

    @BeforeEach
    void start() throws Exception {
        sshd = OpenSshServer.start(directory.resolve("ssh"));
        TerminalLab lab = TerminalLab.in(directory, sshd.clientKey()).host("bench01", sshd.port());
        server = BenchServer.start(lab.server().jvm("-Xmx128m"));
        object = lab.object("bench01");
    }

    @AfterEach
    void stop() {
        server.close();
        sshd.close();
    }

    @Test
    void keystrokes() throws Exception {
        Figures.title("Echo of a keystroke by an interactive shell, in turn with ssh -tt, server with -Xmx128m");
        Screen screen = new Screen();
        try (PlainSsh ssh = new PlainSsh(sshd, directory.resolve("known_hosts"));
                SocketViewer terminal = SocketViewer.terminal(server.api(), object, screen)) {
            ssh.type("PS1=rea''dy; echo\n");
            ssh.readUntil("ready");
            terminal.readUntil(() -> screen.messages() > 1); // what comes before is not heard
            terminal.type("PS1=rea''dy; echo\\n");
            terminal.readUntil(() -> screen.shows("ready"));
            compare("the first " + COLD + " after the start", COLD, PAUSE, ssh, terminal, screen);
            compare("warm up", WARM_UP, 0, ssh, terminal, screen);
            compare(KEYS + " at 25 a second", KEYS, PAUSE, ssh, terminal, screen);
            compare(KEYS + " one after the other", KEYS, 0, ssh, terminal, screen);
        }
    }

    private void compare(String what, int keys, long pause, PlainSsh ssh, SocketViewer terminal, Screen screen)
            throws Exception {
        Sample plain = new Sample();
        Sample ours = new Sample();
        for (int i = 0; i < keys; i++) {
            if (pause > 0) LockSupport.parkNanos(pause);
            boolean full = i % LINE == LINE - 1;
            long start = System.nanoTime();
            ssh.type(full ? "\u0015" : "x"); // Ctrl-U empties the line
            ssh.read();
            plain.add(Sample.nanosSince(start));
            if (pause > 0) LockSupport.parkNanos(pause);
            long before = screen.messages();
            start = System.nanoTime();
            terminal.type(full ? "\\u0015" : "x");
            terminal.readUntil(() -> screen.messages() > before);
            ours.add(Sample.nanosSince(start));
        }
        more(what + ", p50", ours.median(), plain.median(), 1);
        more(what + ", p99", ours.quantile(0.99), plain.quantile(0.99), 3);
    }

    private static void more(String what, double measured, double floor, double target) throws IOException {
        Figures.within(
                what,
                String.format(Locale.ROOT, "%.2f ms", measured),
                String.format(Locale.ROOT, "%.2f ms (ssh)", floor),
                "≤ " + Sample.millis(target) + " more",
                measured - floor <= target);
    }
}
