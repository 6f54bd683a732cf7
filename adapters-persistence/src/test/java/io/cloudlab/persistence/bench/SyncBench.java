package io.cloudlab.persistence.bench;

import io.cloudlab.core.Stores;
import io.cloudlab.core.access.AclRule;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.instances.AnsibleInventory;
import io.cloudlab.core.instances.InstanceCache;
import io.cloudlab.core.inventory.item.AccessRules;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemFilter;
import io.cloudlab.core.inventory.sync.SyncResult;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.SyncAdapter;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.testing.TestCloudLab;
import io.cloudlab.persistence.JdbiPersistence;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints how long it takes to bring 10,000 server objects in step with as many instances, for the first time, again, with
 * one in a hundred changed, and when all have gone; and how long a decision on one object takes.
 */
class SyncBench {
    private static final int SERVERS = 10_000;
    private static final double MAX_SECONDS = 5;
    private static final int DECISIONS = 200_000;
    private static final double MAX_MICROS = 50;
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
    private static final Caller ROOT = Caller.system("bench");
    private static final ItemType SERVER = new ItemType(
            new TypeSlug("server"),
            "Server",
            null,
            "",
            List.of(
                    Field.of("hostname", FieldType.STRING)
                            .asRequired()
                            .asUnique()
                            .asSearchable(),
                    Field.of("ip_address", FieldType.STRING).asSearchable(),
                    Field.of("region", FieldType.STRING).asSearchable(),
                    Field.of("plan", FieldType.STRING),
                    Field.of("os", FieldType.STRING),
                    Field.choice("power_status", "running", "stopped", "unknown"),
                    Field.of("vultr_id", FieldType.STRING).asReadonly(),
                    Field.of("vultr_label", FieldType.STRING).asReadonly().asSearchable()),
            List.of(),
            SyncAdapter.VULTR);

    @TempDir
    private Path directory;

    @Test
    void onH2() {
        try (Stores stores = JdbiPersistence.embedded(directory)) {
            run("H2", stores);
        }
    }

    @Test
    void onPostgresql() throws IOException {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder().start();
                Stores stores = JdbiPersistence.connect(server.getJdbcUrl("postgres", "postgres"), null, null)) {
            run("PostgreSQL", stores);
        }
    }

    private static void run(String database, Stores stores) {
        try (TestCloudLab lab = new TestCloudLab(builder -> builder.withoutJobs(), unused -> stores)) {
            lab.lab().types().set(SERVER);
            lab.cloudLab().itemTypes().list(ROOT);
            System.out.printf(Locale.ROOT, "%n### Synchronisation of %,d servers, %s%n", SERVERS, database);
            System.out.printf("%n| what | created, updated, removed | measured | target |%n|---|---|---|---|%n");
            for (int run = 1; run <= 2; run++) {
                instances(stores, SERVERS, "");
                sync(lab, "the first time (run " + run + ")");
                sync(lab, "again");
                instances(stores, SERVERS, "changed");
                sync(lab, "one in a hundred has changed");
                if (run == 2) decisions(lab, stores);
                instances(stores, 0, "");
                sync(lab, "all have gone");
            }
        }
    }

    private static void sync(TestCloudLab lab, String what) {
        long start = System.nanoTime();
        SyncResult result = lab.cloudLab().inventorySync().run(ROOT, "server");
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "| %s | %,d, %,d, %,d | %.2f s | ≤ 5 s%s |%n",
                what,
                result.created(),
                result.updated(),
                result.removed(),
                seconds,
                seconds > MAX_SECONDS ? ": **missed**" : "");
    }

    private static void decisions(TestCloudLab lab, Stores stores) {
        int role = stores.roles().insert("role", "", false, NOW, Set.of()).id();
        Caller caller = Caller.user(1, "mira", Set.of(Permission.JOBS_VIEW_OWN), Set.of(role), null);
        List<Item> items = lab.cloudLab()
                .items()
                .list(ROOT, "server", ItemFilter.ALL, new PageRequest(1, 500))
                .items();
        for (Item item : items) stores.acl().put(item.id(), role, "edit", AclRule.Effect.ALLOW);
        AccessRules rules = lab.cloudLab().accessRules();
        for (int round = 0; round < 20; round++) {
            lab.clock().advance(Duration.ofSeconds(2));
            items.forEach(item -> decide(rules, caller, item));
        }
        lab.clock().advance(Duration.ofSeconds(2));
        long start = System.nanoTime();
        items.forEach(item -> decide(rules, caller, item));
        print("decision, with its query", (System.nanoTime() - start) / 1e3 / items.size(), "");
        for (int each = 0; each < DECISIONS; each++) decide(rules, caller, items.get(each % items.size()));
        start = System.nanoTime();
        for (int each = 0; each < DECISIONS; each++) decide(rules, caller, items.get(each % items.size()));
        double micros = (System.nanoTime() - start) / 1e3 / DECISIONS;
        print("decision, kept", micros, micros > MAX_MICROS ? "≤ 50 µs: **missed**" : "≤ 50 µs");
    }

    private static void decide(AccessRules rules, Caller caller, Item item) {
        if (!rules.mayManage(caller, item)) throw new IllegalStateException("denied");
    }

    private static void print(String what, double micros, String target) {
        System.out.printf(Locale.ROOT, "| %s | | %.2f µs | %s |%n", what, micros, target);
    }

    private static void instances(Stores stores, int count, String label) {
        Map<String, Object> hosts = new HashMap<>();
        for (int each = 0; each < count; each++)
            hosts.put(
                    "host-" + each + ".lab.test",
                    Map.of(
                            "ansible_host", "203.0." + each / 250 + "." + each % 250,
                            "vultr_id", "7f3b21c0-" + each,
                            "vultr_label", "server " + each + (each % 100 == 0 ? label : ""),
                            "vultr_region", "region-" + each % 20,
                            "vultr_plan", "plan-" + each % 7,
                            "vultr_os", "Debian " + each % 3,
                            "vultr_power_status", each % 2 == 0 ? "running" : "stopped"));
        stores.instances()
                .write(new InstanceCache(new AnsibleInventory(Map.of("all", Map.of("hosts", hosts))), NOW, false));
    }
}
