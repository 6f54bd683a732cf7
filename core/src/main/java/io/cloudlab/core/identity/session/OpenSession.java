package io.cloudlab.core.identity.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An active session, as its user sees it in a list.
 *
 * @param id of the {@link Session}
 * @param tokenVersion the user's at the start of the session; under another one it has ended
 * @param ipAddress from where it was begun, if known
 */
public record OpenSession(
        int userId,
        String id,
        int tokenVersion,
        Instant begunAt,
        Instant expiresAt,
        @Nullable String ipAddress) {}
