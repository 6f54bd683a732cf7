package io.cloudlab.app.bench;

import io.cloudlab.app.bench.support.BenchServer;
import io.cloudlab.app.bench.support.Figures;
import io.cloudlab.app.bench.support.PlainSsh;
import io.cloudlab.app.bench.support.ProcessMemory;
import io.cloudlab.app.bench.support.Sample;
import io.cloudlab.app.bench.support.Screen;
import io.cloudlab.app.bench.support.SocketViewer;
import io.cloudlab.app.e2e.terminal.TerminalLab;
import io.cloudlab.core.testing.OpenSshServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Terminals beside plain {@code ssh}, on the same server in the same run. */
class TerminalBench {
    private static final int OPENINGS = 30;
    private static final int IDLE = 200;
    private static final long BYTES = 50_000_000;
    private static final String LAST = "the-end-of-it";

    @TempDir
    private Path directory;

    private OpenSshServer sshd;
    private BenchServer server;
    private long object;

    @BeforeEach
    void start() throws Exception {
        sshd = OpenSshServer.start(directory.resolve("ssh"));
        TerminalLab lab = TerminalLab.in(directory, sshd.clientKey()).host("bench01", sshd.port());
        byte[] line =
                "0123456789 abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789 abcdefghijklmnopqrstuv\n"
                        .getBytes();
        try (var out = Files.newOutputStream(directory.resolve("big"))) {
            for (long written = 0; written < BYTES; written += line.length) out.write(line);
        }
        server = BenchServer.start(lab.server()
                .jvm("-Xmx128m", "-Xlog:gc:file=" + directory.resolve("gc.log"))
                .with("CLOUDLAB_TERMINALS", "1000")
                .with("CLOUDLAB_TERMINALS_PER_USER", "1000"));
        object = lab.object("bench01");
    }

    @AfterEach
    void stop() {
        server.close();
        sshd.close();
    }

    @Test
    void terminal() throws Exception {
        Figures.title("Terminal beside ssh -tt, server with -Xmx128m");
        opening();
        throughput();
        stalled();
        idle();
    }

    private PlainSsh plain() throws IOException {
        return new PlainSsh(sshd, directory.resolve("known_hosts"));
    }

    private void opening() throws Exception {
        Sample plain = Sample.of(5, OPENINGS, () -> {
            long start = System.nanoTime();
            try (PlainSsh ssh = plain()) {
                ssh.read();
                return Sample.nanosSince(start);
            }
        });
        Sample ours = Sample.of(5, OPENINGS, () -> {
            Screen screen = new Screen();
            long start = System.nanoTime();
            try (SocketViewer terminal = SocketViewer.terminal(server.api(), object, screen)) {
                terminal.readUntil(() -> screen.messages() > 1);
                return Sample.nanosSince(start);
            } finally {
                endAll();
            }
        });
        more("opening, to the first output, median of " + OPENINGS, ours.median(), plain.median(), 50);
    }

    private void throughput() throws Exception {
        String command = "stty -echo; cat " + directory.resolve("big") + "; echo the-end-''of-it";
        Sample plain = Sample.of(1, 5, () -> {
            try (PlainSsh ssh = plain()) {
                long start = System.nanoTime();
                ssh.type(command + "\n");
                ssh.readUntil(LAST);
                return Sample.nanosSince(start);
            }
        });
        Sample ours = Sample.of(1, 5, this::cat);
        Figures.atLeastShare(
                "cat of 50 MB, bytes per second", BYTES / ours.median() * 1e3, BYTES / plain.median() * 1e3, 0.8);
    }

    private long cat() throws Exception {
        Screen screen = new Screen();
        try (SocketViewer terminal = SocketViewer.terminal(server.api(), object, screen)) {
            terminal.readUntil(() -> screen.messages() > 1);
            long start = System.nanoTime();
            terminal.type("stty -echo; cat " + directory.resolve("big") + "; echo the-end-''of-it\\n");
            terminal.readUntil(() -> screen.shows(LAST));
            return Sample.nanosSince(start);
        } finally {
            endAll();
        }
    }

    /** One client reads nothing while another is served. */
    private void stalled() throws Exception {
        Sample alone = Sample.of(1, 3, this::cat);
        Screen unseen = new Screen();
        try (SocketViewer stalled = SocketViewer.terminal(server.api(), object, unseen)) {
            stalled.readUntil(() -> unseen.messages() > 1);
            stalled.type("cat " + directory.resolve("big") + "\\n");
            Screen screen = new Screen();
            try (SocketViewer terminal = SocketViewer.terminal(server.api(), object, screen)) {
                terminal.readUntil(() -> screen.messages() > 1);
                long start = System.nanoTime();
                terminal.type("stty -echo; cat " + directory.resolve("big") + "; echo the-end-''of-it\\n");
                terminal.readUntil(() -> screen.shows(LAST));
                Figures.note(
                        "the same beside a client that does not read (alone " + Sample.millis(alone.median()) + ")",
                        Sample.millis(Sample.nanosSince(start) / 1e6));
            }
        }
        endAll();
        ProcessMemory.Heap heap = ProcessMemory.heap(directory.resolve("gc.log"));
        Figures.within("largest heap so far", heap.before() + " MB", "", "< 128 MB", heap.before() < 128);
    }

    private void idle() throws Exception {
        Process process = server.running().process();
        long before = ProcessMemory.resident(process, "VmRSS");
        List<SocketViewer> open = new ArrayList<>();
        try {
            for (int i = 0; i < IDLE; i++) {
                Screen screen = new Screen();
                SocketViewer terminal = SocketViewer.terminal(server.api(), object, screen);
                open.add(terminal);
                terminal.readUntil(() -> screen.messages() > 1);
            }
            TimeUnit.SECONDS.sleep(3);
            long more = ProcessMemory.resident(process, "VmRSS") - before;
            Figures.within(
                    IDLE + " idle terminals, resident memory more than without",
                    more + " MB",
                    before + " MB before",
                    "≤ 100 MB",
                    more <= 100);
        } finally {
            for (SocketViewer each : open) each.close();
        }
    }

    private void endAll() {
        server.api()
                .get("/api/terminals")
                .body()
                .path("terminals")
                .forEach(each ->
                        server.api().delete("/api/terminals/" + each.path("id").asText()));
    }

    private static void more(String what, double measured, double floor, double target) throws IOException {
        Figures.within(
                what,
                String.format(java.util.Locale.ROOT, "%.2f ms", measured),
                String.format(java.util.Locale.ROOT, "%.2f ms (ssh)", floor),
                "≤ " + Sample.millis(target) + " more",
                measured - floor <= target);
    }
}
