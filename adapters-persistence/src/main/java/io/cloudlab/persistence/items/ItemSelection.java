package io.cloudlab.persistence.items;

import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.ItemQuery;
import io.cloudlab.core.inventory.item.ItemVisibility;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.persistence.database.PageTotals;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/**
 * The objects one list shows, under the rules of {@code AccessPolicy} written as SQL: of the whole type, or of what rules
 * and tags let the viewer's roles see, all that no rule hides from them. Rows are found along the index of the condition
 * that leaves the fewest, and numbers that are kept are not counted again.
 */
public final class ItemSelection {
    private final Limits limits;
    private final ItemQuery query;
    private final ItemVisibility viewer;
    private final Handle handle;
    private final ItemConditions asked;

    /**
     * From when on what is done differently.
     *
     * @param few of those who see only what they were granted, and that is less, each of these is looked at
     * @param near rows that are rather passed over one by one than by their numbers
     */
    public record Limits(int few, int near) {
        public static final Limits USUAL = new Limits(4_000, 2_000);
    }

    ItemSelection(ItemQuery query, ItemVisibility viewer, Handle handle, Limits limits) {
        this.limits = limits;
        this.query = query;
        this.viewer = viewer;
        this.handle = handle;
        this.asked = new ItemConditions(query, handle).withIntegers("roles", viewer.roles());
    }

    Page<Item> page(PageRequest page) {
        if (asked.nothingMatches()) return new Page<>(List.of(), 0, page);
        return viewer.wholeType() ? ofWholeType(page) : granted(page);
    }

    private Page<Item> ofWholeType(PageRequest page) {
        IndexScan driver = driver(page);
        List<String> all = asked.along(driver);
        if (rulesCount()) all.add(ItemGrants.isNotHidden(driver));
        long offset = page.offset();
        if (offset > limits.near() && asked.isEmpty() && query.sort() == null && query.descending()) {
            OptionalLong left = skipBlocks(offset);
            if (left.isEmpty()) return new Page<>(List.of(), totalOfWholeType(), page);
            all.add("d.id < :below");
            offset = left.getAsLong();
        }
        List<Long> ids = asked.ids(driver, all, page.perPage(), offset);
        long total = PageTotals.ofLastPage(page, ids.size()).orElseGet(this::totalOfWholeType);
        return new Page<>(ItemRows.inOrder(handle, ids), total, page);
    }

    /** A caller who sees a whole type sees all of it except what rules hide from them. */
    private long totalOfWholeType() {
        long all = asked.isNumbered() ? asked.number() : asked.count(asked.driver(), asked.along(asked.driver()));
        return rulesCount() ? all - hidden() : all;
    }

    /** How many of those that are asked for are hidden. */
    private long hidden() {
        if (asked.isEmpty()) return asked.countOnce(IndexScan.HIDDEN, IndexScan.HIDDEN.conditions());
        List<Long> first = asked.first(IndexScan.HIDDEN, IndexScan.HIDDEN.conditions(), true, limits.few() + 1L);
        return first.size() <= limits.few()
                ? asked.among(first).size()
                : asked.countOnce(IndexScan.HIDDEN, asked.along(IndexScan.HIDDEN));
    }

    private Page<Item> granted(PageRequest page) {
        ItemGrants grants = new ItemGrants(query.type(), viewer.roles(), handle);
        grants.prepared(asked);
        boolean few = !grants.mayBeMoreThan(limits.few());
        boolean plain = asked.isEmpty() && query.sort() == null;
        if (few || plain) {
            List<Long> ids =
                    grants.first(few ? limits.few() : page.offset() + page.perPage(), !plain || query.descending());
            if (!plain) ids = asked.sortedAmong(ids);
            List<Long> cut =
                    ids.stream().skip(page.offset()).limit(page.perPage()).toList();
            return new Page<>(ItemRows.inOrder(handle, cut), few ? ids.size() : grants.total(), page);
        }
        IndexScan driver = driver(page);
        List<String> all = asked.along(driver);
        all.add(ItemGrants.isGranted(driver));
        all.add(ItemGrants.isNotHidden(driver));
        List<Long> ids = asked.ids(driver, all, page.perPage(), page.offset());
        long total = PageTotals.ofLastPage(page, ids.size())
                .orElseGet(() -> asked.isEmpty() ? grants.total() : totalOfGranted());
        return new Page<>(ItemRows.inOrder(handle, ids), total, page);
    }

    private long totalOfGranted() {
        IndexScan driver = asked.driver();
        List<String> all = asked.along(driver);
        all.add(ItemGrants.isGranted(driver));
        all.add(ItemGrants.isNotHidden(driver));
        return asked.count(driver, all);
    }

    /** The index in the order asked for, if what is asked for is frequent enough there; else the one that finds the fewest. */
    private IndexScan driver(PageRequest page) {
        if (query.sort() == null || asked.isEmpty() || query.search() != null) return asked.driver();
        long found = asked.number();
        double passed = (double) (page.offset() + page.perPage()) * ItemNumbers.ofType(handle, query.type()) / found;
        return passed < found ? asked.sorted() : asked.driver();
    }

    /** Whether there are rules that may hide something. */
    private boolean rulesCount() {
        return !viewer.everything() && !viewer.roles().isEmpty();
    }

    /**
     * Binds {@code :below} so that only the ids of some blocks need to be passed over.
     *
     * @return how many objects are still to be passed over; empty if there are no more
     */
    private OptionalLong skipBlocks(long offset) {
        Map<Long, Long> hidden = rulesCount() ? asked.countBlocks(IndexScan.HIDDEN) : Map.of();
        long left = offset;
        for (Map.Entry<Long, Long> block :
                ItemNumbers.ofBlocks(handle, query.type()).entrySet()) {
            long visible = block.getValue() - hidden.getOrDefault(block.getKey(), 0L);
            if (left < visible) {
                asked.with("below", (block.getKey() + 1) * ItemCounts.BLOCK);
                return OptionalLong.of(left);
            }
            left -= visible;
        }
        return OptionalLong.empty();
    }
}
