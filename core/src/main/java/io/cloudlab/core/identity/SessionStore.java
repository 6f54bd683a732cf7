package io.cloudlab.core.identity;

import java.time.Instant;
import java.util.Set;

/** Remembers which sessions were ended before their time. Implementations are thread-safe. */
public interface SessionStore {
    /** Doing it again changes nothing. */
    void revoke(int userId, String sessionId, Instant expiresAt);

    /** The ids of this user's ended sessions that would otherwise still be good. */
    Set<String> revoked(int userId);

    /** Forgets the sessions that have expired by themselves. */
    void forgetExpired(Instant now);
}
