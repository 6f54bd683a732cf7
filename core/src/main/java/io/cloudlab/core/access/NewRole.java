package io.cloudlab.core.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a role is to be like. When a role is changed, null leaves a member as it is; when one is made, {@code name} must
 * be given.
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

    /** Whether it says which permissions the role is to hold. */
    public boolean choosesPermissions() {
        return permissionIds != null || permissions != null;
    }
}
