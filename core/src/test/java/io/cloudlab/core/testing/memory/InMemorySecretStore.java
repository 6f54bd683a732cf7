package io.cloudlab.core.testing.memory;

import io.cloudlab.core.vault.SealedSecret;
import io.cloudlab.core.vault.SecretStore;
import java.util.Optional;

/** Sealed secrets in memory. */
public final class InMemorySecretStore implements SecretStore {
    private final InMemoryTransactions transactions;
    private final Rows<String, SealedSecret> secrets;

    InMemorySecretStore(InMemoryTransactions transactions) {
        this.transactions = transactions;
        this.secrets = new Rows<>(transactions);
    }

    @Override
    public void put(String name, SealedSecret secret) {
        transactions.alone(() -> {
            secrets.put(name, secret);
            return secret;
        });
    }

    @Override
    public boolean remove(String name) {
        return transactions.alone(() -> {
            if (secrets.get(name) == null) return false;
            secrets.remove(name);
            return true;
        });
    }

    @Override
    public Optional<SealedSecret> find(String name) {
        return transactions.alone(() -> Optional.ofNullable(secrets.get(name)));
    }
}
