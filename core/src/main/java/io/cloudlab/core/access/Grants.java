package io.cloudlab.core.access;

import java.util.Collection;

/** The rule that users cannot hand out, or take away, what they do not hold. */
public final class Grants {
    private Grants() {}

    /** @throws Denied naming the first permission the caller lacks */
    public static void requireAll(Caller caller, Collection<Permission> permissions) {
        permissions.stream().sorted().forEach(caller::require);
    }

    /** As {@link #requireAll}, for everything the roles hold. */
    public static void requireRoles(Caller caller, Collection<Role> roles) {
        roles.forEach(role -> requireAll(caller, role.permissions()));
    }
}
