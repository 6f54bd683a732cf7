package io.cloudlab.core.identity.session;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.access.RoleStore;
import io.cloudlab.core.identity.user.Profile;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.UserStore;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The access of signed-in users, cached for a short while so that most requests need no store. Code that changes a user's
 * access must {@link #forget} it after the commit; another server's changes are seen within {@link #KEPT_MILLIS}.
 */
final class AccessCache {
    static final long KEPT_MILLIS = 1_000;

    private final UserStore users;
    private final RoleStore roles;
    private final SessionStore sessions;
    private final Clock clock;
    private final Map<Integer, Access> known = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    AccessCache(UserStore users, RoleStore roles, SessionStore sessions, Clock clock) {
        this.users = users;
        this.roles = roles;
        this.sessions = sessions;
        this.clock = clock;
    }

    record Access(
            int userId,
            String username,
            int tokenVersion,
            Profile profile,
            Set<Permission> permissions,
            Set<Integer> roles,
            Set<String> endedSessions,
            long loadedAt) {
        boolean admits(Session session) {
            return session.tokenVersion() == tokenVersion && !endedSessions.contains(session.id());
        }
    }

    /** @return null for an unknown or inactive user */
    @Nullable
    Access of(int userId) {
        long now = clock.millis();
        Access access = known.get(userId);
        if (access != null && now - access.loadedAt() < KEPT_MILLIS && now >= access.loadedAt()) return access;
        return load(userId, now);
    }

    void forget(int userId) {
        changes.incrementAndGet();
        known.remove(userId);
    }

    void forgetAll() {
        changes.incrementAndGet();
        known.clear();
    }

    private @Nullable Access load(int userId, long now) {
        long before = changes.get();
        Optional<User> user = users.find(userId).filter(User::active);
        if (user.isEmpty()) {
            known.remove(userId);
            return null;
        }
        Profile profile = Profile.of(user.get(), roles.rolesOf(userId));
        Access access = new Access(
                userId,
                user.get().username().value(),
                user.get().tokenVersion(),
                profile,
                Set.copyOf(profile.permissions()),
                profile.roles().stream().map(Role::id).collect(Collectors.toUnmodifiableSet()),
                Set.copyOf(sessions.revoked(userId)),
                now);
        known.compute(
                userId, (id, kept) -> changes.get() == before ? access : kept); // else it may be older than the change
        return access;
    }
}
