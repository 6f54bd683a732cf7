package io.cloudlab.persistence.database;

import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemQuery;
import io.cloudlab.core.inventory.item.ItemVisibility;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import java.lang.ref.SoftReference;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The lists of objects that were asked for last: clients ask for the same page again and again. All are forgotten when an
 * object, tag or rule changes, and each after {@link #MAX_AGE}, since a commit that fails may have happened all the same.
 * Thread-safe.
 */
public final class RecentLists {
    static final Duration MAX_AGE = Duration.ofSeconds(2);

    private static final int MAX_LISTS = 16;

    private final JdbiTransactions database;
    private final LongSupplier nanos;
    /** Counts what may have changed what a list holds. */
    private final AtomicLong changes = new AtomicLong();

    private final Map<Key, SoftReference<Kept>> lists = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, SoftReference<Kept>> eldest) {
            return size() > MAX_LISTS;
        }
    };

    private record Key(ItemQuery query, ItemVisibility viewer, PageRequest page) {}

    private record Kept(Page<Item> page, long changes, long since) {}

    /** @param nanos a clock as {@link System#nanoTime} */
    public RecentLists(JdbiTransactions database, LongSupplier nanos) {
        this.database = database;
        this.nanos = nanos;
    }

    /** The list as it was found before, the same object, if it is still like that. A transaction sees what it did itself. */
    public Page<Item> list(ItemQuery query, ItemVisibility viewer, PageRequest page, Supplier<Page<Item>> finding) {
        if (database.isInTransaction()) return finding.get();
        Key key = new Key(query, viewer, page);
        long now = nanos.getAsLong();
        long seen = changes.get();
        Kept kept = kept(key);
        if (kept != null && kept.changes == seen && now - kept.since < MAX_AGE.toNanos()) return kept.page;
        Page<Item> found = finding.get();
        synchronized (lists) {
            lists.put(key, new SoftReference<>(new Kept(found, seen, now)));
        }
        return found;
    }

    /** What the calling store has just written counts once others can see it. */
    public void changed() {
        database.afterCommit(changes::incrementAndGet);
    }

    private @Nullable Kept kept(Key key) {
        synchronized (lists) {
            SoftReference<Kept> reference = lists.get(key);
            return reference == null ? null : reference.get();
        }
    }
}
