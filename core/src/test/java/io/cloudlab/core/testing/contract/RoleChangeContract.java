package io.cloudlab.core.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.PermissionInfo;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.access.RoleStore;
import io.cloudlab.core.access.StoredPermission;
import io.cloudlab.core.shared.Conflict;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.testing.Race;
import io.cloudlab.core.testing.SampleUsers;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** How every {@link RoleStore} changes roles and tells who holds them. */
public interface RoleChangeContract extends StoresContract {
    private Role role(String name, Permission... permissions) {
        return stores().roles().insert(name, "About " + name, false, NOON, Set.of(permissions));
    }

    private static Role changed(Role role, String name, Permission... permissions) {
        return new Role(role.id(), name, "Now " + name, role.system(), role.createdAt(), Set.of(permissions));
    }

    private int user(String name) {
        return stores().users().insert(SampleUsers.user(name)).id();
    }

    @Test
    default void updatedRoleIsReplaced() {
        Role role = role("ops", Permission.JOBS_CANCEL, Permission.JOBS_VIEW_OWN);
        Role other = role("other", Permission.JOBS_CANCEL);
        Role now = changed(role, "Operators", Permission.JOBS_VIEW_OWN, Permission.JOBS_VIEW_ALL);
        stores().roles().update(now);

        assertThat(stores().roles().find(role.id())).contains(now);
        assertThat(stores().roles().findByName("operators")).contains(now);
        assertThat(stores().roles().findByName("ops")).isEmpty();
        assertThat(stores().roles().all()).containsExactly(now, other);
    }

    @Test
    default void roleMayChangeTheCaseOfItsName() {
        Role role = role("ops");
        stores().roles().update(changed(role, "OPS"));
        assertThat(stores().roles().find(role.id()).orElseThrow().name()).isEqualTo("OPS");
    }

    @Test
    default void nameTakenInAnyCaseIsRefusedAndLeavesTheTransactionUsable() {
        role("ops");
        Role other = role("other", Permission.JOBS_CANCEL);
        stores().transactions().run(() -> {
            for (String name : List.of("OPS", "\uff4fps"))
                assertThatThrownBy(() -> stores().roles().update(changed(other, name)))
                        .isInstanceOfSatisfying(
                                Conflict.class, e -> assertThat(e.code()).isEqualTo("role-exists"));
            assertThatThrownBy(() -> role("Ops")).isInstanceOf(Conflict.class);
            role("third");
        });
        assertThat(stores().roles().find(other.id())).contains(other);
        assertThat(stores().roles().findByName("third")).isPresent();
    }

    @Test
    default void roleThatIsNotThereCannotBeUpdated() {
        Role role = role("ops");
        stores().roles().delete(role.id());
        assertThatThrownBy(() -> stores().roles().update(role)).isInstanceOf(NotFound.class);
    }

    @Test
    default void deletedRoleIsGone() {
        Role role = role("ops", Permission.JOBS_CANCEL);
        stores().roles().delete(role.id());
        stores().roles().delete(role.id());

        assertThat(stores().roles().find(role.id())).isEmpty();
        assertThat(stores().roles().all()).isEmpty();
        assertThat(role("ops").permissions()).isEmpty();
    }

    @Test
    default void roleThatIsHeldCannotBeDeleted() {
        Role role = role("ops", Permission.JOBS_CANCEL);
        stores().roles().assign(user("mira"), List.of(role.id()));
        stores().transactions().run(() -> {
            assertThatThrownBy(() -> stores().roles().delete(role.id()))
                    .isInstanceOfSatisfying(
                            Conflict.class, e -> assertThat(e.code()).isEqualTo("role-in-use"));
            role("other");
        });
        assertThat(stores().roles().find(role.id())).contains(role);
    }

    @Test
    default void rolesOfManyUsersAreToldApart() {
        Role one = role("one", Permission.JOBS_CANCEL, Permission.JOBS_VIEW_ALL);
        Role two = role("two");
        int mira = user("mira");
        int tom = user("tom");
        int eve = user("eve");
        stores().roles().assign(mira, List.of(two.id(), one.id()));
        stores().roles().assign(tom, List.of(two.id()));

        Map<Integer, List<Role>> held = stores().roles().rolesOf(List.of(tom, mira, eve, eve + 1));

        assertThat(held.get(mira)).containsExactly(one, two);
        assertThat(held.get(tom)).containsExactly(two);
        assertThat(held.getOrDefault(eve, List.of())).isEmpty();
        assertThat(stores().roles().rolesOf(List.of())).isEmpty();
    }

    @Test
    default void holdersOfEveryRoleAreCounted() {
        Role one = role("one");
        Role two = role("two");
        Role nobodys = role("nobody's");
        stores().roles().assign(user("mira"), List.of(one.id(), two.id()));
        stores().roles().assign(user("tom"), List.of(two.id()));

        Map<Integer, Integer> holders = stores().roles().holders();
        assertThat(holders).containsEntry(one.id(), 1).containsEntry(two.id(), 2);
        assertThat(holders.getOrDefault(nobodys.id(), 0)).isZero();
    }

    @Test
    default void permissionsKeepTheirIds() {
        List<PermissionInfo> three = List.of(info("a.one"), info("a.two"), info("a.three"));
        stores().roles().savePermissions(three);
        List<StoredPermission> before = stores().roles().permissions();
        stores().roles().savePermissions(List.of(info("a.four"), info("a.three"), info("a.one")));

        List<StoredPermission> after = stores().roles().permissions();
        assertThat(after).extracting(StoredPermission::id).isSorted().doesNotHaveDuplicates();
        assertThat(after.subList(0, 2)).containsExactly(before.get(0), before.get(2));
        assertThat(after.get(2).permission()).isEqualTo(new Permission("a.four"));
    }

    @Test
    default void secondRoleLockWaitsForTheFirst() throws InterruptedException {
        AtomicBoolean second = new AtomicBoolean();
        Thread other = new Thread(() -> stores().transactions().run(() -> {
            stores().roles().lock();
            second.set(true);
        }));
        stores().transactions().run(() -> {
            stores().roles().lock();
            other.start();
            Race.letGetStuck(other);
            assertThat(second).isFalse();
        });
        other.join();
        assertThat(second).isTrue();
    }

    private static PermissionInfo info(String codename) {
        return new PermissionInfo(new Permission(codename), "lab", codename, "About " + codename);
    }
}
