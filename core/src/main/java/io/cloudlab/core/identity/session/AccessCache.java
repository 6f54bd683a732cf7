package io.cloudlab.core.identity.session;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.access.RoleStore;
import io.cloudlab.core.identity.user.Profile;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.UserStore;
import io.cloudlab.core.shared.ExpiringCache;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The access of signed-in users, cached for a short while so that most requests need no store. Code that changes a user's
 * access must {@link #forget} it after the commit; another server's changes are seen within {@link #MAX_AGE}.
 */
final class AccessCache {
    static final Duration MAX_AGE = Duration.ofSeconds(1);

    private static final int MAX_USERS = 10_000;

    private final UserStore users;
    private final RoleStore roles;
    private final SessionStore sessions;
    private final ExpiringCache<Integer, Access> known;

    AccessCache(UserStore users, RoleStore roles, SessionStore sessions, Clock clock) {
        this.users = users;
        this.roles = roles;
        this.sessions = sessions;
        this.known = new ExpiringCache<>(MAX_AGE, MAX_USERS, clock);
    }

    record Access(
            int userId,
            String username,
            int tokenVersion,
            Profile profile,
            Set<Permission> permissions,
            Set<Integer> roles,
            Set<String> endedSessions) {
        boolean admits(Session session) {
            return session.tokenVersion() == tokenVersion && !endedSessions.contains(session.id());
        }
    }

    /** @return null for an unknown or inactive user */
    @Nullable
    Access of(int userId) {
        return known.get(userId, () -> load(userId));
    }

    void forget(int userId) {
        known.forget(userId);
    }

    void forgetAll() {
        known.forgetAll();
    }

    private @Nullable Access load(int userId) {
        User user = users.find(userId).filter(User::active).orElse(null);
        if (user == null) return null;
        Profile profile = Profile.of(user, roles.rolesOf(userId));
        return new Access(
                userId,
                user.username().value(),
                user.tokenVersion(),
                profile,
                Set.copyOf(profile.permissions()),
                profile.roles().stream().map(Role::id).collect(Collectors.toUnmodifiableSet()),
                Set.copyOf(sessions.revoked(userId)));
    }
}
