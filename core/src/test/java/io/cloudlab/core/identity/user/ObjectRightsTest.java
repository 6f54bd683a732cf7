package io.cloudlab.core.identity.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.AclRule.Effect;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.identity.Users;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.Tag;
import io.cloudlab.core.testing.SampleItems;
import io.cloudlab.core.testing.TestCloudLab;
import io.cloudlab.core.testing.TestPeople;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A role may hold no permission and yet open, or close, single objects of the inventory. */
class ObjectRightsTest {
    private static final Permission[] MANAGES_PEOPLE = {
        Permission.USERS_CREATE, Permission.USERS_EDIT, Permission.USERS_DELETE, Permission.USERS_ASSIGN_ROLES
    };

    private final TestCloudLab lab = new TestCloudLab();
    private final TestPeople people = new TestPeople(lab);
    private final Users users = lab.cloudLab().users();
    private final Caller root = people.administrator();
    private final User mira = lab.user("mira");
    private final Role team = people.role("team");
    private final Caller ann = lab.caller("ann", MANAGES_PEOPLE);
    private final long box = box();

    @AfterEach
    void close() {
        lab.close();
    }

    private long box() {
        Item item = SampleItems.box(lab.stores().items().nextIds(1).get(0), "box");
        lab.stores().items().insert(item, SampleItems.index(item));
        return item.id();
    }

    private static void refused(ThrowingCallable attempt) {
        assertThatThrownBy(attempt)
                .isInstanceOfSatisfying(
                        Denied.class,
                        denied -> assertThat(denied.detail()).isEqualTo("Permission denied: inventory.acl.manage"));
    }

    private void assign(Caller caller, int user, Role... roles) {
        users.assignRoles(caller, user, Arrays.stream(roles).map(Role::id).toList());
    }

    private List<Role> rolesOf(int user) {
        return lab.stores().roles().rolesOf(user);
    }

    private Role own(Caller caller) {
        return rolesOf(caller.userId()).get(0);
    }

    /** The caller, with one more role. */
    private Caller within(Caller caller, Role role) {
        Set<Integer> roles = new HashSet<>(caller.roles());
        roles.add(role.id());
        lab.stores().transactions().run(() -> lab.stores().roles().assign(caller.userId(), roles));
        return Caller.user(caller.userId(), "ann", caller.permissions(), roles, null);
    }

    @Test
    void assigningARoleNeedsTheRightsOfItsObjectRules() {
        lab.stores().acl().put(box, team.id(), "view", Effect.ALLOW);

        refused(() -> assign(ann, ann.userId(), own(ann), team));
        refused(() -> assign(ann, mira.id(), team));
        refused(() -> people.invite(ann, "joe", team));
        assertThat(rolesOf(ann.userId())).containsExactly(own(ann));
        assertThat(rolesOf(mira.id())).doesNotContain(team);
    }

    @Test
    void grantOfATagCountsLikeARule() {
        Tag prod = lab.stores().tags().insert(new Tag(0, "prod", null));
        lab.stores().acl().grant(prod.id(), team.id(), "ssh");

        refused(() -> assign(ann, ann.userId(), own(ann), team));
    }

    @Test
    void holderOrRuleManagerMayAssignTheRole() {
        lab.stores().acl().put(box, team.id(), "view", Effect.ALLOW);
        Caller rules = lab.caller("rules", Permission.USERS_ASSIGN_ROLES, Permission.INVENTORY_ACL_MANAGE);

        assign(rules, mira.id(), team);
        assign(within(ann, team), mira.id(), team);
        assign(root, mira.id(), team);

        assertThat(rolesOf(mira.id())).containsExactly(team);
    }

    @Test
    void userWithMoreRightsOnAnObjectCannotBeChanged() {
        assign(root, mira.id(), team);
        lab.stores().acl().put(box, team.id(), "edit", Effect.ALLOW);

        refused(() -> users.change(ann, mira.id(), new UserChange(null, "ann@lab.test", null)));
        refused(() -> users.deactivate(ann, mira.id()));
        refused(() -> assign(ann, mira.id()));
        assertThat(lab.stores().users().find(mira.id()).orElseThrow().email()).isNull();
    }

    @Test
    void callerCannotEscapeADenyingRule() {
        lab.stores().acl().put(box, team.id(), "view", Effect.DENY);
        Caller bound = within(ann, team);
        Role free = rolesOf(ann.userId()).stream()
                .filter(role -> !role.equals(team))
                .findFirst()
                .orElseThrow();

        refused(() -> assign(bound, ann.userId(), free));
        refused(() -> people.invite(bound, "joe", free));
        refused(() -> users.change(bound, mira.id(), new UserChange(null, "ann@lab.test", null)));
        assign(bound, ann.userId(), free, team);
        people.invite(bound, "jim", free, team);
        people.invite(bound, "joe");

        assertThat(rolesOf(ann.userId())).containsExactlyInAnyOrder(free, team);
    }
}
