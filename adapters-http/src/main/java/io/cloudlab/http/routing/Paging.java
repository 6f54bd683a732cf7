package io.cloudlab.http.routing;

import io.cloudlab.core.shared.PageRequest;

/** The parameters by which a part of a list is asked for. */
public final class Paging {
    public static final Param<Long> PAGE = Param.number(
                    "page", "The page wanted, counted from 1.", 1, Integer.MAX_VALUE)
            .or(1);

    private Paging() {}

    public static Param<Long> perPage(int usual, int max) {
        return Param.number("per_page", "How many a page has.", 1, max).or(usual);
    }

    public static PageRequest of(Exchange exchange, Param<Long> perPage) {
        return new PageRequest(
                exchange.get(PAGE).intValue(), exchange.get(perPage).intValue());
    }
}
