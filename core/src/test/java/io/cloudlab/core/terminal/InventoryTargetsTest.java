package io.cloudlab.core.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.AclRule.Effect;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.instances.AnsibleInventory;
import io.cloudlab.core.instances.InstanceCache;
import io.cloudlab.core.inventory.action.ActionTargets;
import io.cloudlab.core.inventory.authority.HostAuthority;
import io.cloudlab.core.inventory.item.AccessRules;
import io.cloudlab.core.inventory.item.FieldSecrets;
import io.cloudlab.core.inventory.item.ItemAccess;
import io.cloudlab.core.inventory.item.ItemChange;
import io.cloudlab.core.inventory.item.ItemFilter;
import io.cloudlab.core.inventory.item.ItemStore;
import io.cloudlab.core.inventory.item.ItemTypes;
import io.cloudlab.core.inventory.item.NewItem;
import io.cloudlab.core.inventory.sync.InstanceSource;
import io.cloudlab.core.inventory.sync.SyncSource;
import io.cloudlab.core.inventory.type.Action;
import io.cloudlab.core.inventory.type.ActionType;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.SyncAdapter;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.terminal.shell.CannotConnect;
import io.cloudlab.core.terminal.shell.ShellLogin;
import io.cloudlab.core.terminal.shell.ShellUser;
import io.cloudlab.core.testing.TestCloudLab;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InventoryTargetsTest {
    private final TestCloudLab lab = new TestCloudLab(builder -> builder.withoutJobs());
    private final Caller root = Caller.system("test");
    private final TerminalTargets targets = targets();

    private TerminalTargets targets() {
        ItemStore items = lab.stores().items();
        ItemTypes types = lab.cloudLab().itemTypes();
        ItemAccess access = new ItemAccess(lab.stores().acl(), lab.clock());
        SyncSource instances = new InstanceSource(lab.stores().instances());
        return new InventoryTargets(
                new ActionTargets(items, types, access, new FieldSecrets(lab.key())),
                new HostAuthority(items, types, access, instances, lab.clock()));
    }

    private static ItemType type(String slug, List<String> fields, Action... actions) {
        List<Field> all = Stream.concat(
                        fields.stream().map(name -> Field.of(name, FieldType.STRING)),
                        Stream.of(Field.of("ssh_key", FieldType.SECRET)))
                .toList();
        return new ItemType(new TypeSlug(slug), slug, null, "", all, List.of(actions), null);
    }

    private static Action action(String name, ActionType type) {
        return new Action(name, name, type, Action.Scope.OBJECT, null, null, null, Map.of(), null, false, List.of());
    }

    @BeforeEach
    void makeTypes() {
        lab.lab()
                .types()
                .set(
                        type(
                                "server",
                                List.of("hostname", "ip_address", "vultr_id", "ssh_host", "ssh_port", "ssh_user"),
                                action("restart", ActionType.SCRIPT),
                                action("ssh", ActionType.SSH)),
                        type("note", List.of("name"), action("look", ActionType.SSH)));
        lab.cloudLab().itemTypes().list(root);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private long object(String type, Map<String, Object> data) {
        return lab.cloudLab()
                .items()
                .create(root, type, new NewItem(data, List.of()))
                .id();
    }

    @Test
    void hostOfAnObjectIsItsNameAndItsAddress() {
        long id = object("server", Map.of("hostname", "wiki01", "ip_address", "203.0.113.7"));

        assertThat(targets.resolve(root, id, null))
                .isEqualTo(new TerminalTarget(
                        id, "server", "ssh", "wiki01", "wiki01", "203.0.113.7", "object:" + id, null));
    }

    @Test
    void hostKeysArePinnedToTheInstanceIfThereIsOne() {
        long id = object("server", Map.of("hostname", "wiki01", "vultr_id", "4f0f12e5"));

        assertThat(targets.resolve(root, id, "ssh").pin()).isEqualTo("vultr:4f0f12e5");
    }

    @Test
    void objectMayHoldALoginOfItsOwn() {
        long id = object(
                "server",
                Map.of(
                        "hostname", "wiki01",
                        "ip_address", "203.0.113.7",
                        "ssh_host", "203.0.113.8",
                        "ssh_port", "2222",
                        "ssh_user", "deploy",
                        "ssh_key", "the key"));

        ShellLogin own = targets.resolve(root, id, null).own();

        assertThat(own.host()).isEqualTo("203.0.113.8");
        assertThat(own.port()).isEqualTo(2222);
        assertThat(own.user()).isEqualTo(new ShellUser("deploy"));
        assertThat(own.privateKey()).asString().isEqualTo("the key");
    }

    @Test
    void ownLoginThatMakesNoSenseIsSaidToBeSo() {
        Map<String, Object> login = Map.of("hostname", "a", "ssh_key", "k", "ssh_port", "many");
        long id = object("server", login);

        assertThatThrownBy(() -> targets.resolve(root, id, null))
                .isInstanceOf(CannotConnect.class)
                .hasMessageContaining("ssh_port");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        long server = object("server", Map.of("hostname", "wiki01"));
        long note = object("note", Map.of("name", "not a server"));

        assertThatThrownBy(() -> targets.resolve(root, 999, null))
                .isInstanceOf(NotFound.class)
                .hasMessageContaining("object");
        assertThatThrownBy(() -> targets.resolve(root, server, "dance"))
                .isInstanceOf(NotFound.class)
                .hasMessageContaining("action");
        assertThatThrownBy(() -> targets.resolve(root, server, "restart")).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> targets.resolve(root, note, null))
                .isInstanceOf(NotFound.class)
                .hasMessageContaining("host");
    }

    @Test
    void permissionOnTheTypeLetsInAndARuleOnTheObjectKeepsOut() {
        long open = object("server", Map.of("hostname", "wiki01"));
        long closed = object("server", Map.of("hostname", "wiki02"));
        Caller mira = lab.caller("mira", Permission.onType("server", "view"), Permission.onType("server", "ssh"));
        Caller otto = lab.caller("otto", Permission.onType("server", "view"));
        lab.cloudLab()
                .accessRules()
                .put(
                        root,
                        "server",
                        closed,
                        new AccessRules.Wanted(mira.roles().iterator().next(), "ssh", Effect.DENY));

        assertThat(targets.resolve(mira, open, null).host()).isEqualTo("wiki01");
        assertThatThrownBy(() -> targets.resolve(mira, closed, null))
                .isInstanceOf(Denied.class)
                .hasMessageContaining("inventory.server.ssh");
        assertThatThrownBy(() -> targets.resolve(otto, open, null)).isInstanceOf(Denied.class);
        TerminalTarget target = targets.resolve(mira, open, null);
        lab.cloudLab()
                .accessRules()
                .put(
                        root,
                        "server",
                        open,
                        new AccessRules.Wanted(mira.roles().iterator().next(), "ssh", Effect.DENY));
        assertThatThrownBy(() -> targets.require(mira, target, target.host())).isInstanceOf(Denied.class);
    }

    private static ItemType synced() {
        List<Field> fields = Stream.of("hostname", "ip_address", "vultr_id")
                .map(name -> Field.of(name, FieldType.STRING))
                .toList();
        List<Action> actions = List.of(action("ssh", ActionType.SSH));
        return new ItemType(new TypeSlug("machine"), "Machine", null, "", fields, actions, SyncAdapter.VULTR);
    }

    /** Two instances, {@code open} and {@code closed}, and their objects. */
    private Map<String, Long> instances() {
        lab.lab()
                .types()
                .set(type("server", List.of("hostname", "ip_address"), action("ssh", ActionType.SSH)), synced());
        lab.cloudLab().itemTypes().list(root);
        Map<String, Object> hosts = Map.of(
                "open", Map.of("ansible_host", "203.0.113.1", "vultr_id", "1"),
                "closed", Map.of("ansible_host", "203.0.113.2", "vultr_id", "2"));
        AnsibleInventory inventory = new AnsibleInventory(Map.of("all", Map.of("hosts", hosts)));
        lab.stores().instances().write(new InstanceCache(inventory, lab.clock().instant(), false));
        lab.cloudLab().inventorySync().run(root, "machine");
        Map<String, Long> ids = new HashMap<>();
        lab.cloudLab()
                .items()
                .list(root, "machine", ItemFilter.ALL, new PageRequest(1, 10))
                .items()
                .forEach(item -> ids.put(item.name(), item.id()));
        return ids;
    }

    private void rule(Caller whom, String type, long object, String permission, Effect effect) {
        int role = whom.roles().iterator().next();
        lab.cloudLab().accessRules().put(root, type, object, new AccessRules.Wanted(role, permission, effect));
    }

    private void open(Caller caller, long object) {
        TerminalTarget target = targets.resolve(caller, object, null);
        String address = target.address();
        targets.requireHost(caller, target, address == null ? target.host() : address);
    }

    private void edit(Caller caller, String type, long object, String field, String value) {
        lab.cloudLab().items().change(caller, type, object, new ItemChange(Map.of(field, value), null, null));
    }

    @Test
    void editedFieldsOpenNoTerminalOnAnotherServer() {
        Map<String, Long> ids = instances();
        Caller mira = lab.caller("mira");
        rule(mira, "machine", ids.get("open"), "ssh", Effect.ALLOW);
        rule(mira, "machine", ids.get("open"), "edit", Effect.ALLOW);
        open(mira, ids.get("open"));

        edit(mira, "machine", ids.get("open"), "hostname", "closed");
        assertThatThrownBy(() -> open(mira, ids.get("open")))
                .isInstanceOf(Denied.class)
                .hasMessageContaining("inventory.machine.ssh");
        edit(mira, "machine", ids.get("open"), "hostname", "open");
        edit(mira, "machine", ids.get("open"), "ip_address", "203.0.113.2");
        assertThatThrownBy(() -> open(mira, ids.get("open"))).isInstanceOf(Denied.class);
    }

    @Test
    void editOfTheServersOwnObjectDoesNotHideWhichInstanceItIs() {
        Map<String, Long> ids = instances();
        Caller mira = lab.caller("mira", Permission.onType("server", "ssh"));
        long own = object("server", Map.of("hostname", "closed"));
        edit(root, "machine", ids.get("closed"), "hostname", "renamed");
        edit(root, "machine", ids.get("closed"), "ip_address", "203.0.113.99");

        assertThatThrownBy(() -> open(mira, own))
                .isInstanceOf(Denied.class)
                .hasMessageContaining("inventory.machine.ssh");
        rule(mira, "machine", ids.get("closed"), "ssh", Effect.ALLOW);
        open(mira, own);
    }

    @Test
    void denialOnAnObjectMadeByPeopleCountsWhereverTheHostIsNamed() {
        Caller mira = lab.caller("mira", Permission.onType("server", "ssh"));
        long denied = object("server", Map.of("hostname", "wiki01", "ip_address", "203.0.113.7"));
        long other = object("server", Map.of("hostname", "other", "ip_address", "203.0.113.7"));
        open(mira, other);
        rule(mira, "server", denied, "ssh", Effect.DENY);

        assertThatThrownBy(() -> open(mira, other)).isInstanceOf(Denied.class);
    }

    @Test
    void openTerminalEndsWhenTheServersOwnObjectRefuses() {
        Map<String, Long> ids = instances();
        Caller mira = lab.caller("mira", Permission.onType("server", "ssh"), Permission.onType("machine", "ssh"));
        long own = object("server", Map.of("hostname", "open"));
        TerminalTarget target = targets.resolve(mira, own, null);
        targets.require(mira, target, "203.0.113.1");

        rule(mira, "machine", ids.get("open"), "ssh", Effect.DENY);

        assertThatThrownBy(() -> targets.require(mira, target, "203.0.113.1")).isInstanceOf(Denied.class);
    }

    @Test
    void hostKeyOfASynchronisedObjectIsPinnedToItsSourceWhateverItsFieldsSay() {
        Map<String, Long> ids = instances();
        edit(root, "machine", ids.get("open"), "vultr_id", "forged");

        assertThat(targets.resolve(root, ids.get("open"), null).pin()).isEqualTo("vultr:1");
    }
}
