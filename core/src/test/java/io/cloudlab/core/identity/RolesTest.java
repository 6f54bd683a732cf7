package io.cloudlab.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.NewRole;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.access.RoleSummary;
import io.cloudlab.core.access.StoredPermission;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.identity.session.SignedIn;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.testing.TestCloudLab;
import io.cloudlab.core.testing.TestPeople;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RolesTest {
    private final TestCloudLab lab = new TestCloudLab();
    private final TestPeople people = new TestPeople(lab);
    private final Roles roles = lab.cloudLab().roles();
    private final Caller root = people.administrator();
    private final Caller editor = lab.caller(
            "editor",
            Permission.ROLES_VIEW,
            Permission.ROLES_CREATE,
            Permission.ROLES_EDIT,
            Permission.ROLES_DELETE,
            Permission.JOBS_VIEW_OWN);

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void rolesAreListedWithTheirHoldersAndPermissions() {
        RoleSummary made = roles.create(root, role("Operator", Permission.SERVICES_DEPLOY, Permission.JOBS_CANCEL));
        lab.stores().roles().assign(editor.userId(), List.of(made.role().id()));

        RoleSummary first = roles.list(root).get(0);
        assertThat(first.role().name()).isEqualTo(Role.SUPER_ADMIN);
        assertThat(first.role().system()).isTrue();
        assertThat(first.userCount()).isEqualTo(1);
        assertThat(first.permissions()).isEqualTo(roles.permissions(root));
        RoleSummary found = roles.find(root, made.role().id());
        assertThat(found.userCount()).isEqualTo(1);
        assertThat(found.permissions())
                .extracting(StoredPermission::permission)
                .containsExactly(Permission.SERVICES_DEPLOY, Permission.JOBS_CANCEL);
        assertThat(roles.list(root)).contains(found);
        assertThatThrownBy(() -> roles.find(root, 999)).isInstanceOf(NotFound.class);
    }

    @Test
    void everyUseNeedsItsPermission() {
        Caller unprivileged = lab.caller("nobody");
        assertDenied("roles.view", () -> roles.list(unprivileged));
        assertDenied("roles.view", () -> roles.find(unprivileged, 1));
        assertDenied("roles.view", () -> roles.permissions(unprivileged));
        assertDenied("roles.create", () -> roles.create(unprivileged, role("x1")));
        assertDenied("roles.edit", () -> roles.change(unprivileged, 1, role("x1")));
        assertDenied("roles.delete", () -> roles.delete(unprivileged, 1));
    }

    @Test
    void creatorOfARoleMustHoldItsPermissions() {
        roles.create(editor, role("mine", Permission.JOBS_VIEW_OWN));
        assertDenied(
                "jobs.cancel",
                () -> roles.create(editor, role("more", Permission.JOBS_VIEW_OWN, Permission.JOBS_CANCEL)));
        assertThat(lab.stores().roles().findByName("more")).isEmpty();
    }

    @Test
    void callerCannotAddOrRemovePermissionsTheyLack() {
        Role role = people.role("mixed", Permission.JOBS_CANCEL, Permission.JOBS_VIEW_OWN);

        assertDenied("jobs.cancel", () -> roles.change(editor, role.id(), role(null, Permission.JOBS_VIEW_OWN)));
        assertDenied("jobs.cancel", () -> roles.change(editor, role.id(), role(null)));
        assertDenied(
                "services.view",
                () -> roles.change(
                        editor,
                        role.id(),
                        role(null, Permission.JOBS_CANCEL, Permission.JOBS_VIEW_OWN, Permission.SERVICES_VIEW)));
        assertThat(lab.stores().roles().find(role.id())).contains(role);

        assertThat(roles.change(editor, role.id(), role(null, Permission.JOBS_CANCEL))
                        .role()
                        .permissions())
                .containsExactly(Permission.JOBS_CANCEL);
    }

    @Test
    void nullMembersStayUnchanged() {
        RoleSummary made = roles.create(root, new NewRole(" Ops ", " Runs things ", ids(Permission.JOBS_CANCEL)));
        RoleSummary same = roles.change(root, made.role().id(), new NewRole(null, null, null));
        assertThat(same).isEqualTo(made);
        assertThat(same.role().name()).isEqualTo("Ops");
        assertThat(same.role().description()).isEqualTo("Runs things");

        Role now = roles.change(root, made.role().id(), new NewRole("OPS", "", List.of()))
                .role();
        assertThat(now.name()).isEqualTo("OPS");
        assertThat(now.description()).isEmpty();
        assertThat(now.permissions()).isEmpty();
    }

    @Test
    void changedPermissionsApplyToTheNextCallOfEveryHolder() {
        Role role = people.role("ops", Permission.JOBS_CANCEL);
        User mira = lab.user("mira");
        lab.stores().roles().assign(mira.id(), List.of(role.id()));
        SignedIn session = people.signIn("mira", TestCloudLab.PASSWORD);
        assertThat(people.callerOf(session).permissions()).containsExactly(Permission.JOBS_CANCEL);

        roles.change(root, role.id(), role(null, Permission.JOBS_VIEW_ALL));

        assertThat(people.callerOf(session).permissions()).containsExactly(Permission.JOBS_VIEW_ALL);
    }

    @Test
    void systemRoleCannotBeChanged() {
        int id = lab.stores().roles().findByName(Role.SUPER_ADMIN).orElseThrow().id();
        refuses("system-role", () -> roles.change(root, id, role("other")));
        refuses("system-role", () -> roles.delete(root, id));
        assertThat(roles.find(root, id).role().name()).isEqualTo(Role.SUPER_ADMIN);
    }

    @Test
    void nameIsTakenInAnyCaseAndShape() {
        roles.create(root, role("Operators"));
        Role other = roles.create(root, role("Other")).role();
        for (String taken : List.of("operators", " OPERATORS ", "\uff2fperators", "Super-Admin"))
            refuses("role-exists", () -> roles.create(root, role(taken)));
        refuses("role-exists", () -> roles.change(root, other.id(), role("OPERATORS")));
        assertThat(lab.stores().roles().find(other.id())).contains(other);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "  x  ", "a\nb", "a\u0000b", "super\u200b-admin", "s\u0443stem", "a\u202eb", "a\ud800b"
            })
    void badNameIsRefusedNamingTheMember(String name) {
        assertThatThrownBy(() -> roles.create(root, role(name)))
                .isInstanceOfSatisfying(
                        InvalidInput.class,
                        e -> assertThat(e.violations().get(0).member()).isEqualTo("name"));
    }

    @Test
    void lengthsAreLimited() {
        roles.create(root, new NewRole("\u00e4".repeat(50), "x".repeat(255), null));
        assertThatThrownBy(() -> roles.create(root, new NewRole("x".repeat(51), null, null)))
                .isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> roles.create(root, new NewRole("long", "x".repeat(256), null)))
                .isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> roles.create(root, new NewRole(null, null, null)))
                .isInstanceOf(InvalidInput.class);
    }

    @Test
    void unknownPermissionIsRefusedAndDuplicatesCountOnce() {
        refuses("unknown-permission", () -> roles.create(root, new NewRole("x1", null, List.of(1, 999))));
        refuses("unknown-permission", () -> roles.create(root, new NewRole("x1", null, Arrays.asList(1, null))));
        assertThat(roles.create(root, new NewRole("x1", null, List.of(1, 1, 1))).permissions())
                .hasSize(1);
    }

    @Test
    void roleThatIsHeldCannotBeDeletedAndAnyOtherCan() {
        Role role = people.role("ops");
        lab.stores().roles().assign(editor.userId(), List.of(role.id()));
        refuses("role-in-use", () -> roles.delete(root, role.id()));

        lab.stores().roles().assign(editor.userId(), List.of());
        roles.delete(root, role.id());
        assertThatThrownBy(() -> roles.delete(root, role.id())).isInstanceOf(NotFound.class);
    }

    @Test
    void everyChangeIsAudited() {
        int id = roles.create(root, role("ops", Permission.JOBS_CANCEL, Permission.COSTS_VIEW))
                .role()
                .id();
        roles.change(root, id, role("Operators"));
        roles.delete(root, id);

        List<AuditEntry> entries = lab.audit().subList(1, 4);
        assertThat(entries).extracting(AuditEntry::action).containsExactly("role.create", "role.edit", "role.delete");
        assertThat(entries).extracting(AuditEntry::resource).containsOnly("roles/" + id);
        assertThat(entries).extracting(AuditEntry::username).containsOnly("root");
        assertThat(entries.get(0).details())
                .isEqualTo(Map.of("name", "ops", "permissions", List.of("costs.view", "jobs.cancel")));
    }

    private NewRole role(@Nullable String name, Permission... permissions) {
        return new NewRole(name, null, ids(permissions));
    }

    private List<Integer> ids(Permission... permissions) {
        return lab.stores().roles().permissions().stream()
                .filter(stored -> List.of(permissions).contains(stored.permission()))
                .map(StoredPermission::id)
                .toList();
    }

    private static void assertDenied(String codename, Runnable work) {
        assertThatThrownBy(work::run).isInstanceOf(Denied.class).hasMessage("Permission denied: " + codename);
    }

    private static void refuses(String code, Runnable work) {
        assertThatThrownBy(work::run)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
