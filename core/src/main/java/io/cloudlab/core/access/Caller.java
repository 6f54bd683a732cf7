package io.cloudlab.core.access;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The user or program on whose behalf a use case runs. It is the first parameter of every use case, which checks its
 * permissions and records it in the audit trail. Immutable. */
public final class Caller {
    private final @Nullable Integer userId;
    private final @Nullable String username;
    private final Set<Permission> permissions;
    private final Set<Integer> roles;
    private final @Nullable String ipAddress;

    private Caller(
            @Nullable Integer userId,
            @Nullable String username,
            Set<Permission> permissions,
            Set<Integer> roles,
            @Nullable String ipAddress) {
        this.userId = userId;
        this.username = username;
        this.permissions = Set.copyOf(permissions);
        this.roles = Set.copyOf(roles);
        this.ipAddress = ipAddress;
    }

    /** A client that has not signed in, and may do only what needs no sign-in. */
    public static Caller anonymous(@Nullable String ipAddress) {
        return new Caller(null, null, Set.of(), Set.of(), ipAddress);
    }

    /** A part of the embedding program itself, with every permission. Its name stands in the audit trail. */
    public static Caller system(String name) {
        return new Caller(null, name, Set.of(Permission.ALL), Set.of(), null);
    }

    /** A user whose roles have no rules on objects. */
    public static Caller user(int userId, String username, Set<Permission> permissions, @Nullable String ipAddress) {
        return user(userId, username, permissions, Set.of(), ipAddress);
    }

    /** @param roles the ids of the user's roles, for which objects may have rules */
    public static Caller user(
            int userId, String username, Set<Permission> permissions, Set<Integer> roles, @Nullable String ipAddress) {
        return new Caller(userId, username, permissions, roles, ipAddress);
    }

    /** Null for anonymous and system callers. */
    public @Nullable Integer userId() {
        return userId;
    }

    /** Null for anonymous callers. */
    public @Nullable String username() {
        return username;
    }

    public @Nullable String ipAddress() {
        return ipAddress;
    }

    /** The codenames held, sorted. */
    public Set<Permission> permissions() {
        return new TreeSet<>(permissions);
    }

    /** The ids of the roles held. */
    public Set<Integer> roles() {
        return roles;
    }

    public boolean may(Permission permission) {
        return permissions.contains(Permission.ALL) || permissions.contains(permission);
    }

    /** @throws Denied naming the permission, if it is not held */
    public void require(Permission permission) {
        if (!may(permission)) throw new Denied(permission);
    }

    /** @throws Denied naming the first of the permissions, if none is held */
    public void requireAny(Permission first, Permission... others) {
        if (!may(first) && Arrays.stream(others).noneMatch(this::may)) throw new Denied(first);
    }

    @Override
    public String toString() {
        return username == null ? "anonymous" : username;
    }
}
