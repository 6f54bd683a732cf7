package io.cloudlab.core.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.access.AclRule.Effect;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessPolicyTest {
    private static final int OPS = 1;
    private static final int GUESTS = 2;
    private static final Permission TYPE_EDIT = Permission.onType("box", "edit");
    private static final AclRule ALLOW_EDIT = new AclRule(1, 9, OPS, "edit", Effect.ALLOW);
    private static final AclRule DENY_EDIT = new AclRule(2, 9, GUESTS, "edit", Effect.DENY);
    private static final AclRule DENY_VIEW = new AclRule(3, 9, GUESTS, "view", Effect.DENY);
    private static final TagGrant TAG_EDIT = new TagGrant(4, 7, OPS, "edit");

    private static Caller caller(Set<Permission> held, Integer... roles) {
        return Caller.user(5, "mira", held, Set.of(roles), null);
    }

    private static Decision edit(Caller caller, List<AclRule> rules, TagGrant... grants) {
        return AccessPolicy.decide(caller, "box", "edit", new ObjectRules(rules, List.of(grants)));
    }

    @Test
    void rulesDoNotApplyToHoldersOfEveryPermission() {
        assertThat(edit(caller(Set.of(Permission.ALL), GUESTS), List.of(DENY_EDIT, DENY_VIEW)))
                .isEqualTo(new Decision.Everything());
    }

    @Test
    void denyingRuleOverridesEveryAllowance() {
        assertThat(edit(caller(Set.of(TYPE_EDIT), OPS, GUESTS), List.of(ALLOW_EDIT, DENY_EDIT), TAG_EDIT))
                .isEqualTo(new Decision.DeniedByRule(DENY_EDIT));
    }

    @Test
    void allowingRuleDecidesBeforeTagsAndPermissions() {
        assertThat(edit(caller(Set.of(TYPE_EDIT), OPS), List.of(ALLOW_EDIT, DENY_EDIT), TAG_EDIT))
                .isEqualTo(new Decision.AllowedByRule(ALLOW_EDIT));
    }

    @Test
    void tagGrantDecidesBeforeTypePermission() {
        assertThat(edit(caller(Set.of(TYPE_EDIT), OPS), List.of(), TAG_EDIT))
                .isEqualTo(new Decision.AllowedByTag(TAG_EDIT));
    }

    @Test
    void typePermissionDecidesLast() {
        assertThat(edit(caller(Set.of(TYPE_EDIT)), List.of(ALLOW_EDIT, DENY_EDIT), TAG_EDIT))
                .isEqualTo(new Decision.Held(TYPE_EDIT));
    }

    @Test
    void accessIsDeniedByDefault() {
        Caller other = caller(Set.of(Permission.onType("crate", "edit"), Permission.onType("box", "view")), 3);
        assertThat(edit(other, List.of(ALLOW_EDIT), TAG_EDIT)).isEqualTo(new Decision.NothingAllows(TYPE_EDIT));
        assertThat(edit(Caller.anonymous(null), List.of(ALLOW_EDIT), TAG_EDIT).allowed())
                .isFalse();
    }

    @Test
    void denyingViewDeniesEverythingOnTheObject() {
        assertThat(edit(caller(Set.of(TYPE_EDIT), OPS, GUESTS), List.of(ALLOW_EDIT, DENY_VIEW), TAG_EDIT))
                .isEqualTo(new Decision.DeniedByRule(DENY_VIEW));
    }

    @Test
    void rulesAboutOtherPermissionsDoNotCount() {
        AclRule delete = new AclRule(6, 9, OPS, "delete", Effect.DENY);
        assertThat(edit(caller(Set.of(TYPE_EDIT), OPS), List.of(delete))).isEqualTo(new Decision.Held(TYPE_EDIT));
    }
}
