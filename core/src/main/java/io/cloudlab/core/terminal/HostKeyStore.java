package io.cloudlab.core.terminal;

import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import java.util.List;
import java.util.Optional;

/** Where pinned keys are kept, one for each pin. Implementations are thread-safe. */
public interface HostKeyStore {
    Optional<PinnedKey> find(String pin);

    Optional<PinnedKey> find(int id);

    /** The keys that were shown at this address, by id. */
    List<PinnedKey> at(String host, int port);

    /**
     * Keeps the key unless one is pinned already; of many at once exactly one is kept.
     *
     * @return the key that is pinned now
     */
    PinnedKey pin(PinnedKey key);

    /** By id. */
    Page<PinnedKey> all(PageRequest page);

    /** @return whether there was such a key */
    boolean delete(int id);
}
