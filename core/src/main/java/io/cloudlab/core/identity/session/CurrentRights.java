package io.cloudlab.core.identity.session;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.access.RoleStore;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.UserStore;
import io.cloudlab.core.identity.user.Username;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the present rights of users other than the caller, without a cache. Thread-safe. */
public final class CurrentRights {
    private final UserStore users;
    private final RoleStore roles;

    public CurrentRights(UserStore users, RoleStore roles) {
        this.users = users;
        this.roles = roles;
    }

    /** The user as a caller, with what they hold now; empty if they are switched off, or there is no such user. */
    public Optional<Caller> of(int userId) {
        return users.find(userId).filter(User::active).map(this::of);
    }

    /** As {@link #of(User)}; empty if there is no such user. */
    public Optional<Caller> of(Username username) {
        return users.findByUsername(username).map(this::of);
    }

    /** The same of a user that was found before; one who is switched off holds nothing. */
    public Caller of(User user) {
        List<Role> held = user.active() ? roles.rolesOf(user.id()) : List.of();
        Set<Permission> permissions =
                held.stream().flatMap(role -> role.permissions().stream()).collect(Collectors.toSet());
        Set<Integer> ids = held.stream().map(Role::id).collect(Collectors.toSet());
        return Caller.user(user.id(), user.username().value(), permissions, ids, null);
    }
}
