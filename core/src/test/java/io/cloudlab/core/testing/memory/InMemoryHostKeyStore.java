package io.cloudlab.core.testing.memory;

import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.terminal.HostKeyStore;
import io.cloudlab.core.terminal.PinnedKey;
import java.util.List;
import java.util.Optional;

/** Pinned keys in memory. */
public final class InMemoryHostKeyStore implements HostKeyStore {
    private final InMemoryTransactions transactions;
    private final Rows<Integer, PinnedKey> keys;
    private int lastId;

    InMemoryHostKeyStore(InMemoryTransactions transactions) {
        this.transactions = transactions;
        this.keys = new Rows<>(transactions);
    }

    @Override
    public Optional<PinnedKey> find(String pin) {
        return transactions.alone(() ->
                keys.values().stream().filter(key -> key.pin().equals(pin)).findFirst());
    }

    @Override
    public Optional<PinnedKey> find(int id) {
        return transactions.alone(() -> Optional.ofNullable(keys.get(id)));
    }

    @Override
    public List<PinnedKey> at(String host, int port) {
        return transactions.alone(() -> keys.values().stream()
                .filter(key -> key.host().equals(host) && key.port() == port)
                .toList());
    }

    @Override
    public PinnedKey pin(PinnedKey key) {
        return transactions.alone(() -> find(key.pin()).orElseGet(() -> {
            PinnedKey stored = new PinnedKey(
                    ++lastId, key.pin(), key.host(), key.port(), key.key(), key.pinnedAt(), key.pinnedBy());
            keys.put(stored.id(), stored);
            return stored;
        }));
    }

    @Override
    public Page<PinnedKey> all(PageRequest page) {
        return transactions.alone(() -> {
            List<PinnedKey> shown = keys.values().stream()
                    .skip(page.offset())
                    .limit(page.perPage())
                    .toList();
            return new Page<>(shown, keys.values().size(), page);
        });
    }

    @Override
    public boolean delete(int id) {
        return transactions.alone(() -> {
            boolean known = keys.get(id) != null;
            if (known) keys.remove(id);
            return known;
        });
    }
}
