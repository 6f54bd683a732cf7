package io.cloudlab.core.testing.memory;

import io.cloudlab.core.identity.token.AccountToken;
import io.cloudlab.core.identity.token.TokenStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Predicate;

/** Single-use tokens in memory. */
public final class InMemoryTokenStore implements TokenStore {
    private final InMemoryTransactions transactions;
    private final Rows<String, AccountToken> tokens;

    InMemoryTokenStore(InMemoryTransactions transactions) {
        this.transactions = transactions;
        this.tokens = new Rows<>(transactions);
    }

    @Override
    public void insert(AccountToken token) {
        transactions.alone(() -> {
            tokens.put(token.hash(), token);
            return token;
        });
    }

    @Override
    public Optional<AccountToken> find(String hash, AccountToken.Purpose purpose, Instant now) {
        return transactions.alone(() -> Optional.ofNullable(tokens.get(hash))
                .filter(token -> token.purpose() == purpose && token.expiresAt().isAfter(now)));
    }

    @Override
    public boolean spend(String hash, AccountToken.Purpose purpose, Instant now) {
        return transactions.alone(() -> {
            boolean good = find(hash, purpose, now).isPresent();
            if (good) tokens.remove(hash);
            return good;
        });
    }

    @Override
    public void spendAll(int userId, AccountToken.Purpose purpose) {
        removeIf(token -> token.userId() == userId && token.purpose() == purpose);
    }

    @Override
    public void forgetExpired(Instant now) {
        removeIf(token -> !token.expiresAt().isAfter(now));
    }

    private void removeIf(Predicate<AccountToken> spent) {
        transactions.alone(() -> {
            for (AccountToken token : new ArrayList<>(tokens.values())) {
                if (spent.test(token)) tokens.remove(token.hash());
            }
            return spent;
        });
    }
}
