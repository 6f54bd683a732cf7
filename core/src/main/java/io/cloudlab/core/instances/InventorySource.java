package io.cloudlab.core.instances;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The inventory of all instances that playbooks write into the lab. Implementations are thread-safe. */
public interface InventorySource {
    /** Reads it again; never throws. */
    InventoryFile read();

    /**
     * What stands there.
     *
     * @param groups JSON-like, or null where there is no inventory that can be read
     * @param problem one sentence that says why, or null
     */
    record InventoryFile(
            @Nullable Map<String, Object> groups, @Nullable String problem) {}
}
