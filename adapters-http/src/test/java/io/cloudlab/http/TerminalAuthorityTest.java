package io.cloudlab.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.CloudLab;
import io.cloudlab.core.access.AclRule.Effect;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.instances.AnsibleInventory;
import io.cloudlab.core.instances.InstanceCache;
import io.cloudlab.core.inventory.item.AccessRules;
import io.cloudlab.core.inventory.item.ItemFilter;
import io.cloudlab.core.inventory.item.NewItem;
import io.cloudlab.core.inventory.type.Action;
import io.cloudlab.core.inventory.type.ActionType;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.SyncAdapter;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.terminal.TerminalLimits;
import io.cloudlab.core.terminal.TerminalSetup;
import io.cloudlab.core.terminal.shell.ShellLogin;
import io.cloudlab.core.terminal.shell.ShellUser;
import io.cloudlab.core.testing.fake.FakeRemoteShell;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way to a host by WebSocket, through objects made by people and by synchronisation, tried with each of the rights. */
class TerminalAuthorityTest {
    private static final Permission BOX = Permission.onType("box", "ssh");
    private static final Permission MACHINE = Permission.onType("machine", "ssh");
    private static final Permission VIEW = Permission.onType("machine", "view");

    private static final TestServer SERVER = TestServer.with(builder -> builder.terminals(new TerminalSetup(
            new FakeRemoteShell(),
            (host, address) -> Optional.of(new ShellLogin(address, 22, ShellUser.ROOT, new byte[] {1})),
            TerminalLimits.DEFAULT,
            null)));

    private static final Caller ROOT = SERVER.cloudLab.cloudLab().system("test");
    private static final long SYNCHRONISED = synchronised();
    private static final long SAME_HOST = box("web01", "203.0.113.1");
    private static final long SAME_ADDRESS = box("alias", "203.0.113.1");
    private static final long OTHER_HOST = box("own01", "203.0.113.9");

    private static CloudLab inventory() {
        return SERVER.cloudLab.cloudLab();
    }

    private static ItemType type(String slug, @Nullable SyncAdapter adapter) {
        List<Field> fields = List.of(Field.of("hostname", FieldType.STRING), Field.of("ip_address", FieldType.STRING));
        Action ssh = new Action(
                "ssh", "ssh", ActionType.SSH, Action.Scope.OBJECT, null, null, null, Map.of(), null, false, List.of());
        return new ItemType(new TypeSlug(slug), slug, null, "", fields, List.of(ssh), adapter);
    }

    private static long synchronised() {
        SERVER.lab().types().set(type("machine", SyncAdapter.VULTR), type("box", null));
        inventory().itemTypes().list(ROOT);
        Map<String, Object> hosts = Map.of("web01", Map.of("ansible_host", "203.0.113.1", "vultr_id", "1"));
        AnsibleInventory cloud = new AnsibleInventory(Map.of("all", Map.of("hosts", hosts)));
        SERVER.cloudLab.stores().instances().write(new InstanceCache(cloud, Instant.now(), false));
        inventory().inventorySync().run(ROOT, "machine");
        return inventory()
                .items()
                .list(ROOT, "machine", ItemFilter.ALL, new PageRequest(1, 1))
                .items()
                .get(0)
                .id();
    }

    private static long box(String hostname, String address) {
        NewItem wanted = new NewItem(Map.of("hostname", hostname, "ip_address", address), List.of());
        return inventory().items().create(ROOT, "box", wanted).id();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    /** @param denied what a rule of the host's own object denies the user */
    private record Cell(
            String way,
            long object,
            Set<Permission> held,
            @Nullable String denied,
            @Nullable Permission missing) {}

    static Stream<Arguments> cells() {
        Stream<Cell> own = Stream.of(
                new Cell("the host's own object", SYNCHRONISED, Set.of(), null, MACHINE),
                new Cell("the host's own object", SYNCHRONISED, Set.of(BOX), null, MACHINE),
                new Cell("the host's own object", SYNCHRONISED, Set.of(MACHINE), null, null),
                new Cell("the host's own object", SYNCHRONISED, Set.of(MACHINE), "ssh", MACHINE),
                new Cell("the host's own object", SYNCHRONISED, Set.of(MACHINE), "view", MACHINE),
                new Cell("another host", OTHER_HOST, Set.of(), null, BOX),
                new Cell("another host", OTHER_HOST, Set.of(MACHINE), null, BOX),
                new Cell("another host", OTHER_HOST, Set.of(BOX), "ssh", null));
        Stream<Cell> named = Stream.of(SAME_HOST, SAME_ADDRESS)
                .flatMap(object -> Stream.of(
                        new Cell("its name or address", object, Set.of(), null, BOX),
                        new Cell("its name or address", object, Set.of(MACHINE), null, BOX),
                        new Cell("its name or address", object, Set.of(BOX), null, MACHINE),
                        new Cell("its name or address", object, Set.of(BOX, MACHINE), null, null),
                        new Cell("its name or address", object, Set.of(BOX, MACHINE), "ssh", MACHINE),
                        new Cell("its name or address", object, Set.of(BOX, MACHINE), "view", VIEW)));
        return Stream.concat(own, named).map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void terminalNeedsTheRightToTheHostWhicheverObjectLeadsThere(Cell cell) throws InterruptedException {
        String user = SERVER.user(cell.held().toArray(Permission[]::new));
        if (cell.denied() != null) deny(user, cell.denied());

        Viewer viewer = Viewer.open(
                SERVER, "/api/inventory/ws/" + cell.object() + "/action?action=ssh&token=" + SERVER.login(user));

        JsonNode first = viewer.next();
        if (cell.missing() == null) {
            assertThat(first.path("type").asText()).as(first.toString()).isEqualTo("connected");
        } else {
            assertThat(first.path("message").asText()).isEqualTo("Permission denied: " + cell.missing());
            assertThat(viewer.closeCode()).isEqualTo(4003);
        }
    }

    private static void deny(String user, String permission) {
        int role = SERVER.cloudLab
                .stores()
                .roles()
                .rolesOf(SERVER.idOf(user))
                .get(0)
                .id();
        inventory()
                .accessRules()
                .put(ROOT, "machine", SYNCHRONISED, new AccessRules.Wanted(role, permission, Effect.DENY));
    }
}
