package io.cloudlab.core.testing;

import io.cloudlab.core.Stores;

/** The doubles do what the real stores do. */
class InMemoryStoresTest implements AllStoresContract {
    private final InMemoryStores stores = new InMemoryStores();

    @Override
    public Stores stores() {
        return stores;
    }
}
