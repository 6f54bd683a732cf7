package io.cloudlab.persistence.people;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

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
    private final Map<Object, Counted> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Counted> eldest) {
            return size() > MAX_KEPT;
        }
    };

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
        Counted before = known(key);
        if (before == null || before.first() != ids.first() || before.upTo() > settled)
            before = new Counted(ids.first(), 0, 0);
        Counted now = before;
        if (settled > before.upTo()) {
            long more = part.count(handle, before.upTo(), settled);
            now = new Counted(ids.first(), settled, before.number() + more);
            keep(key, now);
        }
        return now.number() + part.count(handle, now.upTo(), Long.MAX_VALUE);
    }

    private synchronized @Nullable Counted known(Object key) {
        return kept.get(key);
    }

    private synchronized void keep(Object key, Counted counted) {
        kept.put(key, counted);
    }

    private static Ids ids(Handle handle) {
        return handle.createQuery("select coalesce(min(id), 0), coalesce(max(id), 0) from cloudlab_audit")
                .map((row, context) -> new Ids(row.getLong(1), row.getLong(2)))
                .one();
    }
}
