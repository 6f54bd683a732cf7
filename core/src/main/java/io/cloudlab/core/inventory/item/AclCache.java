package io.cloudlab.core.inventory.item;

import io.cloudlab.core.access.AclStore;
import io.cloudlab.core.access.ObjectRules;
import io.cloudlab.core.shared.ExpiringCache;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;

/**
 * The rules of objects, cached for a short while so that looking at an object again needs no query. Code that changes
 * rules must {@link #forget} them after the commit; another server's changes are seen within {@link #MAX_AGE}.
 */
final class AclCache {
    static final Duration MAX_AGE = Duration.ofSeconds(1);

    private static final int MAX_OBJECTS = 10_000;

    private final AclStore store;
    private final ExpiringCache<Long, ObjectRules> known;

    AclCache(AclStore store, Clock clock) {
        this.store = store;
        this.known = new ExpiringCache<>(MAX_AGE, MAX_OBJECTS, clock);
    }

    ObjectRules of(long objectId) {
        return Objects.requireNonNull(known.get(objectId, () -> store.of(objectId)));
    }

    void forget(long objectId) {
        known.forget(objectId);
    }

    void forgetAll() {
        known.forgetAll();
    }
}
