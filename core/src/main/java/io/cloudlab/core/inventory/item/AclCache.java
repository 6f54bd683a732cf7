package io.cloudlab.core.inventory.item;

import io.cloudlab.core.access.AclStore;
import io.cloudlab.core.access.ObjectRules;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The rules of objects, cached for a short while so that looking at an object again needs no query. Code that changes
 * rules must {@link #forget} them after the commit; another server's changes are seen within {@link #KEPT_MILLIS}.
 */
final class AclCache {
    static final long KEPT_MILLIS = 1_000;
    private static final int MAX_KEPT = 10_000;

    private final AclStore store;
    private final Clock clock;
    private final Map<Long, Known> known = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();

    private record Known(ObjectRules rules, long loadedAt) {}

    AclCache(AclStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    ObjectRules of(long objectId) {
        long now = clock.millis();
        Known kept = known.get(objectId);
        if (kept != null && now - kept.loadedAt() < KEPT_MILLIS && now >= kept.loadedAt()) return kept.rules();
        long before = changes.get();
        ObjectRules rules = store.of(objectId);
        if (known.size() >= MAX_KEPT) known.clear();
        known.compute(objectId, (id, old) -> changes.get() == before ? new Known(rules, now) : old);
        return rules;
    }

    void forget(long objectId) {
        changes.incrementAndGet();
        known.remove(objectId);
    }

    void forgetAll() {
        changes.incrementAndGet();
        known.clear();
    }
}
