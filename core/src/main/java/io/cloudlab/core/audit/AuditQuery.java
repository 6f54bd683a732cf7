package io.cloudlab.core.audit;

import io.cloudlab.core.shared.Folded;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Filter for audit entries; every member that is not null must match.
 *
 * @param actionPrefix the beginning of the action, such as {@code service.}
 * @param username compared without regard to case
 * @param from the earliest time, inclusive
 * @param to the latest time, exclusive
 * @param search text that action, resource, username, address or details hold, however it is written ({@link Folded})
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

    /** Whether the entry matches. */
    public boolean matches(AuditEntry entry) {
        return equal(action, entry.action())
                && (actionPrefix == null || entry.action().startsWith(actionPrefix))
                && (username == null || username.equalsIgnoreCase(entry.username()))
                && equal(userId, entry.userId())
                && equal(resource, entry.resource())
                && (from == null || !entry.createdAt().isBefore(from))
                && (to == null || entry.createdAt().isBefore(to))
                && (search == null || entry.searchText().contains(Folded.of(search)));
    }

    private static boolean equal(@Nullable Object wanted, @Nullable Object found) {
        return wanted == null || wanted.equals(found);
    }
}
