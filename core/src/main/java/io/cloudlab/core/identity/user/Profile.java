package io.cloudlab.core.identity.user;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.Role;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A user with their roles and the permissions these add up to; {@code permissions} are sorted. */
public record Profile(User user, List<Role> roles, Set<Permission> permissions) {
    public static Profile of(User user, List<Role> roles) {
        Set<Permission> permissions = new TreeSet<>();
        roles.forEach(role -> permissions.addAll(role.permissions()));
        return new Profile(user, List.copyOf(roles), permissions);
    }
}
