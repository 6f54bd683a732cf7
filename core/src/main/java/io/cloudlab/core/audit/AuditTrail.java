package io.cloudlab.core.audit;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Records what callers do. Call it inside the transaction of the change, so that neither exists without the other. */
public final class AuditTrail {
    private final AuditStore store;
    private final Clock clock;

    public AuditTrail(AuditStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    public void record(Caller caller, String action, @Nullable String resource) {
        record(caller, action, resource, Map.of());
    }

    /** @param details JSON-like values; must not hold secrets */
    public void record(Caller caller, String action, @Nullable String resource, Map<String, Object> details) {
        AuditEntry entry = new AuditEntry(
                0, caller.userId(), caller.username(), action, resource, details, caller.ipAddress(), clock.instant());
        store.append(entry);
    }

    /** The newest first. */
    public Page<AuditEntry> find(Caller caller, AuditQuery query, PageRequest page) {
        caller.require(Permission.SYSTEM_AUDIT_LOG);
        return store.find(query, page);
    }

    /** Passes every entry that matches to the sink, the oldest first. The export itself is recorded before. */
    public void export(Caller caller, AuditQuery query, Consumer<AuditEntry> sink) {
        caller.require(Permission.SYSTEM_AUDIT_LOG);
        record(caller, "audit.export", "audit");
        store.export(query, sink);
    }
}
