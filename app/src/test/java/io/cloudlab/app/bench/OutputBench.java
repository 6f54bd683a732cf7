package io.cloudlab.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.app.bench.support.BenchServer;
import io.cloudlab.app.bench.support.Fanout;
import io.cloudlab.app.bench.support.Figures;
import io.cloudlab.app.bench.support.FileCache;
import io.cloudlab.app.bench.support.Floors;
import io.cloudlab.app.bench.support.LineCount;
import io.cloudlab.app.bench.support.ProcessMemory;
import io.cloudlab.app.bench.support.Sample;
import io.cloudlab.app.bench.support.Scripts;
import io.cloudlab.app.bench.support.SocketViewer;
import io.cloudlab.app.e2e.TestLab;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A million lines of 100 bytes from the job to its viewers, by a server with 128 MB of heap. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OutputBench {
    private static final int LINES = 1_000_000;
    private static final long BYTES = LINES * 100L;
    private static final int WIDTH = Scripts.HUNDRED_BYTES.length();
    private static final int VIEWERS = 50;
    private static final int WARM_UPS = 5;
    private static final int RUNS = 7;

    /** Announced before the script's own output. */
    private static final int FIRST_LINES = 2;

    private static final String ECHO =
            "for ((i = 0; i < " + LINES + "; i++)); do echo " + Scripts.HUNDRED_BYTES + "; done\n";
    private static final String YES = "yes " + Scripts.HUNDRED_BYTES + " | head -n " + LINES + "\n";

    private static TestLab lab;
    private static BenchServer server;
    private static Path gate;

    @BeforeAll
    static void startServer(@TempDir Path directory) throws Exception {
        gate = directory.resolve("gate");
        new ProcessBuilder("mkfifo", gate.toString()).start().waitFor();
        String waiting = "read -r _ < '" + gate + "'\n";
        lab = TestLab.in(directory.resolve("lab"))
                .service("echo", ECHO)
                .service("yes", YES)
                .service("gated-echo", waiting + ECHO)
                .service("gated-yes", waiting + YES);
        server = BenchServer.start(directory, lab, "-Xmx128m");
        Figures.title("Output: 1,000,000 lines of 100 B, -Xmx128m");
    }

    @AfterAll
    static void stopServer() throws Exception {
        server.close();
    }

    @Test
    @Order(1)
    void echoLoop() throws Exception {
        oneViewer("bash echo loop, one viewer", "echo", true);
    }

    @Test
    @Order(2)
    void yes() throws Exception {
        oneViewer("the same bytes from yes, one viewer", "yes", true);
        oneViewer("the same, in memory the host has yet to hand out", "yes", false);
    }

    private static void oneViewer(String what, String service, boolean cached) throws Exception {
        Sample floor = new Sample();
        Sample measured = new Sample();
        for (int i = -WARM_UPS; i < RUNS; i++) {
            if (cached) FileCache.has(2 * BYTES, lab.path());
            long bare = Floors.piped(Scripts.of(lab, service)) + Floors.loopback(BYTES);
            long served = deployAndRead(service);
            if (i < 0) continue;
            floor.add(bare);
            measured.add(served);
        }
        Figures.atMostTimes(what, measured.median(), floor.median(), 2);
        Sample stored = new Sample();
        for (int i = 0; i < RUNS; i++) {
            if (cached) FileCache.has(2 * BYTES, lab.path());
            stored.add(Floors.stored(Scripts.of(lab, service), lab.path()));
        }
        Figures.note("the same script into a file, and nothing else, median", Sample.seconds(stored.median()));
    }

    private static long deployAndRead(String service) throws IOException {
        LineCount count = new LineCount(WIDTH);
        long start = System.nanoTime();
        try (SocketViewer viewer = server.view(server.deploy(service), count)) {
            viewer.readUntil(count::isDone);
        }
        long nanos = Sample.nanosSince(start);
        assertThat(count.lines()).isEqualTo(LINES + FIRST_LINES);
        return nanos;
    }

    @Test
    @Order(3)
    void stalledViewersBesideTheReadingOne() throws Exception {
        for (String service : List.of("gated-echo", "gated-yes")) {
            Sample alone = new Sample();
            Sample beside = new Sample();
            int runs = service.equals("gated-yes") ? 3 * RUNS : RUNS; // the shorter it is, the more chance has to say
            for (int i = -1; i < runs; i++) {
                long without = gatedRead(service, 0);
                long with = gatedRead(service, VIEWERS);
                if (i < 0) continue;
                alone.add(without);
                beside.add(with);
            }
            Figures.atMostTimes(
                    service.substring("gated-".length()) + ", " + VIEWERS + " stalled viewers beside the reading one",
                    beside.median(),
                    alone.median(),
                    1.1);
        }
    }

    private static long gatedRead(String service, int stalled) throws IOException {
        LineCount count = new LineCount(WIDTH);
        String job = server.deploy(service);
        List<SocketViewer> others = new ArrayList<>();
        try (SocketViewer viewer = server.view(job, count)) {
            for (int i = 0; i < stalled; i++) {
                others.add(SocketViewer.stalled(
                        server.running().address(), server.api().token(), job));
            }
            FileCache.has(2 * BYTES, lab.path());
            long start = openGate();
            viewer.readUntil(count::isDone);
            long nanos = Sample.nanosSince(start);
            assertThat(count.lines()).isEqualTo(LINES + FIRST_LINES);
            return nanos;
        } finally {
            for (SocketViewer other : others) other.close();
        }
    }

    @Test
    @Order(4)
    void manyReadingViewers() throws Exception {
        List<Double> running = new ArrayList<>();
        List<Double> ended = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            String job = server.deploy("gated-yes");
            running.add(readByMany(job, true));
            server.awaitEnd(job);
            ended.add(readByMany(job, false));
        }
        many("while the job runs", running.subList(1, RUNS));
        many("replay of an ended job", ended.subList(1, RUNS));
    }

    private static void many(String when, List<Double> rates) throws IOException {
        double median = rates.stream().sorted().toList().get(rates.size() / 2);
        Figures.within(
                VIEWERS + " reading viewers, " + when + ", in sum",
                String.format(Locale.ROOT, "%,.0f MB/s", median),
                "",
                "≥ 250 MB/s",
                median >= 250);
    }

    /** @return MB/s in sum */
    private static double readByMany(String job, boolean gated) throws IOException {
        try (Fanout viewers =
                Fanout.connect(server.running().address(), server.api().token(), job, VIEWERS, WIDTH)) {
            long start = gated ? openGate() : System.nanoTime();
            viewers.readToTheEnd();
            long nanos = Sample.nanosSince(start);
            assertThat(viewers.lines()).isEqualTo(LINES + FIRST_LINES);
            return viewers.bytes() * 1e3 / nanos;
        }
    }

    /** Lets the script that waits at the gate go on. */
    private static long openGate() throws IOException {
        try (OutputStream opened = Files.newOutputStream(gate)) {
            long now = System.nanoTime();
            opened.write("go\n".getBytes(StandardCharsets.US_ASCII));
            return now;
        }
    }

    @Test
    @Order(5)
    void memory() throws Exception {
        Figures.note(
                "most resident memory of that server",
                ProcessMemory.resident(server.running().process(), "VmHWM") + " MB");
        assertThat(server.running().process().waitFor(0, TimeUnit.SECONDS)).isFalse();
    }
}
