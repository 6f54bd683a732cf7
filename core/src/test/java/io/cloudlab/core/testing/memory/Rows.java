package io.cloudlab.core.testing.memory;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rows by key, in order; changes are undone with the transaction they were made in. */
public final class Rows<K extends Comparable<K>, V> {
    private final Map<K, V> rows = new TreeMap<>();
    private final InMemoryTransactions transactions;

    public Rows(InMemoryTransactions transactions) {
        this.transactions = transactions;
    }

    @Nullable
    public V get(K key) {
        return rows.get(key);
    }

    public Collection<V> values() {
        return rows.values();
    }

    /** A copy, so that rows may be changed while it is walked. */
    Map<K, V> entries() {
        return new TreeMap<>(rows);
    }

    public void put(K key, V value) {
        undoLater(key, rows.put(key, value));
    }

    public void remove(K key) {
        undoLater(key, rows.remove(key));
    }

    private void undoLater(K key, @Nullable V former) {
        transactions.changed(() -> {
            if (former == null) rows.remove(key);
            else rows.put(key, former);
        });
    }
}
