package io.cloudlab.core.audit;

import io.cloudlab.core.shared.Folded;
import io.cloudlab.core.shared.VisibleText;
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

    /**
     * The text to search: action, resource, username, address and everything in the details, folded, a line
     * each, and without characters that no database keeps.
     */
    public String searchText() {
        StringBuilder text = new StringBuilder();
        append(text, action);
        append(text, resource);
        append(text, username);
        append(text, ipAddress);
        append(text, details);
        return Folded.of(text.toString());
    }

    private static void append(StringBuilder text, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, inner) -> {
                append(text, key);
                append(text, inner);
            });
        } else if (value instanceof Iterable<?> list) {
            list.forEach(inner -> append(text, inner));
        } else if (value != null) {
            value.toString().codePoints().map(VisibleText::storable).forEach(text::appendCodePoint);
            text.append('\n');
        }
    }
}
