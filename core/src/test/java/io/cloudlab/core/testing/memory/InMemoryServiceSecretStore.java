package io.cloudlab.core.testing.memory;

import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.secret.SecretName;
import io.cloudlab.core.services.secret.SecretVersion;
import io.cloudlab.core.services.secret.ServiceSecretStore;
import io.cloudlab.core.vault.SealedSecret;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Secrets of services in memory. */
public final class InMemoryServiceSecretStore implements ServiceSecretStore {
    private final InMemoryTransactions transactions;
    private final Rows<Long, SecretVersion> versions;
    private final Rows<Long, SealedSecret> values;
    private long lastId;

    InMemoryServiceSecretStore(InMemoryTransactions transactions) {
        this.transactions = transactions;
        this.versions = new Rows<>(transactions);
        this.values = new Rows<>(transactions);
    }

    @Override
    public long add(SecretVersion version) {
        return transactions.alone(() -> {
            long id = ++lastId;
            versions.put(
                    id,
                    new SecretVersion(id, version.service(), version.name(), version.author(), version.writtenAt()));
            return id;
        });
    }

    @Override
    public void seal(SecretVersion version, SealedSecret value, int kept) {
        transactions.alone(() -> {
            List<SecretVersion> all = of(version.service(), version.name());
            all.forEach(one -> values.remove(one.id()));
            values.put(version.id(), value);
            all.stream().skip(kept).forEach(one -> versions.remove(one.id()));
            return kept;
        });
    }

    @Override
    public List<SecretVersion> list(@Nullable ServiceName service) {
        return transactions.alone(() -> versions.values().stream()
                .filter(version -> Objects.equals(version.service(), service))
                .sorted(Comparator.comparing(SecretVersion::name)
                        .thenComparing(SecretVersion::id, Comparator.reverseOrder()))
                .toList());
    }

    @Override
    public Optional<Value> find(@Nullable ServiceName service, SecretName name) {
        return transactions.alone(() -> of(service, name).stream()
                .filter(version -> values.entries().containsKey(version.id()))
                .map(version -> new Value(version.id(), values.get(version.id())))
                .findFirst());
    }

    @Override
    public boolean remove(@Nullable ServiceName service, SecretName name) {
        return transactions.alone(() -> {
            List<SecretVersion> all = of(service, name);
            for (SecretVersion version : all) {
                versions.remove(version.id());
                values.remove(version.id());
            }
            return !all.isEmpty();
        });
    }

    private List<SecretVersion> of(@Nullable ServiceName service, SecretName name) {
        return list(service).stream()
                .filter(version -> version.name().equals(name))
                .toList();
    }
}
