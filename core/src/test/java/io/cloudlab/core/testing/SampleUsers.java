package io.cloudlab.core.testing;

import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.Username;
import io.cloudlab.core.testing.contract.StoresContract;
import org.jspecify.annotations.Nullable;

/** Users as they are before they are stored. */
public final class SampleUsers {
    private SampleUsers() {}

    public static User user(String name) {
        return user(name, name + "@lab.test");
    }

    public static User user(String name, @Nullable String email) {
        return new User(
                0, new Username(name), email, "Called " + name, "hash", true, 3, StoresContract.NOON, null, null, 0);
    }

    public static User withEmail(User user, String email) {
        return new User(
                user.id(),
                user.username(),
                email,
                user.displayName(),
                user.passwordHash(),
                user.active(),
                user.tokenVersion(),
                user.createdAt(),
                user.lastLoginAt(),
                user.inviteAcceptedAt(),
                user.version());
    }
}
