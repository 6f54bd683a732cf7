package io.cloudlab.persistence.database;

import io.cloudlab.core.shared.PageRequest;
import java.util.OptionalLong;

/** What a page tells of the number of all rows. */
public final class PageTotals {
    private PageTotals() {}

    /** A last page that holds anything, and an empty first one, tell the total; the others leave it to be counted. */
    public static OptionalLong ofLastPage(PageRequest page, int found) {
        boolean isLast = found < page.perPage() && (found > 0 || page.page() == 1);
        return isLast ? OptionalLong.of(page.offset() + found) : OptionalLong.empty();
    }
}
