package io.cloudlab.core.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are wanted; every member that is not null must match.
 *
 * @param actionPrefix the beginning of the action, such as {@code service.}
 * @param from the earliest time, inclusive
 * @param to the latest time, exclusive
 * @param search text that action, resource, username, address or details hold, without regard to case
 */
public record AuditQuery(
        @Nullable String action,
        @Nullable String actionPrefix,
        @Nullable String username,
        @Nullable Integer userId,
        @Nullable String resource,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String search) {
    public static final AuditQuery ANY = new AuditQuery(null, null, null, null, null, null, null, null);
}
