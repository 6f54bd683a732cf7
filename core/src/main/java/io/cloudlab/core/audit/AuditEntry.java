package io.cloudlab.core.audit;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who did what, when and from where.
 *
 * @param id given by the store, rising; 0 before it is stored
 * @param details JSON-like values (text, numbers, booleans, lists, maps); never a secret
 */
public record AuditEntry(
        long id,
        @Nullable Integer userId,
        @Nullable String username,
        String action,
        @Nullable String resource,
        Map<String, Object> details,
        @Nullable String ipAddress,
        Instant createdAt) {
    public AuditEntry {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }
}
