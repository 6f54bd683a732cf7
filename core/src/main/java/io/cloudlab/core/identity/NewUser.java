package io.cloudlab.core.identity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Somebody who is to be invited. */
public record NewUser(
        String username, String email, @Nullable String displayName, List<Integer> roleIds) {
    public NewUser {
        roleIds = List.copyOf(roleIds);
    }
}
