package io.cloudlab.core.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a role is to be like. When a role is changed, null leaves a member as it is; when one is made, {@code name} must
 * be given.
 *
 * @param permissionIds replaces the whole set
 */
public record NewRole(
        @Nullable String name,
        @Nullable String description,
        @Nullable List<Integer> permissionIds) {}
