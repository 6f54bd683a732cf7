package io.cloudlab.core.testing.memory;

import io.cloudlab.core.identity.mail.OutboxStore;
import io.cloudlab.core.vault.SealedSecret;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Mails that wait, in memory. */
public final class InMemoryOutboxStore implements OutboxStore {
    private final InMemoryTransactions transactions;
    private final Rows<String, Row> mails;

    private record Row(String id, SealedSecret mail, Instant createdAt, Instant dueAt, int attempts) {
        Row due(Instant next) {
            return new Row(id, mail, createdAt, next, attempts);
        }

        Row takenUntil(Instant until) {
            return new Row(id, mail, createdAt, until, attempts + 1);
        }
    }

    InMemoryOutboxStore(InMemoryTransactions transactions) {
        this.transactions = transactions;
        this.mails = new Rows<>(transactions);
    }

    @Override
    public void add(String id, SealedSecret mail, Instant createdAt) {
        transactions.alone(() -> {
            mails.put(id, new Row(id, mail, createdAt, createdAt, 0));
            return id;
        });
    }

    @Override
    public Optional<Waiting> take(Instant now, Instant until) {
        return transactions.alone(() -> mails.values().stream()
                .filter(row -> !row.dueAt().isAfter(now))
                .min(Comparator.comparing(Row::dueAt).thenComparing(Row::createdAt))
                .map(row -> {
                    Row taken = row.takenUntil(until);
                    mails.put(row.id(), taken);
                    return new Waiting(taken.id(), taken.mail(), taken.createdAt(), taken.attempts());
                }));
    }

    @Override
    public void remove(String id) {
        transactions.alone(() -> {
            if (mails.get(id) != null) mails.remove(id);
            return id;
        });
    }

    @Override
    public void postpone(String id, Instant next) {
        transactions.alone(() -> {
            Row row = mails.get(id);
            if (row != null) mails.put(id, row.due(next));
            return id;
        });
    }

    /** All mails that wait, due or not, as they are stored. */
    public List<SealedSecret> waiting() {
        return transactions.alone(() -> mails.values().stream().map(Row::mail).toList());
    }
}
