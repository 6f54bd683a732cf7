package io.cloudlab.core.shared;

import java.util.List;
import java.util.function.Function;

/** One page of a list; {@code total} counts all rows the caller may see, not only those of this page. */
public record Page<T>(List<T> items, long total, PageRequest request) {
    public Page {
        items = List.copyOf(items);
    }

    public <R> Page<R> map(Function<? super T, ? extends R> each) {
        return new Page<>(items.stream().<R>map(each).toList(), total, request);
    }
}
