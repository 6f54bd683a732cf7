package io.cloudlab.core.testing.memory;

import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.audit.AuditQuery;
import io.cloudlab.core.audit.AuditStore;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** The audit trail in memory. */
public final class InMemoryAuditStore implements AuditStore {
    private static final Comparator<AuditEntry> OLDEST_FIRST =
            Comparator.comparing(AuditEntry::createdAt).thenComparing(AuditEntry::id);

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

    @Override
    public Page<AuditEntry> find(AuditQuery query, PageRequest page) {
        return transactions.alone(() -> {
            List<AuditEntry> wanted = wanted(query, OLDEST_FIRST.reversed());
            List<AuditEntry> items =
                    wanted.stream().skip(page.offset()).limit(page.perPage()).toList();
            return new Page<>(items, wanted.size(), page);
        });
    }

    @Override
    public void export(AuditQuery query, Consumer<AuditEntry> sink) {
        transactions.alone(() -> wanted(query, OLDEST_FIRST)).forEach(sink);
    }

    private List<AuditEntry> wanted(AuditQuery query, Comparator<AuditEntry> order) {
        return entries.values().stream().filter(query::matches).sorted(order).toList();
    }
}
