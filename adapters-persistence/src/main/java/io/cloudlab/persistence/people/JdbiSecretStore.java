package io.cloudlab.persistence.people;

import io.cloudlab.core.vault.SealedSecret;
import io.cloudlab.core.vault.SecretStore;
import io.cloudlab.persistence.database.JdbiTransactions;
import java.util.Optional;

public final class JdbiSecretStore implements SecretStore {
    private final JdbiTransactions database;

    public JdbiSecretStore(JdbiTransactions database) {
        this.database = database;
    }

    @Override
    public void put(String name, SealedSecret secret) {
        database.whole(handle -> {
            handle.createUpdate(
                            "insert into cloudlab_secret (name, sealed) values (:name, :sealed) on conflict do nothing")
                    .bind("name", name)
                    .bind("sealed", secret.bytes())
                    .execute();
            return handle.createUpdate("update cloudlab_secret set sealed = :sealed where name = :name")
                    .bind("name", name)
                    .bind("sealed", secret.bytes())
                    .execute();
        });
    }

    @Override
    public boolean remove(String name) {
        return database.with(handle -> handle.createUpdate("delete from cloudlab_secret where name = :name")
                        .bind("name", name)
                        .execute()
                > 0);
    }

    @Override
    public Optional<SealedSecret> find(String name) {
        return database.read(handle -> handle.createQuery("select sealed from cloudlab_secret where name = :name")
                .bind("name", name)
                .map((row, context) -> new SealedSecret(row.getBytes(1)))
                .findOne());
    }
}
