package io.cloudlab.persistence.jobs;

import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.secret.SecretName;
import io.cloudlab.core.services.secret.SecretVersion;
import io.cloudlab.core.services.secret.ServiceSecretStore;
import io.cloudlab.core.vault.SealedSecret;
import io.cloudlab.persistence.database.InstantArguments;
import io.cloudlab.persistence.database.JdbiTransactions;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

public final class JdbiServiceSecretStore implements ServiceSecretStore {
    private static final String OF_SECRET = " where service = :service and name = :name";

    private final JdbiTransactions database;

    public JdbiServiceSecretStore(JdbiTransactions database) {
        this.database = database;
    }

    @Override
    public long add(SecretVersion version) {
        return database.with(handle -> ofSecret(handle.createUpdate("""
                        insert into cloudlab_service_secret (service, name, author, written_at)
                        values (:service, :name, :author, :writtenAt)"""), version.service(), version.name())
                .bind("author", version.author())
                .bind("writtenAt", version.writtenAt())
                .executeAndReturnGeneratedKeys("id")
                .mapTo(Long.class)
                .one());
    }

    @Override
    public void seal(SecretVersion version, SealedSecret value, int kept) {
        database.whole(handle -> {
            handle.createUpdate("update cloudlab_service_secret set sealed = :sealed where id = :id")
                    .bind("sealed", value.bytes())
                    .bind("id", version.id())
                    .execute();
            ofSecret(
                            handle.createUpdate(
                                    "update cloudlab_service_secret set sealed = null" + OF_SECRET + " and id < :id"),
                            version.service(),
                            version.name())
                    .bind("id", version.id())
                    .execute();
            return ofSecret(
                            handle.createUpdate("delete from cloudlab_service_secret" + OF_SECRET
                                    + " and id not in (select id from cloudlab_service_secret" + OF_SECRET
                                    + " order by id desc limit :kept)"),
                            version.service(),
                            version.name())
                    .bind("kept", kept)
                    .execute();
        });
    }

    @Override
    public List<SecretVersion> list(@Nullable ServiceName service) {
        return database.read(handle -> handle.createQuery("""
                        select id, name, author, written_at from cloudlab_service_secret where service = :service
                        order by name, id desc""")
                .bind("service", owner(service))
                .map((row, context) -> new SecretVersion(
                        row.getLong("id"),
                        service,
                        new SecretName(row.getString("name")),
                        row.getString("author"),
                        InstantArguments.get(row, "written_at")))
                .list());
    }

    @Override
    public Optional<Value> find(@Nullable ServiceName service, SecretName name) {
        return database.read(handle -> ofSecret(
                        handle.createQuery("select id, sealed from cloudlab_service_secret" + OF_SECRET
                                + " and sealed is not null order by id desc limit 1"),
                        service,
                        name)
                .map((row, context) -> new Value(row.getLong("id"), new SealedSecret(row.getBytes("sealed"))))
                .findOne());
    }

    @Override
    public boolean remove(@Nullable ServiceName service, SecretName name) {
        return database.with(handle ->
                ofSecret(handle.createUpdate("delete from cloudlab_service_secret" + OF_SECRET), service, name)
                                .execute()
                        > 0);
    }

    private static <S extends SqlStatement<S>> S ofSecret(S statement, @Nullable ServiceName service, SecretName name) {
        return statement.bind("service", owner(service)).bind("name", name.value());
    }

    private static String owner(@Nullable ServiceName service) {
        return service == null ? "" : service.value();
    }
}
