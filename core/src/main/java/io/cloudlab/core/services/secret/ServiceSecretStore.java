package io.cloudlab.core.services.secret;

import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.vault.SealedSecret;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The secrets of services, and of the lab as that of no service. Implementations are thread-safe. */
public interface ServiceSecretStore {
    /** Adds the newest version of a secret, which has no value yet. Its id is ignored. @return the id it was given */
    long add(SecretVersion version);

    /** Gives a version its value. Those before it lose theirs, and all but the newest are forgotten. */
    void seal(SecretVersion version, SealedSecret value, int kept);

    /** By name, each with its newest version first. */
    List<SecretVersion> list(@Nullable ServiceName service);

    /** The newest value of a secret. */
    Optional<Value> find(@Nullable ServiceName service, SecretName name);

    /** Forgets a secret with all its versions. @return false if there is none */
    boolean remove(@Nullable ServiceName service, SecretName name);

    /** @param id of its version */
    record Value(long id, SealedSecret sealed) {}
}
