package io.cloudlab.persistence.items;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.cloudlab.core.CloudLab;
import io.cloudlab.core.Stores;
import io.cloudlab.core.access.AclRule;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.instances.AnsibleInventory;
import io.cloudlab.core.instances.InstanceCache;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemFilter;
import io.cloudlab.core.inventory.item.NewItem;
import io.cloudlab.core.inventory.sync.SyncResult;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.SyncAdapter;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.testing.TestCloudLab;
import io.cloudlab.persistence.CountedStatements;
import io.cloudlab.persistence.JdbiPersistence;
import io.cloudlab.persistence.connection.H2Url;
import io.cloudlab.persistence.connection.Pools;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often the inventory asks its database. */
class InventoryStatementsTest {
    private static final Caller ROOT = Caller.system("test");
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
                    Field.of("ip_address", FieldType.STRING),
                    Field.choice("power_status", "running", "stopped", "unknown")),
            List.of(),
            SyncAdapter.VULTR);

    private final CountedStatements statements = new CountedStatements();
    private HikariDataSource pool;
    private Stores stores;
    private TestCloudLab lab;
    private CloudLab inventory;

    @BeforeEach
    void open() {
        pool = Pools.h2(H2Url.withSettings("jdbc:h2:mem:statements;DB_CLOSE_DELAY=0"), null, null);
        stores = JdbiPersistence.open(statements.over(pool));
        lab = new TestCloudLab(builder -> builder.withoutJobs(), unused -> stores);
        lab.lab().types().set(SERVER);
        inventory = lab.cloudLab();
        inventory.itemTypes().list(ROOT);
        statements.taken();
    }

    @AfterEach
    void close() {
        lab.close();
        pool.close();
    }

    @Test
    void decisionOnAnObjectTakesOneStatementAndThenNone() {
        Item item = server("web-1");
        int role = stores.roles()
                .insert("role", "", false, lab.clock().instant(), Set.of())
                .id();
        stores.acl().put(item.id(), role, "edit", AclRule.Effect.ALLOW);
        Caller caller = Caller.user(1, "mira", Set.of(Permission.JOBS_VIEW_OWN), Set.of(role), null);
        statements.taken();

        assertThat(inventory.accessRules().mayManage(caller, item)).isTrue();
        assertThat(statements.taken()).hasSize(1);
        assertThat(inventory.accessRules().mayManage(caller, item)).isTrue();
        assertThat(statements.taken()).isEmpty();
        lab.clock().advance(Duration.ofSeconds(1));
        assertThat(inventory.accessRules().mayManage(caller, item)).isTrue();
        assertThat(statements.taken()).hasSize(1);
    }

    @Test
    void listTakesTheSameStatementsHoweverManyObjectsItShows() {
        server("web-1");
        statements.taken();
        list();
        List<String> forOne = statements.taken();
        for (int each = 2; each < 40; each++) server("web-" + each);
        statements.taken();
        list();
        assertThat(forOne).isNotEmpty();
        assertThat(statements.taken()).isEqualTo(forOne);
    }

    @Test
    void secondSynchronisationWritesNothing() {
        instances(50);
        assertThat(sync()).isEqualTo(new SyncResult(50, 0, 0));
        lab.clock().advance(Duration.ofMinutes(1));
        statements.taken();

        assertThat(sync()).isEqualTo(new SyncResult(0, 0, 0));
        assertThat(statements.taken())
                .isNotEmpty()
                .hasSizeLessThan(10)
                .allMatch(statement -> statement.startsWith("select"));
    }

    @Test
    void synchronisationWritesManyObjectsAtOnce() {
        instances(200);
        assertThat(sync().created()).isEqualTo(200);
        assertThat(statements.taken()).hasSizeLessThan(30);
    }

    private Item server(String hostname) {
        return inventory.items().create(ROOT, "server", new NewItem(Map.of("hostname", hostname), List.of()));
    }

    private void list() {
        inventory.items().list(ROOT, "server", ItemFilter.ALL, new PageRequest(1, 100));
    }

    private SyncResult sync() {
        return inventory.inventorySync().run(ROOT, "server");
    }

    private void instances(int count) {
        Map<String, Object> hosts = new HashMap<>();
        for (int each = 0; each < count; each++)
            hosts.put("web-" + each, Map.of("ansible_host", "203.0.113." + each, "vultr_id", "id-" + each));
        stores.instances()
                .write(new InstanceCache(
                        new AnsibleInventory(Map.of("all", Map.of("hosts", hosts))),
                        lab.clock().instant(),
                        false));
    }
}
