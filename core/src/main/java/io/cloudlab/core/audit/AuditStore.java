package io.cloudlab.core.audit;

import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import java.util.List;
import java.util.function.Consumer;

/** Where audit entries are kept: they can be added and read, never changed. Implementations are thread-safe. */
public interface AuditStore {
    /** Adds the entry, in the current transaction if there is one. Its id is ignored. */
    void append(AuditEntry entry);

    /** The newest entries first, at most {@code limit}. */
    List<AuditEntry> latest(int limit);

    /** The newest first: by time, and by id among those of one instant. */
    Page<AuditEntry> find(AuditQuery query, PageRequest page);

    /**
     * Passes every entry that matches to {@code sink}, the oldest first, without holding all of them in memory. Entries added
     * meanwhile may be missing. No connection to a database is held while {@code sink} works, so it may be slow.
     */
    void export(AuditQuery query, Consumer<AuditEntry> sink);
}
