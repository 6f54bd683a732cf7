package io.cloudlab.core.audit;

import java.util.List;

/** Where audit entries are kept: they can be added and read, never changed. Implementations are thread-safe. */
public interface AuditStore {
    /** Adds the entry, in the current transaction if there is one. Its id is ignored. */
    void append(AuditEntry entry);

    /** The newest entries first, at most {@code limit}. */
    List<AuditEntry> latest(int limit);
}
