package io.cloudlab.persistence.database;

import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemQuery;
import io.cloudlab.core.inventory.item.ItemVisibility;
import io.cloudlab.core.shared.ExpiringCache;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The lists of objects that were asked for last: clients ask for the same page again and again. All are forgotten when an
 * object, tag or rule changes, and each after {@link #MAX_AGE}, since a commit that fails may have happened all the same.
 * Thread-safe.
 */
public final class RecentLists {
    static final Duration MAX_AGE = Duration.ofSeconds(2);

    private static final int MAX_LISTS = 16;

    private final JdbiTransactions database;
    private final ExpiringCache<Key, Page<Item>> lists;

    private record Key(ItemQuery query, ItemVisibility viewer, PageRequest page) {}

    public RecentLists(JdbiTransactions database, Clock clock) {
        this.database = database;
        this.lists = new ExpiringCache<>(MAX_AGE, MAX_LISTS, clock);
    }

    /** The list as it was found before, the same object, if it is still like that. A transaction sees what it did itself. */
    public Page<Item> list(ItemQuery query, ItemVisibility viewer, PageRequest page, Supplier<Page<Item>> finding) {
        if (database.isInTransaction()) return finding.get();
        return Objects.requireNonNull(lists.get(new Key(query, viewer, page), finding));
    }

    /** What the calling store has just written counts once others can see it. */
    public void changed() {
        database.afterCommit(lists::forgetAll);
    }
}
