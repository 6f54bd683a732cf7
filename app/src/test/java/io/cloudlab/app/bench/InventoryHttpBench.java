package io.cloudlab.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cloudlab.app.bench.support.BenchServer;
import io.cloudlab.app.bench.support.Figures;
import io.cloudlab.app.bench.support.KeptConnection;
import io.cloudlab.app.bench.support.Sample;
import io.cloudlab.app.bench.support.TemporaryPostgres;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.TestLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many objects are created per second, validated, with a value that must be unique and a tag, by several clients. */
class InventoryHttpBench {
    private static final int CLIENTS = 8;
    private static final int COLD = 1_000;
    private static final int WARM_UP = 4_000;
    private static final int OBJECTS = 5_000;
    private static final int RUNS = 3;
    private static final double PER_SECOND = 500;
    private static final String TYPE = """
            slug: machine
            label: Machine
            fields:
              - {name: hostname, type: string, required: true, unique: true, searchable: true}
              - {name: ip_address, type: string, searchable: true}
              - {name: region, type: string, required: true}
              - {name: power, type: enum, options: [running, stopped]}
              - {name: cores, type: integer}
              - {name: managed, type: boolean, default: true}
              - {name: bought, type: datetime}
              - {name: notes, type: text, searchable: true}
            """;

    @TempDir
    private Path directory;

    private int made;

    @Test
    void onH2() throws Exception {
        measure("H2", RunningServer.on(directory.resolve("data"), lab().path()));
    }

    @Test
    void onPostgresql() throws Exception {
        Optional<Path> programs = TemporaryPostgres.programs();
        assertThat(programs.isPresent() || System.getenv("CI") == null)
                .as("PostgreSQL is installed")
                .isTrue();
        assumeTrue(programs.isPresent(), "PostgreSQL is not installed");
        try (TemporaryPostgres postgres = TemporaryPostgres.start(programs.get())) {
            measure(
                    "PostgreSQL",
                    RunningServer.on(directory.resolve("data"), lab().path())
                            .with("CLOUDLAB_DATABASE_URL", postgres.url())
                            .with("CLOUDLAB_DATABASE_USER", "cloudlab"));
        }
    }

    private TestLab lab() throws Exception {
        return lab(directory);
    }

    /** A lab that knows the type {@code machine}. */
    static TestLab lab(Path directory) throws IOException {
        TestLab lab = TestLab.in(directory.resolve("lab"));
        Path types = Files.createDirectories(lab.path().resolve("inventory_types"));
        Files.writeString(types.resolve("machine.yaml"), TYPE);
        return lab;
    }

    private void measure(String database, RunningServer.Builder starts) throws Exception {
        Figures.title("Objects created over HTTP by " + CLIENTS + " clients, " + database);
        try (BenchServer server = BenchServer.start(starts)) {
            int tag = server.api()
                    .post("/api/inventory/tags", Map.of("name", "prod"))
                    .body()
                    .path("id")
                    .asInt();
            long begin = System.nanoTime();
            create(server, tag, COLD);
            Figures.note(
                    "cold: the first " + COLD,
                    String.format(Locale.ROOT, "%.0f/s", COLD * 1e9 / Sample.nanosSince(begin)));
            create(server, tag, WARM_UP);
            for (int run = 1; run <= RUNS; run++) {
                long start = System.nanoTime();
                Sample each = create(server, tag, OBJECTS);
                double perSecond = OBJECTS * 1e9 / Sample.nanosSince(start);
                Figures.within(
                        "objects created, run " + run,
                        String.format(Locale.ROOT, "%.0f/s", perSecond),
                        "",
                        "≥ 500/s",
                        perSecond >= PER_SECOND);
                Figures.note(
                        "one of them, median (p95)",
                        Sample.millis(each.median()) + " (" + Sample.millis(each.p95()) + ")");
            }
            assertEveryOneIsThere(server.api(), tag);
        }
    }

    /** @return how long each took */
    private Sample create(BenchServer server, int tag, int count) throws Exception {
        int first = made;
        made += count;
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<Future<Sample>> running = new ArrayList<>();
        for (int client = 0; client < CLIENTS; client++) {
            int from = first + client;
            int end = first + count;
            running.add(clients.submit(() -> {
                Sample times = new Sample();
                try (KeptConnection own = new KeptConnection(
                        server.running().address(), server.api().token())) {
                    for (int number = from; number < end; number += CLIENTS) {
                        long start = System.nanoTime();
                        own.post("/api/inventory/machine", object(number, tag));
                        times.add(Sample.nanosSince(start));
                    }
                }
                return times;
            }));
        }
        Sample all = new Sample();
        for (Future<Sample> one : running) all.addAll(one.get());
        clients.shutdown();
        return all;
    }

    /** The body that creates a machine. */
    static String object(int number, int tag) {
        return String.format(
                Locale.ROOT,
                """
                {"data": {"hostname": "host-%1$d.lab.test", "ip_address": "203.0.%2$d.%3$d", "region": "region-%4$d",
                "power": "%5$s", "cores": %4$d, "bought": "2026-01-%6$02dT00:00:00+00:00",
                "notes": "Machine number %1$d of the lab"}, "tag_ids": [%7$d]}""",
                number,
                number / 250 % 250,
                number % 250,
                number % 20,
                number % 2 == 0 ? "running" : "stopped",
                number % 28 + 1,
                tag);
    }

    private void assertEveryOneIsThere(Api api, int tag) {
        Api.Answer taken = api.post(
                "/api/inventory/machine",
                Map.of("data", Map.of("hostname", "host-7.lab.test", "region", "region-7"), "tag_ids", List.of(tag)));
        assertThat(taken.status()).isEqualTo(409);
        for (String filter : List.of("", "&tag=prod", "&search=host-"))
            assertThat(api.get("/api/inventory/machine?per_page=1" + filter)
                            .body()
                            .path("total")
                            .asInt())
                    .as(filter)
                    .isEqualTo(made);
        assertThat(api.get("/api/inventory/machine?per_page=1&field.power=running")
                        .body()
                        .path("total")
                        .asInt())
                .isEqualTo(made / 2);
    }
}
