package io.cloudlab.core.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of a role to create or change. On a change, null keeps a member; on creation, {@code name} is required.
 *
 * @param permissionIds by their ids, and
 * @param permissions by their codenames, the permissions that replace the whole set
 */
public record NewRole(
        @Nullable String name,
        @Nullable String description,
        @Nullable List<Integer> permissionIds,
        @Nullable List<String> permissions) {
    public NewRole(@Nullable String name, @Nullable String description, @Nullable List<Integer> permissionIds) {
        this(name, description, permissionIds, null);
    }

    /** Whether the permissions are given, by id or by codename. */
    public boolean choosesPermissions() {
        return permissionIds != null || permissions != null;
    }
}
