package io.cloudlab.persistence.jobs;

import io.cloudlab.core.instances.AnsibleInventory;
import io.cloudlab.core.instances.InstanceCache;
import io.cloudlab.core.instances.InstanceStore;
import io.cloudlab.persistence.database.InstantArguments;
import io.cloudlab.persistence.database.JdbiTransactions;
import io.cloudlab.persistence.database.JsonColumn;
import java.time.Instant;

public final class JdbiInstanceStore implements InstanceStore {
    private static final String READ =
            "select inventory, cached_at, unconfirmed_empty from cloudlab_instances where id = 1";

    private final JdbiTransactions database;

    public JdbiInstanceStore(JdbiTransactions database) {
        this.database = database;
    }

    @Override
    public InstanceCache read() {
        return read(READ);
    }

    @Override
    public InstanceCache lock() {
        return read(READ + " for update");
    }

    @Override
    public void write(InstanceCache cache) {
        database.with(handle -> handle.createUpdate("""
                        update cloudlab_instances
                        set inventory = :inventory, cached_at = :cachedAt, unconfirmed_empty = :unconfirmedEmpty
                        where id = 1""")
                .bind("inventory", JsonColumn.write(cache.inventory().groups()))
                .bindByType("cachedAt", cache.cachedAt(), Instant.class)
                .bind("unconfirmedEmpty", cache.unconfirmedEmpty())
                .execute());
    }

    private InstanceCache read(String query) {
        return database.with(handle -> handle.createQuery(query)
                .map((row, context) -> new InstanceCache(
                        new AnsibleInventory(JsonColumn.read(row.getString("inventory"), JsonColumn.VALUES)),
                        InstantArguments.find(row, "cached_at"),
                        row.getBoolean("unconfirmed_empty")))
                .one());
    }
}
