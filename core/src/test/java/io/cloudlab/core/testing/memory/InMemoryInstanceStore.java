package io.cloudlab.core.testing.memory;

import io.cloudlab.core.instances.InstanceCache;
import io.cloudlab.core.instances.InstanceStore;

/** The cache of instances, in memory. */
public final class InMemoryInstanceStore implements InstanceStore {
    private final InMemoryTransactions transactions;
    private InstanceCache cache = InstanceCache.NOTHING;

    InMemoryInstanceStore(InMemoryTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public InstanceCache read() {
        return transactions.alone(() -> cache);
    }

    /** Transactions run one at a time here anyway. */
    @Override
    public InstanceCache lock() {
        return read();
    }

    @Override
    public void write(InstanceCache given) {
        transactions.alone(() -> {
            InstanceCache former = cache;
            transactions.changed(() -> cache = former);
            cache = given;
            return given;
        });
    }
}
