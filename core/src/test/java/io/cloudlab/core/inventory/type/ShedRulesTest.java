package io.cloudlab.core.inventory.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.cloudlab.core.access.AclRule;
import io.cloudlab.core.access.AclRule.Effect;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.inventory.item.AccessRules;
import io.cloudlab.core.inventory.item.InventoryFixture;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemFilter;
import io.cloudlab.core.inventory.item.NewItem;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.terminal.PinnedKey;
import io.cloudlab.core.terminal.shell.ServerKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules and host keys outlive the object they were made for, or keep it from being deleted. */
class ShedRulesTest {
    private static final List<Field> FIELDS = List.of(Field.of("name", FieldType.STRING));

    private final InventoryFixture lab = new InventoryFixture(
            new ItemType(new TypeSlug("service"), "Service", null, "", FIELDS, List.of(), SyncAdapter.SERVICES),
            new ItemType(new TypeSlug("box"), "Box", null, "", FIELDS, List.of(), null));

    @BeforeEach
    void synchronise() {
        lab.lab.lab().catalogue().add("wiki", Script.DEPLOY);
        lab.cloudLab().inventorySync().run(lab.root, "service");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private Caller caller(String name, String... codenames) {
        return lab.lab.caller(
                name, List.of(codenames).stream().map(Permission::new).toArray(Permission[]::new));
    }

    private Item service() {
        return lab.items()
                .list(lab.root, "service", ItemFilter.ALL, new PageRequest(1, 10))
                .items()
                .get(0);
    }

    private Item box() {
        return lab.items().create(lab.root, "box", new NewItem(Map.of("name", "one"), List.of()));
    }

    private void deny(Caller whom, Item item, String permission) {
        lab.cloudLab()
                .accessRules()
                .put(
                        lab.root,
                        item.type().value(),
                        item.id(),
                        new AccessRules.Wanted(lab.roleOf(whom), permission, Effect.DENY));
    }

    private void delete(Caller caller, Item item) {
        lab.items().delete(caller, item.type().value(), item.id());
    }

    private void pin(String pin) {
        ServerKey key = new ServerKey("ssh-ed25519", "AAAA");
        lab.lab
                .stores()
                .hostKeys()
                .pin(new PinnedKey(
                        0, pin, "203.0.113.7", 22, key, lab.lab.clock().instant(), "mira"));
    }

    @Test
    void deletedObjectComesBackFromItsSourceWithItsRules() {
        Caller mira = caller("mira", "inventory.service.view");
        Item before = service();
        deny(mira, before, "view");
        delete(lab.root, before);
        lab.cloudLab().inventorySync().run(lab.root, "service");

        Item again = service();
        assertThat(again.id()).isNotEqualTo(before.id());
        assertThat(lab.cloudLab()
                        .accessRules()
                        .list(lab.root, "service", again.id())
                        .rules())
                .extracting(AclRule::roleId, AclRule::permission, AclRule::effect)
                .containsExactly(tuple(lab.roleOf(mira), "view", Effect.DENY));
        assertThatThrownBy(() -> lab.items().find(mira, "service", again.id())).isInstanceOf(Denied.class);
    }

    @Test
    void objectIsNotDeletedByWhoCouldNotTakeItsDenialsAway() {
        Caller other = caller("other");
        Caller mira = caller("mira", "inventory.box.view", "inventory.box.delete");
        Caller editor = caller("editor", "inventory.box.view", "inventory.box.edit", "inventory.box.delete");
        Caller manager = caller("manager", "inventory.box.delete", "inventory.acl.manage");
        Item box = box();
        deny(other, box, "view");

        assertThatThrownBy(() -> delete(mira, box))
                .isInstanceOf(Denied.class)
                .hasMessage("Permission denied: inventory.box.edit");
        assertThat(lab.items().find(lab.root, "box", box.id())).isNotNull();
        assertThatCode(() -> delete(editor, box)).doesNotThrowAnyException();
        Item second = box();
        deny(other, second, "edit");
        assertThatCode(() -> delete(manager, second)).doesNotThrowAnyException();
        Item third = box();
        assertThatCode(() -> delete(mira, third)).doesNotThrowAnyException();
    }

    @Test
    void callerWhoIsDeniedSomethingCannotDeleteTheDenial() {
        Caller mira = caller("mira", "inventory.box.view", "inventory.box.edit", "inventory.box.delete");
        Item box = box();
        deny(mira, box, "edit");

        assertThatThrownBy(() -> delete(mira, box)).isInstanceOf(Denied.class);
    }

    @Test
    void objectWithAPinnedKeyIsDeletedOnlyByWhoManagesKeys() {
        Caller mira = caller("mira", "inventory.box.delete");
        Caller keeper = caller("keeper", "inventory.box.delete", "hostkeys.manage");
        Item box = box();
        pin("object:" + box.id());

        assertThatThrownBy(() -> delete(mira, box))
                .isInstanceOf(Denied.class)
                .hasMessage("Permission denied: hostkeys.manage");
        delete(keeper, box);
        assertThat(lab.lab.stores().hostKeys().find("object:" + box.id())).isEmpty();
        assertThat(lab.auditedActions()).contains("hostkey.delete", "inventory.delete");
    }

    @Test
    void keyOfASynchronisedObjectOutlivesIt() {
        pin("services:service:wiki");
        assertThatThrownBy(() -> delete(caller("mira", "inventory.service.delete"), service()))
                .hasMessage("Permission denied: hostkeys.manage");

        delete(lab.root, service());

        assertThat(lab.lab.stores().hostKeys().find("services:service:wiki")).isPresent();
    }
}
