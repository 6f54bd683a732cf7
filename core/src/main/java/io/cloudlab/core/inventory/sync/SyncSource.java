package io.cloudlab.core.inventory.sync;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Knows which objects there should be of some kind, from something else than the inventory. Implementations are thread-safe. */
public interface SyncSource {
    /** All objects there should be now. */
    List<Wanted> wanted();

    /** Those of them with these keys. Costs what these cost, where there may be many. */
    default List<Wanted> wanted(Set<String> keys) {
        return wanted().stream().filter(one -> keys.contains(one.key())).toList();
    }

    /**
     * An object there should be.
     *
     * @param key tells it from the others of its source, and stays the same for as long as it exists
     * @param fields JSON-like values by field; what the type does not have or cannot hold is left out
     */
    record Wanted(String key, Map<String, Object> fields) {}
}
