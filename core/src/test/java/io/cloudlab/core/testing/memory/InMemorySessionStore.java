package io.cloudlab.core.testing.memory;

import io.cloudlab.core.identity.session.OpenSession;
import io.cloudlab.core.identity.session.SessionStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Sessions in memory. */
public final class InMemorySessionStore implements SessionStore {
    private final InMemoryTransactions transactions;
    private final Rows<String, Revoked> revoked;
    private final Rows<String, OpenSession> begun;

    private record Revoked(int userId, String sessionId, Instant expiresAt) {
        String key() {
            return userId + "/" + sessionId;
        }
    }

    InMemorySessionStore(InMemoryTransactions transactions) {
        this.transactions = transactions;
        this.revoked = new Rows<>(transactions);
        this.begun = new Rows<>(transactions);
    }

    @Override
    public void begin(OpenSession session) {
        transactions.alone(() -> {
            begun.put(session.id(), session);
            return session;
        });
    }

    @Override
    public List<OpenSession> open(int userId, int tokenVersion, Instant now) {
        Set<String> ended = revoked(userId);
        return transactions.alone(() -> begun.values().stream()
                .filter(each -> each.userId() == userId && each.tokenVersion() == tokenVersion)
                .filter(each -> each.expiresAt().isAfter(now) && !ended.contains(each.id()))
                .sorted(Comparator.comparing(OpenSession::begunAt).reversed().thenComparing(OpenSession::id))
                .limit(MAX_LISTED)
                .toList());
    }

    @Override
    public Set<String> addresses(int userId) {
        return transactions.alone(() -> begun.values().stream()
                .filter(each -> each.userId() == userId)
                .map(OpenSession::ipAddress)
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet()));
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
            for (OpenSession each : new ArrayList<>(begun.values())) {
                if (!each.expiresAt().isAfter(now.minus(ADDRESSES_KEPT))) begun.remove(each.id());
            }
            return now;
        });
    }
}
