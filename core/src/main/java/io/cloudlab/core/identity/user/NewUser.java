package io.cloudlab.core.identity.user;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user to be invited.
 *
 * @param roleIds by their ids, and
 * @param roles by their names, the roles to hold
 */
public record NewUser(
        String username, String email, @Nullable String displayName, List<Integer> roleIds, List<String> roles) {
    public NewUser {
        roleIds = List.copyOf(roleIds);
        roles = List.copyOf(roles);
    }

    public NewUser(String username, String email, @Nullable String displayName, List<Integer> roleIds) {
        this(username, email, displayName, roleIds, List.of());
    }
}
