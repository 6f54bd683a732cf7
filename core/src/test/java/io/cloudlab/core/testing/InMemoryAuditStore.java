package io.cloudlab.core.testing;

import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.audit.AuditStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The audit trail in memory. */
public final class InMemoryAuditStore implements AuditStore {
    private final InMemoryTransactions transactions;
    private final Rows<Long, AuditEntry> entries;
    private long lastId;

    InMemoryAuditStore(InMemoryTransactions transactions) {
        this.transactions = transactions;
        this.entries = new Rows<>(transactions);
    }

    @Override
    public void append(AuditEntry entry) {
        transactions.alone(() -> {
            long id = ++lastId;
            entries.put(
                    id,
                    new AuditEntry(
                            id,
                            entry.userId(),
                            entry.username(),
                            entry.action(),
                            entry.resource(),
                            entry.details(),
                            entry.ipAddress(),
                            entry.createdAt()));
            return id;
        });
    }

    @Override
    public List<AuditEntry> latest(int limit) {
        return transactions.alone(() -> {
            List<AuditEntry> newestFirst = new ArrayList<>(entries.values());
            Collections.reverse(newestFirst);
            return newestFirst.stream().limit(limit).toList();
        });
    }
}
