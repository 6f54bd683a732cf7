package io.cloudlab.core.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.AclRule.Effect;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.inventory.AccessRules;
import io.cloudlab.core.inventory.Action;
import io.cloudlab.core.inventory.ActionType;
import io.cloudlab.core.inventory.Field;
import io.cloudlab.core.inventory.FieldType;
import io.cloudlab.core.inventory.ItemType;
import io.cloudlab.core.inventory.NewItem;
import io.cloudlab.core.inventory.TypeSlug;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.testing.TestCloudLab;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InventoryTargetsTest {
    private final TestCloudLab lab = new TestCloudLab();
    private final Caller root = Caller.system("test");
    private final TerminalTargets targets =
            new InventoryTargets(lab.cloudLab().inventory().targets());

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
        lab.cloudLab().inventory().types().list(root);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private long object(String type, Map<String, Object> data) {
        return lab.cloudLab()
                .inventory()
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
                .inventory()
                .rules()
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
                .inventory()
                .rules()
                .put(
                        root,
                        "server",
                        open,
                        new AccessRules.Wanted(mira.roles().iterator().next(), "ssh", Effect.DENY));
        assertThatThrownBy(() -> targets.require(mira, target)).isInstanceOf(Denied.class);
    }
}
