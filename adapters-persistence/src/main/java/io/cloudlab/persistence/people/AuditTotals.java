package io.cloudlab.persistence.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jdbi.v3.core.Handle;

/**
 * Counts audit entries exactly without counting the same ones again and again: since they are only ever added, with
 * rising ids, what was counted up to an id stays counted, and only the newer ones are. Thread-safe.
 */
public final class AuditTotals {
    /**
     * How many of the newest ids may still be filled by a transaction that has not ended. A transaction would have to
     * stay open while this many entries are written by others; time limits end it long before.
     */
    public static final int UNSETTLED = 5_000;

    private static final int MAX_KEPT = 1_000;

    private final int unsettled;
    private final Cache<Object, Counted> kept =
            Caffeine.newBuilder().maximumSize(MAX_KEPT).build();

    /** @param first the oldest id of all: if that has changed, entries were removed behind our back */
    private record Counted(long first, long upTo, long number) {}

    private record Ids(long first, long last) {}

    /** Counts entries that match, with {@code after < id <= upTo}. */
    interface Part {
        long count(Handle handle, long after, long upTo);
    }

    public AuditTotals(int unsettled) {
        this.unsettled = unsettled;
    }

    /** @param key equal for equal questions */
    long of(Object key, Handle handle, Part part) {
        Ids ids = ids(handle);
        long settled = Math.max(ids.last() - unsettled, 0);
        Counted before = kept.getIfPresent(key);
        if (before == null || before.first() != ids.first() || before.upTo() > settled)
            before = new Counted(ids.first(), 0, 0);
        Counted now = before;
        if (settled > before.upTo()) {
            long more = part.count(handle, before.upTo(), settled);
            now = new Counted(ids.first(), settled, before.number() + more);
            kept.put(key, now);
        }
        return now.number() + part.count(handle, now.upTo(), Long.MAX_VALUE);
    }

    private static Ids ids(Handle handle) {
        return handle.createQuery("select coalesce(min(id), 0), coalesce(max(id), 0) from cloudlab_audit")
                .map((row, context) -> new Ids(row.getLong(1), row.getLong(2)))
                .one();
    }
}
