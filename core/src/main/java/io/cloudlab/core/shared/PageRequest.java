package io.cloudlab.core.shared;

/** Which part of a list is wanted: {@code page} counts from 1, {@code perPage} is the number of rows in a page. */
public record PageRequest(int page, int perPage) {
    /** The largest page any list serves. */
    public static final int MAX_PER_PAGE = 500;

    public PageRequest {
        if (page < 1) throw new InvalidInput("page", "must be at least 1");
        if (perPage < 1 || perPage > MAX_PER_PAGE)
            throw new InvalidInput("per_page", "must lie between 1 and " + MAX_PER_PAGE);
    }

    /** The number of rows before this page. */
    public long offset() {
        return (page - 1L) * perPage;
    }
}
