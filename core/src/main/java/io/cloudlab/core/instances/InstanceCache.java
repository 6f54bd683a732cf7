package io.cloudlab.core.instances;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the instances without asking the cloud.
 *
 * @param cachedAt when the cloud was last asked; null for never
 * @param unconfirmedEmpty whether the last refresh found no instance although some were known; they are kept until the
 *     next refresh finds none either
 */
public record InstanceCache(
        AnsibleInventory inventory, @Nullable Instant cachedAt, boolean unconfirmedEmpty) {
    public static final InstanceCache NOTHING = new InstanceCache(AnsibleInventory.EMPTY, null, false);

    /** The cloud's ids of the instances; of one without an id its host's name. */
    public Set<String> ids() {
        return inventory.hosts().entrySet().stream()
                .map(host -> Objects.toString(host.getValue().get("vultr_id"), host.getKey()))
                .collect(Collectors.toSet());
    }

    /** After a refresh that found this. */
    InstanceCache refreshed(AnsibleInventory found, Instant at) {
        boolean vanished = found.hosts().isEmpty() && !inventory.hosts().isEmpty();
        if (vanished && !unconfirmedEmpty) return new InstanceCache(inventory, cachedAt, true);
        return new InstanceCache(found, at, false);
    }

    InstanceCache with(AnsibleInventory other) {
        return new InstanceCache(
                other, cachedAt, unconfirmedEmpty && !other.hosts().isEmpty());
    }
}
