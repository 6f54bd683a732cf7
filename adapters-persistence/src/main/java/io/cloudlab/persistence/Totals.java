package io.cloudlab.persistence;

import io.cloudlab.core.shared.PageRequest;
import java.util.OptionalLong;

/** What a page tells of the number of all rows. */
final class Totals {
    private Totals() {}

    /** A last page that holds anything, and an empty first one, tell the total; the others leave it to be counted. */
    static OptionalLong ofLastPage(PageRequest page, int found) {
        boolean isLast = found < page.perPage() && (found > 0 || page.page() == 1);
        return isLast ? OptionalLong.of(page.offset() + found) : OptionalLong.empty();
    }
}
