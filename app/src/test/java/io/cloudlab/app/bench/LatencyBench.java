package io.cloudlab.app.bench;

import io.cloudlab.app.bench.support.BenchServer;
import io.cloudlab.app.bench.support.Figures;
import io.cloudlab.app.bench.support.Floors;
import io.cloudlab.app.bench.support.Sample;
import io.cloudlab.app.bench.support.Scripts;
import io.cloudlab.app.bench.support.SocketViewer;
import io.cloudlab.app.bench.support.TextSink;
import io.cloudlab.app.e2e.TestLab;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How soon a person sees the first line, and how old a line is when he sees it. */
class LatencyBench {
    private static final int COLD_RUNS = 20;
    private static final int SOME_WARM_UPS = 150;
    private static final int WARM_UPS = 600;
    private static final int RUNS = 100;
    private static final int SLOW_LINES = 200;
    private static final Pattern STAMP = Pattern.compile("at (\\d{10})\\.(\\d{6})");

    @TempDir
    private Path directory;

    @Test
    void firstLineAndAge() throws Exception {
        TestLab lab = TestLab.in(directory.resolve("lab"))
                .service("first", "echo the first line\n")
                .service(
                        "slow",
                        "for ((i = 0; i < " + SLOW_LINES
                                + "; i++)); do echo at $EPOCHREALTIME; sleep 0.0$((RANDOM % 70 + 20)); done\n");
        Figures.title("Latency");
        try (BenchServer server = BenchServer.start(directory, lab)) {
            Sample bare = Sample.of(SOME_WARM_UPS, RUNS, () -> Floors.firstLine(Scripts.of(lab, "first")));
            Sample cold = Sample.of(0, COLD_RUNS, () -> firstLine(server, new Sample()));
            Sample warmer = Sample.of(SOME_WARM_UPS, RUNS, () -> firstLine(server, new Sample()));
            Sample.of(WARM_UPS, 0, () -> firstLine(server, new Sample()));
            Sample posts = new Sample();
            Sample measured = Sample.of(0, RUNS, () -> firstLine(server, posts));
            more("POST deploy to the first line at a viewer, median", measured.median(), bare.median(), 20);
            more("POST deploy to the first line at a viewer, p95", measured.p95(), bare.p95(), 50);
            Figures.note("the first " + COLD_RUNS + " after the start, median", Sample.millis(cold.median()));
            Figures.note(
                    "the " + RUNS + " after the first " + (COLD_RUNS + SOME_WARM_UPS) + ", median",
                    Sample.millis(warmer.median()));
            Figures.note("until the POST is answered, median", Sample.millis(posts.median()));
            Sample ages = ages(server);
            Figures.within(
                    "age of a line at the viewer while a job prints slowly, p95 of " + ages.count(),
                    Sample.millis(ages.p95()),
                    "",
                    "≤ 40 ms",
                    ages.p95() <= 40);
            Figures.note("the same, median", Sample.millis(ages.median()));
        }
    }

    private static void more(String what, double measured, double floor, double target) throws Exception {
        Figures.within(
                what,
                Sample.millis(measured),
                Sample.millis(floor) + " (bare bash)",
                "≤ " + Sample.millis(target) + " more",
                measured - floor <= target);
    }

    private static long firstLine(BenchServer server, Sample posts) throws Exception {
        AtomicLong seen = new AtomicLong();
        AtomicBoolean done = new AtomicBoolean();
        TextSink sink = new TextSink(message -> {
            if (message.contains("\"the first line\"")) seen.compareAndSet(0, System.nanoTime());
            if (message.startsWith("{\"type\":\"done\"")) done.set(true);
        });
        long start = System.nanoTime();
        String job = server.deploy("first");
        posts.add(Sample.nanosSince(start));
        try (SocketViewer viewer = server.view(job, sink)) {
            viewer.readUntil(done::get);
        }
        return seen.get() - start;
    }

    private static Sample ages(BenchServer server) throws Exception {
        Sample ages = new Sample();
        AtomicBoolean done = new AtomicBoolean();
        TextSink sink = new TextSink(message -> {
            Instant now = Instant.now();
            Matcher stamps = STAMP.matcher(message);
            while (stamps.find()) {
                Instant printed = Instant.ofEpochSecond(Long.parseLong(stamps.group(1)))
                        .plus(Long.parseLong(stamps.group(2)), ChronoUnit.MICROS);
                ages.add(ChronoUnit.NANOS.between(printed, now));
            }
            if (message.startsWith("{\"type\":\"done\"")) done.set(true);
        });
        try (SocketViewer viewer = server.view(server.deploy("slow"), sink)) {
            viewer.readUntil(done::get);
        }
        return ages;
    }
}
