package io.cloudlab.core.services.secret;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.services.ServiceAccess;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.Transactions;
import io.cloudlab.core.shared.Utf8Text;
import io.cloudlab.core.vault.MasterKey;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the secrets of services and of the lab, sealed: callers write them, jobs are handed them, and no caller can read
 * them back. Where a service is asked for, null stands for the whole lab. Thread-safe.
 */
public final class ServiceSecrets {
    private static final int MIN_CHARACTERS = 4;
    private static final int MAX_BYTES = 32 * 1024;
    private static final int MAX_SECRETS = 200;
    private static final int MAX_VERSIONS = 20;

    private final Transactions transactions;
    private final ServiceSecretStore store;
    private final CatalogueSource catalogue;
    private final ServiceAccess access;
    private final MasterKey key;
    private final AuditTrail audit;
    private final Clock clock;

    public ServiceSecrets(
            Transactions transactions,
            ServiceSecretStore store,
            CatalogueSource catalogue,
            ServiceAccess access,
            MasterKey key,
            AuditTrail audit,
            Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.catalogue = catalogue;
        this.access = access;
        this.key = key;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * By name: who wrote its values and when, the newest first, at most {@value #MAX_VERSIONS}.
     *
     * @throws NotFound if there is no such service
     */
    public Map<SecretName, List<SecretVersion>> list(Caller caller, @Nullable ServiceName service) {
        require(caller, service);
        Map<SecretName, List<SecretVersion>> secrets = new TreeMap<>();
        for (SecretVersion version : store.list(service))
            secrets.computeIfAbsent(version.name(), name -> new ArrayList<>()).add(version);
        return secrets;
    }

    /** @throws NotFound if there is no such service, or no such secret of it */
    public List<SecretVersion> versions(Caller caller, @Nullable ServiceName service, SecretName name) {
        return Optional.ofNullable(list(caller, service).get(name)).orElseThrow(ServiceSecrets::unknown);
    }

    /**
     * Sets or replaces one secret. Jobs that were accepted before keep the value they were accepted with.
     *
     * @throws InvalidInput if the value cannot be kept or masked
     * @throws NotFound if there is no such service
     */
    public void put(Caller caller, @Nullable ServiceName service, SecretName name, String value) {
        require(caller, service);
        check("value", value);
        putAll(caller, service, Map.of(name, value));
    }

    /**
     * Sets or replaces all secrets of a dotenv text, or none.
     *
     * @return their names
     * @throws InvalidInput naming the line or the secret that cannot be taken
     * @throws NotFound if there is no such service
     */
    public List<SecretName> putDotEnv(Caller caller, @Nullable ServiceName service, String text) {
        require(caller, service);
        Map<SecretName, String> values = new LinkedHashMap<>();
        DotEnv.read(text).forEach((name, value) -> {
            check("dotenv", name + " ", value);
            values.put(SecretName.inDotEnv(name), value);
        });
        putAll(caller, service, values);
        return List.copyOf(values.keySet());
    }

    /** @throws NotFound if there is no such service, or no such secret of it */
    public void remove(Caller caller, @Nullable ServiceName service, SecretName name) {
        require(caller, service);
        transactions.run(() -> {
            if (!store.remove(service, name)) throw unknown();
            audit.record(caller, "secret.remove", resource(service, name));
        });
    }

    /**
     * What a job is handed: of secrets that service and lab both have, those of the service.
     *
     * @throws Refused naming one that is not set
     */
    public Map<String, String> values(ServiceName service, Collection<SecretName> names) {
        Map<String, String> values = new TreeMap<>();
        for (SecretName name : names) values.put(name.value(), value(service, name));
        return values;
    }

    private String value(ServiceName service, SecretName name) {
        ServiceSecretStore.Value value = store.find(service, name)
                .or(() -> store.find(null, name))
                .orElseThrow(() -> new Refused(
                        "missing-secret",
                        "The secret '" + name + "' is set neither for this service nor for the lab."));
        return new String(key.open(value.sealed(), belongsTo(value.id())), StandardCharsets.UTF_8);
    }

    private void putAll(Caller caller, @Nullable ServiceName service, Map<SecretName, String> values) {
        String author = String.valueOf(caller.username());
        transactions.run(() -> {
            values.forEach((name, value) -> {
                SecretVersion version = new SecretVersion(0, service, name, author, clock.instant());
                long id = store.add(version);
                store.seal(
                        new SecretVersion(id, service, name, author, version.writtenAt()),
                        key.seal(value.getBytes(StandardCharsets.UTF_8), belongsTo(id)),
                        MAX_VERSIONS);
                audit.record(caller, "secret.write", resource(service, name));
            });
            long count = store.list(service).stream()
                    .map(SecretVersion::name)
                    .distinct()
                    .count();
            if (count > MAX_SECRETS)
                throw new Refused("too-many-secrets", "There can be no more than " + MAX_SECRETS + " secrets.");
        });
    }

    private void require(Caller caller, @Nullable ServiceName service) {
        if (service == null) {
            caller.require(Permission.SERVICES_SECRETS_EDIT);
        } else {
            access.require(caller, service, ServiceAccess.SECRETS_EDIT);
            catalogue.require(service);
        }
    }

    private static void check(String member, String value) {
        check(member, "", value);
    }

    /** A shorter one could not be masked. */
    private static void check(String member, String which, String value) {
        if (value.length() < MIN_CHARACTERS)
            throw new InvalidInput(
                    member,
                    which + "must have at least " + MIN_CHARACTERS + " characters: what is shorter is no secret");
        if (value.isBlank()) throw new InvalidInput(member, which + "must hold more than spaces");
        Utf8Text.flaw(value).ifPresent(flaw -> {
            throw new InvalidInput(member, which + "must not hold " + flaw);
        });
        if (value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES)
            throw new InvalidInput(member, which + "must have at most " + MAX_BYTES + " bytes");
    }

    private static String belongsTo(long id) {
        return "service-secret/" + id;
    }

    private static String resource(@Nullable ServiceName service, SecretName name) {
        return (service == null ? "" : "services/" + service + "/") + "secrets/" + name;
    }

    private static NotFound unknown() {
        return new NotFound("secret");
    }
}
