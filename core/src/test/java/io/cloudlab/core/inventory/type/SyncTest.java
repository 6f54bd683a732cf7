package io.cloudlab.core.inventory.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.instances.AnsibleInventory;
import io.cloudlab.core.instances.InstanceCache;
import io.cloudlab.core.inventory.item.InventoryFixture;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemFilter;
import io.cloudlab.core.inventory.item.NewItem;
import io.cloudlab.core.inventory.sync.SyncResult;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.shared.Refused;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SyncTest {
    private static final ItemType SERVER = synced(
            "server",
            SyncAdapter.VULTR,
            Field.of("hostname", FieldType.STRING).asRequired().asUnique(),
            Field.of("ip_address", FieldType.STRING),
            Field.of("region", FieldType.STRING),
            Field.choice("power_status", "running", "stopped", "unknown"),
            Field.of("vultr_id", FieldType.STRING).asReadonly(),
            Field.of("notes", FieldType.TEXT));
    private static final ItemType USER = synced(
            "user",
            SyncAdapter.USERS,
            Field.of("username", FieldType.STRING).asRequired(),
            Field.of("role", FieldType.STRING),
            Field.of("status", FieldType.STRING));
    private static final ItemType SERVICE = synced(
            "service",
            SyncAdapter.SERVICES,
            Field.of("name", FieldType.STRING).asRequired().asUnique(),
            Field.of("service_dir", FieldType.STRING));

    private final InventoryFixture lab =
            new InventoryFixture(SERVER, USER, SERVICE, SampleTypes.type("plain", List.of()));

    @AfterEach
    void close() {
        lab.close();
    }

    private static ItemType synced(String slug, SyncAdapter adapter, Field... fields) {
        return new ItemType(new TypeSlug(slug), slug, null, "", List.of(fields), List.of(), adapter);
    }

    private void instances(String... hosts) {
        Map<String, Object> named = new HashMap<>();
        for (String host : hosts) {
            String[] parts = host.split("@");
            named.put(
                    parts[0],
                    Map.of(
                            "ansible_host",
                            parts[1],
                            "vultr_id",
                            "id-" + parts[0],
                            "vultr_region",
                            "ams",
                            "vultr_power_status",
                            "running"));
        }
        AnsibleInventory inventory = new AnsibleInventory(Map.of("all", Map.of("hosts", named)));
        lab.lab
                .stores()
                .instances()
                .write(new InstanceCache(inventory, lab.lab.clock().instant(), false));
    }

    private SyncResult sync(String slug) {
        return lab.cloudLab().inventorySync().run(lab.root, slug);
    }

    private List<Item> all(String slug) {
        return lab.items()
                .list(lab.root, slug, ItemFilter.ALL, new PageRequest(1, 100))
                .items();
    }

    @Test
    void instancesBecomeServersAndGoWithThem() {
        instances("web-1@203.0.113.1", "web-2@203.0.113.2");
        assertThat(sync("server")).isEqualTo(new SyncResult(2, 0, 0));
        assertThat(all("server"))
                .extracting(Item::data)
                .contains(Map.of(
                        "hostname", "web-1",
                        "ip_address", "203.0.113.1",
                        "region", "ams",
                        "power_status", "running",
                        "vultr_id", "id-web-1"));

        instances("web-2@203.0.113.9");
        assertThat(sync("server")).isEqualTo(new SyncResult(0, 1, 1));
        assertThat(all("server"))
                .singleElement()
                .satisfies(item -> assertThat(item.data()).containsEntry("ip_address", "203.0.113.9"));
        instances();
        assertThat(sync("server")).isEqualTo(new SyncResult(0, 0, 1));
        assertThat(all("server")).isEmpty();
    }

    @Test
    void secondRunWritesNothing() {
        instances("web-1@203.0.113.1");
        sync("server");
        List<Item> before = all("server");
        int audited = lab.lab.audit().size();

        assertThat(sync("server")).isEqualTo(SyncResult.NOTHING);
        assertThat(all("server")).isEqualTo(before);
        assertThat(lab.lab.audit()).hasSize(audited);
    }

    @Test
    void whatPeopleMadeOrSetStays() {
        Item own = lab.items().create(lab.root, "server", new NewItem(Map.of("hostname", "web-1"), List.of()));
        instances("web-1@203.0.113.1", "web-2@203.0.113.2");
        assertThat(sync("server")).isEqualTo(new SyncResult(1, 0, 0));
        Item made = all("server").get(0);
        lab.items().change(lab.root, "server", made.id(), InventoryFixture.change("notes", "mine"));
        instances("web-2@203.0.113.3");
        sync("server");

        assertThat(all("server")).hasSize(2).contains(own);
        assertThat(lab.items().find(lab.root, "server", made.id()).data())
                .containsEntry("notes", "mine")
                .containsEntry("ip_address", "203.0.113.3");
    }

    @Test
    void instancesMayExchangeTheirNames() {
        instances("web-1@203.0.113.1", "web-2@203.0.113.2");
        sync("server");
        Map<String, Object> swapped = Map.of(
                "web-1", Map.of("ansible_host", "203.0.113.2", "vultr_id", "id-web-2"),
                "web-3", Map.of("ansible_host", "203.0.113.1", "vultr_id", "id-web-1"));
        AnsibleInventory inventory = new AnsibleInventory(Map.of("all", Map.of("hosts", swapped)));
        lab.lab
                .stores()
                .instances()
                .write(new InstanceCache(inventory, lab.lab.clock().instant(), false));

        assertThat(sync("server")).isEqualTo(new SyncResult(0, 2, 0));
        assertThat(all("server")).extracting(Item::name).containsExactlyInAnyOrder("web-1", "web-3");
    }

    @Test
    void usersAndServicesBecomeObjects() {
        lab.lab.user("mira", Permission.JOBS_CANCEL);
        lab.lab.lab().catalogue().add("hello");
        assertThat(sync("user").created()).isEqualTo(1);
        assertThat(all("user").get(0).data()).containsEntry("username", "mira").containsEntry("status", "active");
        sync("service");
        assertThat(all("service").get(0).data()).isEqualTo(Map.of("name", "hello", "service_dir", "/services/hello"));
    }

    @Test
    void typeWithoutAdapterAndCallerWithoutPermissionAreRefused() {
        assertThatThrownBy(() -> sync("plain")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> lab.cloudLab().inventorySync().run(lab.caller("nobody"), "server"))
                .isInstanceOf(Denied.class);
        assertThat(lab.cloudLab().inventorySync().run(lab.caller("viewer", "view"), "server"))
                .isEqualTo(SyncResult.NOTHING);
    }
}
