package io.cloudlab.http;

import io.cloudlab.core.identity.User;
import org.jspecify.annotations.Nullable;

/** Users as clients see them. */
final class UserJson {
    private UserJson() {}

    /** Who somebody is. */
    record Brief(
            int id,
            String username,
            @Nullable String email,
            @Nullable String displayName) {
        static Brief of(User user) {
            return new Brief(user.id(), user.username().value(), user.email(), user.displayName());
        }
    }

    /** A role as part of something else. */
    record RoleName(int id, String name) {}
}
