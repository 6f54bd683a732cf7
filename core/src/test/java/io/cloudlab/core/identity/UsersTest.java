package io.cloudlab.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.identity.session.SignedIn;
import io.cloudlab.core.identity.session.Unauthenticated;
import io.cloudlab.core.identity.user.Profile;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.UserChange;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.testing.TestCloudLab;
import io.cloudlab.core.testing.TestPeople;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UsersTest {
    private static final char[] PASSWORD = TestCloudLab.PASSWORD.toCharArray();

    private final TestCloudLab lab = new TestCloudLab();
    private final TestPeople people = new TestPeople(lab);
    private final Users users = lab.cloudLab().users();
    private final Caller root = people.administrator();
    private final User mira = lab.user("mira", Permission.SERVICES_VIEW);
    private final Role admin = lab.stores().roles().findByName(Role.SUPER_ADMIN).orElseThrow();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void listShowsUsersWithTheirRolesAndPermissions() {
        Caller viewer = lab.caller("viewer", Permission.USERS_VIEW);

        var page = users.list(viewer, null, null, new PageRequest(1, 2));

        assertThat(page.total()).isEqualTo(3);
        assertThat(page.items())
                .extracting(profile -> profile.user().username().value())
                .containsExactly("root", "mira");
        assertThat(page.items().get(0).roles()).containsExactly(admin);
        assertThat(page.items().get(1).permissions()).containsExactly(Permission.SERVICES_VIEW);
        assertThat(users.list(viewer, "IR", User.Status.ACTIVE, new PageRequest(1, 2))
                        .items())
                .containsExactly(users.find(viewer, mira.id()));
    }

    @Test
    void everyUseNeedsItsPermission() {
        Caller unprivileged = lab.caller("nobody");
        assertDenied("users.view", () -> users.list(unprivileged, null, null, new PageRequest(1, 2)));
        assertDenied("users.view", () -> users.find(unprivileged, mira.id()));
        assertDenied("users.edit", () -> users.change(unprivileged, mira.id(), new UserChange("x", null, null)));
        assertDenied("users.delete", () -> users.deactivate(unprivileged, mira.id()));
        assertDenied("users.assign_roles", () -> users.assignRoles(unprivileged, mira.id(), List.of()));
        assertThat(lab.stores().users().find(mira.id()).orElseThrow().version()).isEqualTo(mira.version());
    }

    @Test
    void unknownUserIsNotFound() {
        assertThatThrownBy(() -> users.find(root, 999)).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> users.change(root, 999, new UserChange(null, null, null)))
                .isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> users.deactivate(root, 999)).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> users.assignRoles(root, 999, List.of())).isInstanceOf(NotFound.class);
    }

    @Test
    void changeKeepsNullMembers() {
        users.change(root, mira.id(), new UserChange("  Mira M.  ", "Mira@Lab.test", null));
        Profile now = users.change(root, mira.id(), new UserChange(null, null, null));

        assertThat(now.user().displayName()).isEqualTo("Mira M.");
        assertThat(now.user().email()).isEqualTo("mira@lab.test");
        assertThat(now.user().active()).isTrue();
        assertThat(users.change(root, mira.id(), new UserChange("  ", null, null))
                        .user()
                        .displayName())
                .isNull();
        AuditEntry first = lab.audit().get(1);
        assertThat(first.action()).isEqualTo("user.update");
        assertThat(first.resource()).isEqualTo("users/" + mira.id());
        assertThat(first.details()).isEqualTo(Map.of("changed", List.of("display_name", "email")));
    }

    @Test
    void badOrTakenMemberIsRefusedAndNothingIsChanged() {
        users.change(root, mira.id(), new UserChange(null, "mira@lab.test", null));
        User tom = lab.user("tom");
        for (UserChange bad : List.of(
                new UserChange("x", "a@x\r\nBcc: b@y", null),
                new UserChange("x".repeat(101), null, false),
                new UserChange("a\u202eb", null, false),
                new UserChange("a\u0000b", null, false)))
            assertThatThrownBy(() -> users.change(root, tom.id(), bad)).isInstanceOf(InvalidInput.class);
        refuses("email-taken", () -> users.change(root, tom.id(), new UserChange("Tom", "MIRA@lab.test", null)));

        assertThat(lab.stores().users().find(tom.id())).contains(tom);
    }

    @Test
    void deactivationAppliesToTheNextCall() {
        SignedIn session = people.signIn("mira", TestCloudLab.PASSWORD);
        people.callerOf(session);

        users.deactivate(root, mira.id());
        users.deactivate(root, mira.id());

        assertThatThrownBy(() -> people.callerOf(session)).isInstanceOf(Unauthenticated.class);
        assertThatThrownBy(() -> people.signIn("mira", TestCloudLab.PASSWORD)).isInstanceOf(Unauthenticated.class);
        assertThat(users.find(root, mira.id()).user().status()).isEqualTo(User.Status.INACTIVE);
        assertThat(people.auditedActions()).contains("user.deactivate");

        users.change(root, mira.id(), new UserChange(null, null, true));
        assertThatThrownBy(() -> people.callerOf(session)).isInstanceOf(Unauthenticated.class);
        people.signIn("mira", TestCloudLab.PASSWORD);
    }

    @Test
    void callersCannotDeactivateThemselves() {
        Caller editor = lab.caller("editor", Permission.USERS_EDIT, Permission.USERS_DELETE);
        int own = editor.userId();
        refuses("own-account", () -> users.deactivate(editor, own));
        refuses("own-account", () -> users.change(editor, own, new UserChange("x", null, false)));
        assertThat(lab.stores().users().find(own).orElseThrow().displayName()).isNull();
    }

    @Test
    void userWithMoreRightsCannotBeChanged() {
        Caller editor =
                lab.caller("editor", Permission.USERS_EDIT, Permission.USERS_DELETE, Permission.USERS_ASSIGN_ROLES);
        for (int above : List.of(root.userId(), mira.id())) {
            assertDenied(null, () -> users.change(editor, above, new UserChange("x", null, null)));
            assertDenied(null, () -> users.deactivate(editor, above));
            assertDenied(null, () -> users.assignRoles(editor, above, List.of()));
        }
        User below = lab.user("below", Permission.USERS_EDIT);
        users.change(editor, below.id(), new UserChange("Below", null, null));
        assertThat(users.assignRoles(editor, below.id(), List.of()).roles()).isEmpty();
    }

    @Test
    void callersCannotGrantRightsTheyLack() {
        Caller granter = lab.caller("granter", Permission.USERS_ASSIGN_ROLES, Permission.SERVICES_VIEW);
        Role viewer = people.role("viewer", Permission.SERVICES_VIEW);
        Role deployer = people.role("deployer", Permission.SERVICES_DEPLOY);
        User tom = lab.user("tom");

        assertThat(users.assignRoles(granter, tom.id(), List.of(viewer.id())).roles())
                .containsExactly(viewer);
        assertDenied(
                "services.deploy", () -> users.assignRoles(granter, tom.id(), List.of(viewer.id(), deployer.id())));
        assertDenied(null, () -> users.assignRoles(granter, granter.userId(), List.of(admin.id())));
        refuses("unknown-role", () -> users.assignRoles(root, tom.id(), List.of(viewer.id(), 999)));
        assertThat(lab.stores().roles().rolesOf(tom.id())).containsExactly(viewer);
    }

    @Test
    void newRolesApplyToTheNextCall() {
        SignedIn session = people.signIn("mira", TestCloudLab.PASSWORD);
        assertThat(people.callerOf(session).may(Permission.SERVICES_DEPLOY)).isFalse();
        Role deployer = people.role("deployer", Permission.SERVICES_DEPLOY);

        users.assignRoles(root, mira.id(), List.of(deployer.id(), deployer.id()));

        assertThat(people.callerOf(session).permissions()).containsExactly(Permission.SERVICES_DEPLOY);
        AuditEntry last = lab.audit().get(lab.audit().size() - 1);
        assertThat(last.action()).isEqualTo("user.roles.assign");
        assertThat(last.details()).isEqualTo(Map.of("roles", List.of("deployer")));
    }

    @Test
    void lastActiveAdministratorCannotBeRemoved() {
        Caller system = lab.cloudLab().system("test");
        int last = root.userId();
        people.invite(root, "invited", admin); // cannot sign in yet, and so does not count

        refuses("last-administrator", () -> users.deactivate(system, last));
        refuses("last-administrator", () -> users.change(system, last, new UserChange(null, null, false)));
        refuses("last-administrator", () -> users.assignRoles(root, last, List.of()));

        User second = lab.user("second");
        users.assignRoles(root, second.id(), List.of(admin.id()));
        users.assignRoles(system, last, List.of());
        refuses("last-administrator", () -> users.deactivate(system, second.id()));
    }

    @Test
    void invitedAdministratorCanBeRemoved() {
        int invited = people.invite(root, "invited", admin).profile().user().id();
        users.assignRoles(root, invited, List.of());
        users.deactivate(root, invited);
        assertThat(users.find(root, invited).user().active()).isFalse();
    }

    @Test
    void usersMayChangeOnlyTheirOwnNameAndAddress() {
        Caller caller = people.callerOf(people.signIn("mira", TestCloudLab.PASSWORD));

        Profile now = users.changeOwnProfile(caller, " Mira ", "MIRA@lab.test", PASSWORD, null);

        assertThat(now.user().displayName()).isEqualTo("Mira");
        assertThat(now.user().email()).isEqualTo("mira@lab.test");
        assertThat(lab.cloudLab().signIn().me(caller).user().displayName()).isEqualTo("Mira");
        assertThat(users.changeOwnProfile(caller, null, null, null, null).user().email())
                .isEqualTo("mira@lab.test");
        assertThat(people.auditedActions()).contains("user.profile.update");
        assertThatThrownBy(() -> users.changeOwnProfile(Caller.anonymous(null), "x", null, null, null))
                .isInstanceOf(Unauthenticated.class);
        refuses("email-taken", () -> {
            users.changeOwnProfile(root, null, "mira@lab.test", PASSWORD, null);
        });
        assertThat(people.auditedActions()).endsWith("user.profile.update.failed");
    }

    private static void assertDenied(@Nullable String codename, Runnable work) {
        assertThatThrownBy(work::run)
                .isInstanceOf(Denied.class)
                .hasMessageContaining("Permission denied: " + (codename == null ? "" : codename));
    }

    private static void refuses(String code, Runnable work) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
