package io.cloudlab.core.identity.session;

import java.time.Instant;

/**
 * A user's signed-in session, as a token carries it. It proves nothing by itself: adapters authenticate the token, and
 * {@link SignIn#caller} decides whether the session is still valid.
 *
 * @param tokenVersion the user's at the start of the session
 * @param id unique to this session
 */
public record Session(int userId, String username, int tokenVersion, String id, Instant issuedAt, Instant expiresAt) {}
