package io.cloudlab.app.bench;

import io.cloudlab.app.bench.support.BenchServer;
import io.cloudlab.app.bench.support.Figures;
import io.cloudlab.app.bench.support.ProcessMemory;
import io.cloudlab.app.bench.support.Sample;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.TestLab;
import io.cloudlab.core.testing.BenchTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a lab of many services costs: memory, processor time at rest, the list of services, and a run of one of them. */
class ServicesBench {
    private static final List<Integer> SERVICES = List.of(0, 100, 1_000, 5_000);
    private static final int MAX_SERVICES = BenchTable.size("services", 5_000);
    private static final int SECONDS = BenchTable.size("seconds", 20);
    private static final int RUNS = BenchTable.size("runs", 200);
    private static final double TICKS_PER_SECOND = 100;
    private static final String SCRIPTS = """
            scripts:
              - {name: deploy, script: deploy.sh, concurrency: parallel}
              - name: add-user
                script: deploy.sh
                concurrency: parallel
                inputs: [{name: user, type: string, required: true, pattern: "[a-z]+"}, {name: groups, type: list}]
            """;
    private static final Map<String, Object> ADD_USER = Map.of("script", "add-user", "inputs", Map.of("user", "mira"));

    @TempDir
    private Path directory;

    /** What was measured with so many services: memory in MB, the share of the machine, milliseconds. */
    private record Cost(
            int services, long start, long resident, double rest, Sample list, Sample changed, Sample run) {}

    @Test
    void costOfServices() throws Exception {
        Figures.title(
                "Services: cost of a lab of many, each with two scripts",
                "server cold for start, memory and rest, warm for requests; p95 (median) of " + RUNS
                        + "; floor: the same server with one service");
        Cost floor = null;
        for (int services : SERVICES) {
            if (services > MAX_SERVICES) continue;
            Cost cost = measure(services);
            if (floor == null) floor = cost;
            print(cost, floor);
        }
    }

    /** One more service, {@code own}, is what runs are made of. */
    private Cost measure(int services) throws Exception {
        TestLab lab = TestLab.in(directory.resolve("lab-" + services));
        add(lab, "own");
        for (int each = 0; each < services; each++) add(lab, "service-" + each);
        long start = System.nanoTime();
        try (BenchServer server =
                BenchServer.start(RunningServer.on(directory.resolve("data-" + services), lab.path()))) {
            server.api().get("/api/services");
            long started = Sample.nanosSince(start);
            TimeUnit.SECONDS.sleep(SECONDS);
            Path process =
                    Path.of("/proc", String.valueOf(server.running().process().pid()));
            long before = QuietJobsBench.time(process);
            TimeUnit.SECONDS.sleep(SECONDS);
            double rest = (QuietJobsBench.time(process) - before)
                    / (SECONDS * TICKS_PER_SECOND * Runtime.getRuntime().availableProcessors());
            long resident = ProcessMemory.resident(server.running().process(), "VmRSS");
            Sample list = Sample.of(RUNS, RUNS, () -> list(server));
            int[] version = {0};
            Sample changed = Sample.of(5, Math.max(10, RUNS / 4), () -> {
                lab.file("own", "scripts.yaml", SCRIPTS + "# " + version[0]++ + "\n");
                return list(server);
            });
            Sample run = Sample.of(RUNS, RUNS, () -> run(server));
            return new Cost(services, started, resident, rest, list, changed, run);
        }
    }

    private static void add(TestLab lab, String name) throws Exception {
        lab.service(name, "true").file(name, "scripts.yaml", SCRIPTS);
    }

    private static long list(BenchServer server) {
        long start = System.nanoTime();
        if (server.api().get("/api/services").status() != 200) throw new IllegalStateException("no list");
        return Sample.nanosSince(start);
    }

    /** Until it is accepted; its end is awaited, so that no queue grows. */
    private static long run(BenchServer server) throws Exception {
        long start = System.nanoTime();
        var answer = server.api().post("/api/services/own/run", ADD_USER);
        long nanos = Sample.nanosSince(start);
        if (answer.status() != 200) throw new IllegalStateException("run: " + answer.body());
        server.awaitEnd(answer.text("/job_id"));
        return nanos;
    }

    private static void print(Cost cost, Cost floor) {
        String of = String.format(Locale.ROOT, "%,d services: ", cost.services);
        BenchTable.row(
                of + "start to the first list",
                Sample.seconds(cost.start / 1e6),
                Sample.seconds(floor.start / 1e6),
                BenchTable.ratio(cost.start, floor.start));
        BenchTable.row(
                of + "resident memory at rest",
                cost.resident + " MB",
                floor.resident + " MB",
                BenchTable.ratio(cost.resident, floor.resident));
        BenchTable.row(of + "processor time at rest", percent(cost.rest), percent(floor.rest), "");
        times(of + "GET /api/services", cost.list, floor.list);
        times(of + "the same after a scripts.yaml has changed", cost.changed, floor.changed);
        times(of + "POST run, accepted", cost.run, floor.run);
    }

    private static void times(String what, Sample measured, Sample floor) {
        BenchTable.row(
                what,
                Sample.millis(measured.p95()) + " (" + Sample.millis(measured.median()) + ")",
                Sample.millis(floor.p95()) + " (" + Sample.millis(floor.median()) + ")",
                BenchTable.ratio(measured.p95(), floor.p95()));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }
}
