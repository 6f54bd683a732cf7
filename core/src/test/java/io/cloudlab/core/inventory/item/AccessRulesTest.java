package io.cloudlab.core.inventory.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.AclRule;
import io.cloudlab.core.access.AclRule.Effect;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Decision;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.identity.user.Username;
import io.cloudlab.core.inventory.item.AccessRules.Wanted;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Refused;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessRulesTest {
    private final InventoryFixture lab = new InventoryFixture();
    private final AccessRules rules = lab.cloudLab().accessRules();
    private final Item item = lab.server("a");
    private final int guests = lab.role("guests").id();

    @AfterEach
    void close() {
        lab.close();
    }

    private AclRule put(Caller caller, int role, String permission, Effect effect) {
        return rules.put(caller, "server", item.id(), new Wanted(role, permission, effect))
                .rules()
                .get(0);
    }

    private List<AclRule> replace(Caller caller, Wanted... wanted) {
        return rules.replace(caller, "server", item.id(), List.of(wanted)).rules();
    }

    @Test
    void ruleIsPutChangedAndRemoved() {
        AclRule rule = put(lab.root, guests, "view", Effect.ALLOW);
        AclRule changed = put(lab.root, guests, "view", Effect.DENY);

        assertThat(changed).isEqualTo(new AclRule(rule.id(), item.id(), guests, "view", Effect.DENY));
        assertThat(rules.list(lab.root, "server", item.id()).rules()).containsExactly(changed);
        rules.remove(lab.root, "server", item.id(), rule.id());
        assertThat(rules.list(lab.root, "server", item.id()).rules()).isEmpty();
        assertThatThrownBy(() -> rules.remove(lab.root, "server", item.id(), rule.id()))
                .isInstanceOf(NotFound.class);
        assertThat(lab.auditedActions())
                .containsExactly("inventory.create", "inventory.acl.add", "inventory.acl.add", "inventory.acl.remove");
    }

    @Test
    void replacingLeavesExactlyWhatIsWanted() {
        put(lab.root, guests, "view", Effect.ALLOW);
        AclRule kept = put(lab.root, guests, "edit", Effect.ALLOW);
        List<AclRule> now =
                replace(lab.root, new Wanted(guests, "edit", Effect.ALLOW), new Wanted(guests, "restart", Effect.DENY));

        assertThat(now).hasSize(2).contains(kept);
        assertThat(now).extracting(AclRule::permission).containsExactly("edit", "restart");
        assertThat(replace(lab.root)).isEmpty();
    }

    @Test
    void rulesNeedARoleAndAPermissionThatExist() {
        assertThatThrownBy(() -> put(lab.root, 999, "view", Effect.ALLOW)).isInstanceOf(Refused.class);
        for (String unknown : List.of("fly", "create", "refresh", "", "*"))
            assertThatThrownBy(() -> put(lab.root, guests, unknown, Effect.ALLOW))
                    .isInstanceOf(Refused.class);
        put(lab.root, guests, "view", Effect.ALLOW);
        assertThatThrownBy(() -> replace(
                        lab.root, new Wanted(guests, "edit", Effect.ALLOW), new Wanted(999, "edit", Effect.ALLOW)))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> replace(
                        lab.root, new Wanted(guests, "edit", Effect.ALLOW), new Wanted(guests, "edit", Effect.DENY)))
                .isInstanceOf(Refused.class);
        assertThat(rules.list(lab.root, "server", item.id()).rules())
                .extracting(AclRule::permission)
                .containsExactly("view");
    }

    @Test
    void editorHandsOutOnlyWhatHeMayDoHimself() {
        Caller editor = lab.caller("editor", "view", "edit");
        put(editor, guests, "edit", Effect.ALLOW);
        assertThatThrownBy(() -> put(editor, guests, "delete", Effect.ALLOW))
                .hasMessage("Permission denied: inventory.server.delete");
        assertThatThrownBy(() -> replace(editor, new Wanted(guests, "restart", Effect.ALLOW)))
                .isInstanceOf(Denied.class);
        Caller manager = lab.lab.caller("manager", Permission.INVENTORY_ACL_MANAGE);
        assertThat(put(manager, guests, "delete", Effect.ALLOW).permission()).isEqualTo("delete");
    }

    @Test
    void editorCannotLiftWhatKeepsHimselfOut() {
        Caller editor = lab.caller("editor", "view", "edit", "delete");
        AclRule against = put(lab.root, lab.roleOf(editor), "delete", Effect.DENY);

        assertThatThrownBy(() -> rules.remove(editor, "server", item.id(), against.id()))
                .isInstanceOf(Denied.class);
        assertThatThrownBy(() -> replace(editor)).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> put(editor, lab.roleOf(editor), "delete", Effect.ALLOW))
                .isInstanceOf(Denied.class);
        assertThat(rules.list(lab.root, "server", item.id()).rules()).containsExactly(against);
    }

    @Test
    void onlyEditorsAndManagersSeeRules() {
        Caller viewer = lab.caller("viewer", "view");
        assertThatThrownBy(() -> rules.list(viewer, "server", item.id()))
                .hasMessage("Permission denied: inventory.server.edit");
        assertThatThrownBy(() -> put(viewer, guests, "view", Effect.ALLOW)).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> rules.list(viewer, "server", 999)).isInstanceOf(NotFound.class);
        assertThat(rules.mayManage(viewer, item)).isFalse();
        assertThat(rules.mayManage(lab.caller("editor", "edit"), item)).isTrue();
    }

    @Test
    void explanationNamesWhatDecides() {
        Caller mira = lab.caller("mira", "view", "delete");
        AclRule deny = put(lab.root, lab.roleOf(mira), "delete", Effect.DENY);
        AclRule allow = put(lab.root, lab.roleOf(mira), "restart", Effect.ALLOW);
        var explained = rules.explain(lab.root, "server", item.id(), new Username("MIRA"));

        assertThat(explained.username()).isEqualTo("mira");
        assertThat(explained.decisions())
                .containsExactlyInAnyOrderEntriesOf(java.util.Map.of(
                        "view", new Decision.Held(Permission.onType("server", "view")),
                        "edit", new Decision.NothingAllows(Permission.onType("server", "edit")),
                        "delete", new Decision.DeniedByRule(deny),
                        "restart", new Decision.AllowedByRule(allow)));
        assertThat(rules.explain(mira, "server", item.id())).isEqualTo(explained);
        assertThat(rules.explain(mira, "server", item.id(), new Username("mira")))
                .isEqualTo(explained);
    }

    @Test
    void namesOfUsersAreNotFoundOutByAskingForTheirAccess() {
        lab.caller("other", "view");
        Caller editor = lab.caller("editor", "view", "edit");

        for (String name : List.of("other", "nobody"))
            assertThatThrownBy(() -> rules.explain(editor, "server", item.id(), new Username(name)))
                    .hasMessage("Permission denied: users.view");
        assertThat(rules.explain(editor, "server", item.id(), new Username("editor"))
                        .username())
                .isEqualTo("editor");
    }

    @Test
    void othersAreExplainedToWhoManagesRules() {
        Caller mira = lab.caller("mira", "view");
        lab.caller("other", "view");
        assertThatThrownBy(() -> rules.explain(mira, "server", item.id(), new Username("other")))
                .isInstanceOf(Denied.class);
        Caller keeper = lab.lab.caller("keeper", Permission.INVENTORY_ACL_MANAGE);
        assertThat(rules.explain(keeper, "server", item.id())
                        .decisions()
                        .get("view")
                        .allowed())
                .isFalse();
        assertThatThrownBy(() -> rules.explain(lab.caller("blind"), "server", item.id()))
                .isInstanceOf(Denied.class);
        assertThatThrownBy(() -> rules.explain(lab.root, "server", item.id(), new Username("nobody1")))
                .isInstanceOf(NotFound.class);
    }

    @Test
    void ruleCountsForTheNextRequest() {
        Caller mira = lab.caller("mira", "view");
        assertThat(lab.items().find(mira, "server", item.id())).isEqualTo(item);
        AclRule rule = put(lab.root, lab.roleOf(mira), "view", Effect.DENY);
        assertThatThrownBy(() -> lab.items().find(mira, "server", item.id())).isInstanceOf(Denied.class);
        rules.remove(lab.root, "server", item.id(), rule.id());
        assertThat(lab.items().find(mira, "server", item.id())).isEqualTo(item);
    }
}
