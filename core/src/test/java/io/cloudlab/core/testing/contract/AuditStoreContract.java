package io.cloudlab.core.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.audit.AuditStore;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every {@link AuditStore} does. */
public interface AuditStoreContract extends StoresContract {
    private static AuditEntry entry(String action) {
        return new AuditEntry(0, null, null, action, null, Map.of(), null, NOON);
    }

    @Test
    default void auditEntryComesBackAsItWasWritten() {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("text", "a\u0000\n\"\u00fc\ud83d\ude80\ud800");
        details.put("numbers", List.of(1, 5_000_000_000L, 1.5));
        details.put("nothing", null);
        details.put("yes", true);
        details.put("deep", Map.of("list", Arrays.asList("x", null)));
        stores().audit().append(new AuditEntry(0, 4, "mira", "login", "auth", details, "203.0.113.7", NOON));

        AuditEntry kept = stores().audit().latest(5).get(0);
        assertThat(kept).isEqualTo(new AuditEntry(kept.id(), 4, "mira", "login", "auth", details, "203.0.113.7", NOON));
        assertThat(kept.details().keySet()).containsExactlyElementsOf(details.keySet());
    }

    @Test
    default void auditEntryNeedsOnlyAnActionAndATime() {
        stores().audit().append(entry("auth.setup"));

        AuditEntry kept = stores().audit().latest(1).get(0);
        assertThat(kept).isEqualTo(new AuditEntry(kept.id(), null, null, "auth.setup", null, Map.of(), null, NOON));
    }

    @Test
    default void latestAuditEntriesComeFirstAndNoMoreThanWanted() {
        for (String action : List.of("first", "second", "third"))
            stores().audit().append(entry(action));

        assertThat(stores().audit().latest(2)).extracting(AuditEntry::action).containsExactly("third", "second");
        assertThat(stores().audit().latest(9))
                .extracting(AuditEntry::id)
                .isSortedAccordingTo((a, b) -> Long.compare(b, a));
    }

    @Test
    default void auditEntryGoesWithTheTransactionItWasWrittenIn() {
        assertThatThrownBy(() -> stores().transactions().run(() -> {
                    stores().audit().append(entry("never"));
                    throw new IllegalArgumentException("no");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(stores().audit().latest(5)).isEmpty();
    }
}
