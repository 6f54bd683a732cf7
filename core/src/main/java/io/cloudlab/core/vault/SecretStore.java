package io.cloudlab.core.vault;

import java.util.Optional;

/** Where the system's own sealed secrets are kept, by name. Implementations are thread-safe. */
public interface SecretStore {
    /** Stores the secret, replacing a former one of that name. */
    void put(String name, SealedSecret secret);

    Optional<SealedSecret> find(String name);

    /** @return false if there is none of that name */
    boolean remove(String name);
}
