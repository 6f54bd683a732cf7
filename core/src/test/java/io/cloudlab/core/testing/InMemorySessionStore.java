package io.cloudlab.core.testing;

import io.cloudlab.core.identity.SessionStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Set;
import java.util.stream.Collectors;

/** Ended sessions in memory. */
public final class InMemorySessionStore implements SessionStore {
    private final InMemoryTransactions transactions;
    private final Rows<String, Revoked> revoked;

    private record Revoked(int userId, String sessionId, Instant expiresAt) {
        String key() {
            return userId + "/" + sessionId;
        }
    }

    InMemorySessionStore(InMemoryTransactions transactions) {
        this.transactions = transactions;
        this.revoked = new Rows<>(transactions);
    }

    @Override
    public void revoke(int userId, String sessionId, Instant expiresAt) {
        Revoked row = new Revoked(userId, sessionId, expiresAt);
        transactions.alone(() -> {
            if (revoked.get(row.key()) == null) revoked.put(row.key(), row);
            return row;
        });
    }

    @Override
    public Set<String> revoked(int userId) {
        return transactions.alone(() -> revoked.values().stream()
                .filter(row -> row.userId() == userId)
                .map(Revoked::sessionId)
                .collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public void forgetExpired(Instant now) {
        transactions.alone(() -> {
            for (Revoked row : new ArrayList<>(revoked.values())) {
                if (!row.expiresAt().isAfter(now)) revoked.remove(row.key());
            }
            return now;
        });
    }
}
