package io.cloudlab.http.api.people;

import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.shared.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the audit log as clients see it.
 *
 * @param timestamp the same as {@code createdAt}
 */
record AuditJson(
        long id,
        @Nullable Integer userId,
        @Nullable String username,
        String action,
        @Nullable String resource,
        @Nullable Map<String, Object> details,
        @Nullable String ipAddress,
        Instant createdAt,
        Instant timestamp) {

    record ListOf(List<AuditJson> entries, long total, int page, int perPage) {
        static ListOf of(Page<AuditEntry> page) {
            return new ListOf(
                    page.map(AuditJson::of).items(),
                    page.total(),
                    page.request().page(),
                    page.request().perPage());
        }
    }

    static AuditJson of(AuditEntry entry) {
        return new AuditJson(
                entry.id(),
                entry.userId(),
                entry.username(),
                entry.action(),
                entry.resource(),
                entry.details().isEmpty() ? null : entry.details(),
                entry.ipAddress(),
                entry.createdAt(),
                entry.createdAt());
    }
}
