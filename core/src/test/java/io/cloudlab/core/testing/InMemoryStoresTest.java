package io.cloudlab.core.testing;

import io.cloudlab.core.Stores;
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
