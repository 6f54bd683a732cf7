package io.cloudlab.core.testing.memory;

import io.cloudlab.core.Stores;
import io.cloudlab.core.testing.contract.AllStoresContract;
import java.time.Duration;

/** The doubles do what the real stores do. */
class InMemoryStoresTest implements AllStoresContract {
    private final InMemoryStores stores = new InMemoryStores();

    @Override
    public void age(Duration by) {
        stores.leases().advance(by);
    }

    @Override
    public Stores stores() {
        return stores;
    }
}
