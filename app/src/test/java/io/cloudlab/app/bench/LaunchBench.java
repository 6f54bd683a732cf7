package io.cloudlab.app.bench;

import io.cloudlab.app.bench.support.BenchServer;
import io.cloudlab.app.bench.support.Figures;
import io.cloudlab.app.bench.support.Floors;
import io.cloudlab.app.bench.support.Sample;
import io.cloudlab.app.bench.support.Scripts;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.TestLab;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many launches are accepted while others run and wait. */
class LaunchBench {
    private static final int SERVICES = 20;
    private static final int CLIENTS = 4;
    private static final int COLD = 200;
    private static final int QUEUE = 100;
    private static final int OFFERED_PER_SECOND = 100;
    private static final int SECONDS = 10;

    @TempDir
    private Path directory;

    @Test
    void launchesPerSecond() throws Exception {
        TestLab lab = TestLab.in(directory.resolve("lab"));
        for (int i = 0; i < SERVICES; i++) lab.service("short-" + i, "echo done\n");
        Figures.title("Launches");
        try (BenchServer server = BenchServer.start(directory, lab)) {
            Figures.note(
                    "cold: the first " + COLD + " of a server, as fast as " + CLIENTS + " clients can",
                    perSecond(COLD, launch(server, COLD, 0)));
            awaitQuiet(server);
            int launches = OFFERED_PER_SECOND * SECONDS;
            Sample paced = launch(server, launches, OFFERED_PER_SECOND);
            Figures.within(
                    launches + " launches offered at " + OFFERED_PER_SECOND + "/s while jobs run and wait: accepted",
                    perSecond(launches, paced),
                    "",
                    "≥ 100/s",
                    launches * 1e3 / paced.quantile(1) >= 0.99 * OFFERED_PER_SECOND);
            long start = System.nanoTime();
            awaitQuiet(server);
            Figures.note("the queue was empty after another", Sample.seconds(Sample.nanosSince(start) / 1e6));
            Sample fast = launch(server, launches, 0);
            Figures.note(launches + " launches as fast as " + CLIENTS + " clients can", perSecond(launches, fast));
            start = System.nanoTime();
            awaitQuiet(server);
            Figures.note("the queue was empty after another", Sample.seconds(Sample.nanosSince(start) / 1e6));
        }
    }

    @Test
    void queueOfOneService() throws Exception {
        TestLab lab = TestLab.in(directory.resolve("lab")).service("short-0", "echo done\n");
        Figures.title("Queue of one exclusive service, jobs that print a line");
        try (BenchServer server = BenchServer.start(directory, lab)) {
            Path script = Scripts.of(lab, "short-0");
            Sample bare = Sample.of(10, QUEUE, () -> Floors.firstLine(script));
            Figures.note(
                    "the script alone, by bare bash one after the other",
                    String.format(Locale.ROOT, "%.0f/s", 1e3 / bare.median()));
            for (String when : List.of("cold", "after " + QUEUE, "after " + 2 * QUEUE)) {
                long start = System.nanoTime();
                for (int i = 0; i < QUEUE; i++) server.deploy("short-0");
                awaitQuiet(server);
                double perSecond = QUEUE * 1e9 / Sample.nanosSince(start);
                Figures.within(
                        when + ": " + QUEUE + " jobs, from the first launch to the last end",
                        String.format(Locale.ROOT, "%.0f/s", perSecond),
                        "",
                        "≥ 100/s",
                        perSecond >= 100);
            }
        }
    }

    private static String perSecond(int launches, Sample ends) {
        return String.format(Locale.ROOT, "%.0f/s", launches * 1e3 / ends.quantile(1));
    }

    /** @return for each launch, when it was acknowledged after the first was sent */
    private static Sample launch(BenchServer server, int launches, int perSecond) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        long start = System.nanoTime();
        List<Future<Sample>> running = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            int first = client;
            running.add(clients.submit(() -> {
                Sample ends = new Sample();
                Api own = new Api(server.running().address(), server.api().token());
                for (int i = first; i < launches; i += CLIENTS) {
                    if (perSecond > 0) awaitTime(start + i * TimeUnit.SECONDS.toNanos(1) / perSecond);
                    Api.Answer answer = own.post("/api/services/short-" + i % SERVICES + "/deploy");
                    if (answer.status() != 200) throw new IllegalStateException(String.valueOf(answer.body()));
                    ends.add(Sample.nanosSince(start));
                }
                return ends;
            }));
        }
        Sample all = new Sample();
        for (Future<Sample> one : running) all.addAll(one.get());
        clients.shutdown();
        return all;
    }

    private static void awaitTime(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void awaitQuiet(BenchServer server) throws InterruptedException {
        while (server.api()
                        .get("/api/jobs?status=running&per_page=1")
                        .body()
                        .path("total")
                        .asInt(1)
                > 0) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
