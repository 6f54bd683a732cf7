package io.cloudlab.persistence.bench;

import static io.cloudlab.persistence.bench.FilledInventory.SERVER;
import static io.cloudlab.persistence.bench.FilledInventory.key;

import io.cloudlab.core.Stores;
import io.cloudlab.core.inventory.item.ItemQuery;
import io.cloudlab.core.inventory.item.ItemVisibility;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.persistence.JdbiPersistence;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints how long pages of the inventory take with 100,000 objects of one type, totals included, on both databases: for a
 * super-admin, for a user who may see the type, and for those who see only what they were granted; and how a search grows
 * with the number of objects. What the calling thread computes, which is all there is to H2, tells more on a busy machine. Fewer objects: {@code -Dcloudlab.bench.objects=10000}; a directory that keeps the filled
 * databases for the next run: {@code -Dcloudlab.bench.data=…}.
 */
class InventoryBench {
    private static final int OBJECTS = Integer.getInteger("cloudlab.bench.objects", 100_000);
    private static final int ROUNDS = Integer.getInteger("cloudlab.bench.rounds", 100);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int STEPS = 4;
    private static final int PER_PAGE = 100;
    private static final double LIST_MILLIS = 20;
    private static final double SEARCH_MILLIS = 60;

    private final Random random = new Random(11);
    private @Nullable Stores opened;
    private @Nullable FilledInventory filled;

    @TempDir
    private Path temporary;

    @Test
    void onH2() throws IOException {
        try (Stores stores = JdbiPersistence.embedded(data("h2"))) {
            run("H2", stores, () -> {});
        }
    }

    @Test
    void onPostgresql() throws IOException {
        EmbeddedPostgres.Builder builder =
                EmbeddedPostgres.builder().setDataDirectory(data("postgresql")).setCleanDataDirectory(false);
        try (EmbeddedPostgres server = builder.start();
                Stores stores = JdbiPersistence.connect(server.getJdbcUrl("postgres", "postgres"), null, null)) {
            run("PostgreSQL", stores, () -> vacuum(server));
        }
    }

    private Path data(String database) throws IOException {
        String kept = System.getProperty("cloudlab.bench.data", "");
        return Files.createDirectories((kept.isEmpty() ? temporary : Path.of(kept)).resolve(database));
    }

    private FilledInventory inventory() {
        if (filled == null) throw new IllegalStateException("nothing is filled");
        return filled;
    }

    private void run(String database, Stores stores, Runnable settle) {
        opened = stores;
        filled = new FilledInventory(stores);
        System.out.printf(Locale.ROOT, "%n### Inventory, %,d objects, %s%n", OBJECTS, database);
        System.out.printf(
                "%n| what | p50 | p95 | computing here, p50 | found | target p95 |%n|---|---|---|---|---|---|%n");
        for (int step = STEPS - 1; step > 0; step--) {
            if (inventory().size() > OBJECTS >> step) continue; // it was filled by an earlier run
            inventory().fill(OBJECTS >> step);
            settle.run();
            search(String.format(Locale.ROOT, "%,d objects, ", inventory().size()), ItemVisibility.SYSTEM);
        }
        inventory().fill(OBJECTS);
        settle.run();
        lists("super-admin, ", ItemVisibility.SYSTEM, LIST_MILLIS);
        search("super-admin, ", ItemVisibility.SYSTEM);
        Set<Integer> own = Set.of(inventory().role(0), inventory().role(1));
        lists("user of the type, ", new ItemVisibility(false, true, own), LIST_MILLIS);
        search("user of the type, ", new ItemVisibility(false, true, own));
        lists("user with grants, ", new ItemVisibility(false, false, own), LIST_MILLIS);
        search("user with grants, ", new ItemVisibility(false, false, own));
        measure(
                "decision, not kept",
                0,
                () -> stores.acl().of(1 + random.nextInt(OBJECTS)).rules().size());
        measure("all tags with their numbers", 0, () -> stores.tags().all().size());
        measure("an object is added", 0, () -> inventory().insert(1).size());
    }

