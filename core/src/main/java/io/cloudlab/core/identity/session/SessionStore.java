package io.cloudlab.core.identity.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Where sessions are kept that were begun, and which of them were ended early. Implementations are thread-safe. */
public interface SessionStore {
    /** How long the address of a session is remembered after it has expired. */
    Duration ADDRESSES_KEPT = Duration.ofDays(30);

    /** The most sessions {@link #open} lists. */
    int MAX_LISTED = 1_000;

    void begin(OpenSession session);

    /** The user's sessions under this token version that have neither expired nor been revoked, the newest first. */
    List<OpenSession> open(int userId, int tokenVersion, Instant now);

    /** From where sessions of the user were begun, as far as that is remembered. */
    Set<String> addresses(int userId);

    /** Doing it again changes nothing. */
    void revoke(int userId, String sessionId, Instant expiresAt);

    /** The ids of this user's ended sessions that would otherwise still be valid. */
    Set<String> revoked(int userId);

    /** Deletes sessions that have expired; their addresses after {@link #ADDRESSES_KEPT}. */
    void forgetExpired(Instant now);
}
