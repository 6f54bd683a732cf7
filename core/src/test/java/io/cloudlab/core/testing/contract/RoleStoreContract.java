package io.cloudlab.core.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.PermissionInfo;
import io.cloudlab.core.access.Permissions;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.access.RoleStore;
import io.cloudlab.core.access.StoredPermission;
import io.cloudlab.core.shared.Conflict;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.testing.SampleUsers;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link RoleStore} does. */
public interface RoleStoreContract extends StoresContract {
    private static PermissionInfo info(String codename, String label) {
        return new PermissionInfo(new Permission(codename), "lab", label, "About " + codename);
    }

    private Role role(String name, Permission... permissions) {
        return stores().roles().insert(name, "About " + name, false, NOON, Set.of(permissions));
    }

    private int mira() {
        return stores().users().insert(SampleUsers.user("mira")).id();
    }

    @Test
    default void permissionsAreListedInTheOrderTheyWereFirstSavedIn() {
        stores().roles().savePermissions(Permissions.STATIC);
        assertThat(stores().roles().permissions())
                .extracting(StoredPermission::info)
                .isEqualTo(Permissions.STATIC);
    }

    @Test
    default void savingThePermissionsAgainChangesNothing() {
        stores().roles().savePermissions(Permissions.STATIC);
        Role admin = role("admin", Permission.ALL, Permission.JOBS_CANCEL);
        stores().roles().savePermissions(Permissions.STATIC);

        assertThat(stores().roles().permissions())
                .extracting(StoredPermission::info)
                .isEqualTo(Permissions.STATIC);
        assertThat(stores().roles().findByName("admin")).contains(admin);
    }

    @Test
    default void savedPermissionsFollowWhatIsListed() {
        stores().roles().savePermissions(List.of(info("a.one", "One"), info("a.two", "Two"), info("a.three", "Three")));
        stores().roles().savePermissions(List.of(info("a.four", "Four"), info("a.three", "3"), info("a.one", "One")));

        assertThat(stores().roles().permissions())
                .extracting(StoredPermission::info)
                .containsExactly(info("a.one", "One"), info("a.three", "3"), info("a.four", "Four"));
    }

    @Test
    default void permissionThatIsNoLongerListedLeavesTheRoles() {
        stores().roles().savePermissions(List.of(info("a.one", "One"), info("a.two", "Two")));
        role("both", new Permission("a.one"), new Permission("a.two"), Permission.ALL);
        stores().roles().savePermissions(List.of(info("a.two", "Two")));

        assertThat(stores().roles().findByName("both").orElseThrow().permissions())
                .containsExactlyInAnyOrder(new Permission("a.two"), Permission.ALL);
    }

    @Test
    default void listingNoPermissionsRemovesAll() {
        stores().roles().savePermissions(List.of(info("a.one", "One")));
        stores().roles().savePermissions(List.of());

        assertThat(stores().roles().permissions()).isEmpty();
    }

    @Test
    default void roleComesBackAsItWasStored() {
        Role kept = stores().roles().insert(Role.SUPER_ADMIN, "All of it", true, NOON, Set.of(Permission.ALL));
        Role empty = role("empty");

        assertThat(kept).isEqualTo(new Role(kept.id(), "super-admin", "All of it", true, NOON, Set.of(Permission.ALL)));
        assertThat(stores().roles().findByName("super-admin")).contains(kept);
        assertThat(stores().roles().findByName("empty")).contains(empty);
        assertThat(stores().roles().find(empty.id())).contains(empty);
        assertThat(stores().roles().findByName("EMPTY")).contains(empty);
        assertThat(stores().roles().findByName("other")).isEmpty();
        assertThat(stores().roles().all()).containsExactly(kept, empty);
    }

    @Test
    default void nameOfARoleIsTakenOnce() {
        role("ops");
        stores().transactions().run(() -> {
            assertThatThrownBy(() -> role("ops", Permission.ALL))
                    .isInstanceOfSatisfying(
                            Conflict.class, e -> assertThat(e.code()).isEqualTo("role-exists"));
            role("other");
        });
        assertThat(stores().roles().findByName("ops").orElseThrow().permissions())
                .isEmpty();
        assertThat(stores().roles().findByName("other")).isPresent();
    }

    @Test
    default void userHoldsExactlyTheRolesAssignedLast() {
        int mira = mira();
        Role one = role("one", Permission.JOBS_CANCEL);
        Role two = role("two", Permission.JOBS_VIEW_ALL, Permission.JOBS_VIEW_OWN);
        Role three = role("three");
        assertThat(stores().roles().rolesOf(mira)).isEmpty();

        stores().roles().assign(mira, List.of(two.id(), one.id(), two.id()));
        assertThat(stores().roles().rolesOf(mira)).containsExactly(one, two);

        stores().roles().assign(mira, Set.of(three.id(), two.id()));
        assertThat(stores().roles().rolesOf(mira)).containsExactly(two, three);

        stores().roles().assign(mira, Set.of());
        assertThat(stores().roles().rolesOf(mira)).isEmpty();
    }

    @Test
    default void unknownRoleOrUserCannotBeAssigned() {
        int mira = mira();
        Role one = role("one");
        stores().roles().assign(mira, List.of(one.id()));

        assertThatThrownBy(() -> stores().roles().assign(mira, List.of(one.id() + 1)))
                .isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> stores().roles().assign(mira + 1, List.of(one.id())))
                .isInstanceOf(NotFound.class);
        assertThat(stores().roles().rolesOf(mira)).containsExactly(one);
    }
}