    private void lists(String who, ItemVisibility viewer, double target) {
        measure(who + "first page", target, all(null), viewer, 1);
        measure(who + "page 500", target, all(null), viewer, 500);
        measure(who + "last page", target, all(null), viewer, OBJECTS / PER_PAGE);
        measure(who + "sorted by a field", target, all("hostname"), viewer, 1);
        measure(who + "tag of 1.5 %", target, tagged(5), viewer, 1);
        measure(who + "tag of half", target, tagged(0), viewer, 1);
        measure(who + "field of 5 %", target, holding(Map.of("region", "region-3")), viewer, 1);
        measure(who + "field of half", target, holding(Map.of("power", "running")), viewer, 1);
        measure(who + "two fields", 0, holding(Map.of("power", "running", "region", "region-4")), viewer, 1);
    }

    private void search(String who, ItemVisibility viewer) {
        int size = inventory().size();
        measure(who + "search, 1 found", SEARCH_MILLIS, searching("host-" + (size / 3) + "."), viewer, 1);
        measure(who + "search, 1 % found", SEARCH_MILLIS, searching("host-77"), viewer, 1);
        measure(who + "search, all found", SEARCH_MILLIS, searching("host"), viewer, 1);
        measure(who + "search in vain", SEARCH_MILLIS, searching("nothing like it"), viewer, 1);
    }

    private static ItemQuery all(@Nullable String sort) {
        return new ItemQuery(SERVER, null, Set.of(), Map.of(), sort, sort == null);
    }

    private ItemQuery tagged(int tag) {
        return new ItemQuery(SERVER, null, Set.of(inventory().tag(tag).id()), Map.of(), null, true);
    }

    private static ItemQuery holding(Map<String, String> fields) {
        Map<String, io.cloudlab.core.inventory.item.FieldKey> keys = new java.util.TreeMap<>();
        fields.forEach((name, value) -> keys.put(name, key(value)));
        return new ItemQuery(SERVER, null, Set.of(), keys, null, true);
    }

    private static ItemQuery searching(String text) {
        return new ItemQuery(SERVER, text, Set.of(), Map.of(), null, true);
    }

    private void measure(String what, double target, ItemQuery query, ItemVisibility viewer, int page) {
        if (opened == null) throw new IllegalStateException("no database is open");
        Stores stores = opened;
        PageRequest request = new PageRequest(page, PER_PAGE);
        measure(what, target, () -> stores.items().list(query, viewer, request).total());
    }

    private interface Look {
        long found();
    }

    /** An object is added before each look, since H2 answers the same query from its memory while nothing changes. */
    private void measure(String what, double target, Look look) {
        for (int round = 0; round < ROUNDS / 4; round++) look.found();
        double[] millis = new double[ROUNDS];
        double[] computed = new double[ROUNDS];
        long found = 0;
        for (int round = 0; round < ROUNDS; round++) {
            inventory().insert(1);
            long start = System.nanoTime();
            long cpu = THREADS.getCurrentThreadCpuTime();
            found = look.found();
            millis[round] = (System.nanoTime() - start) / 1e6;
            computed[round] = (THREADS.getCurrentThreadCpuTime() - cpu) / 1e6;
        }
        Arrays.sort(millis);
        Arrays.sort(computed);
        double p95 = millis[ROUNDS * 95 / 100];
        String promised = target == 0 ? "" : String.format(Locale.ROOT, "≤ %.0f ms", target);
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f ms | %.1f ms | %.1f ms | %,d | %s |%n",
                what,
                millis[ROUNDS / 2],
                p95,
                computed[ROUNDS / 2],
                found,
                target > 0 && p95 > target ? promised + ": **missed**" : promised);
    }

    /** What the server does by itself within a minute. */
    private static void vacuum(EmbeddedPostgres server) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
