package io.cloudlab.core.identity;

import io.cloudlab.core.access.AclRule;
import io.cloudlab.core.access.AclStore;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Grants;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.access.RoleStore;
import io.cloudlab.core.identity.session.Unauthenticated;
import io.cloudlab.core.identity.user.Profile;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.UserEvents;
import io.cloudlab.core.identity.user.UserStore;
import io.cloudlab.core.shared.Conflict;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.Refused;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Enforces the rules of account changes: callers gain no rights they do not hold, and the last administrator stays. */
public final class AccountGuard {
    private final UserStore users;
    private final RoleStore roles;
    private final AclStore rules;
    private final UserEvents events;

    public AccountGuard(UserStore users, RoleStore roles, AclStore rules, UserEvents events) {
        this.users = users;
        this.roles = roles;
        this.rules = rules;
        this.events = events;
    }

    /** @throws NotFound if there is no such user */
    User existing(int id) {
        return users.find(id).orElseThrow(() -> new NotFound("user"));
    }

    /** The user with the roles they hold now. */
    Profile profile(User user) {
        return Profile.of(user, roles.rolesOf(user.id()));
    }

    Page<Profile> profiles(Page<User> page) {
        Map<Integer, List<Role>> held =
                roles.rolesOf(page.items().stream().map(User::id).toList());
        return page.map(user -> Profile.of(user, held.getOrDefault(user.id(), List.of())));
    }

    /** Makes the user hold exactly these roles. */
    void assign(User user, List<Role> granted) {
        roles.assign(user.id(), granted.stream().map(Role::id).toList());
        events.changed(user.id());
    }

    /** The caller's own account, as it is stored now. @throws Unauthenticated if they have none */
    User own(Caller caller) {
        Integer id = caller.userId();
        if (id == null) throw Unauthenticated.sessionOver();
        return users.find(id).orElseThrow(Unauthenticated::sessionOver);
    }

    /**
     * Call inside the transaction of the change: no transaction can give the user more rights until it has ended.
     *
     * @throws Denied if the user holds a right the caller lacks
     */
    void requireNotAbove(Caller caller, User user) {
        roles.lock();
        requireWithin(caller, roles.rolesOf(user.id()));
    }

    /**
     * The roles with these ids and these names, which the caller may hand out.
     *
     * @throws Refused if one does not exist
     * @throws Denied if one holds a right the caller lacks
     */
    List<Role> grantable(Caller caller, Collection<Integer> ids, Collection<String> names) {
        Map<Integer, Role> granted = new LinkedHashMap<>();
        for (int id : ids) add(roles.find(id), granted);
        for (String name : names) add(roles.findByName(name), granted);
        List<Role> all = List.copyOf(granted.values());
        requireWithin(caller, all);
        return all;
    }

    private static void add(Optional<Role> found, Map<Integer, Role> granted) {
        Role role = found.orElseThrow(() -> new Refused("unknown-role", "A role of the list does not exist."));
        granted.put(role.id(), role);
    }

    /**
     * Checks that a user with these roles could do nothing the caller cannot do, single objects included. Only rules about the
     * caller's own roles count for the caller, those that deny included.
     */
    private void requireWithin(Caller caller, List<Role> others) {
        Grants.requireRoles(caller, others);
        if (others.isEmpty() || caller.may(Permission.INVENTORY_ACL_MANAGE)) return;
        Set<Integer> theirs = others.stream().map(Role::id).collect(Collectors.toSet());
        boolean beyond = !rules.ruled(AclRule.Effect.ALLOW, without(theirs, caller.roles()))
                        .isEmpty()
                || !rules.ruled(AclRule.Effect.DENY, without(caller.roles(), theirs))
                        .isEmpty();
        if (beyond) throw new Denied(Permission.INVENTORY_ACL_MANAGE);
    }

    private static Set<Integer> without(Set<Integer> ids, Set<Integer> taken) {
        Set<Integer> left = new HashSet<>(ids);
        left.removeAll(taken);
        return left;
    }

    /**
     * Call inside the transaction that takes the role or the activity from the user, before it does.
     *
     * @throws Refused if they are the last active super-admin
     */
    void requireAnotherAdministrator(User user) {
        roles.lock();
        Role admin = roles.findByName(Role.SUPER_ADMIN).orElseThrow();
        boolean isOne = existing(user.id()).status() == User.Status.ACTIVE
                && roles.rolesOf(user.id()).stream().anyMatch(role -> role.id() == admin.id());
        if (isOne && users.countActiveHolders(admin.id()) <= 1) {
            throw new Refused("last-administrator", "The last active super-admin must stay one.");
        }
    }

    /** Turns clashes of names and addresses into refusals. */
    static User refusingTaken(Supplier<User> write) {
        try {
            return write.get();
        } catch (Conflict e) {
            if (e.code().equals("username-taken")) throw new Refused(e.code(), "The username already exists.");
            if (e.code().equals("email-taken")) throw new Refused(e.code(), "The e-mail address is already in use.");
            throw e;
        }
    }
}
