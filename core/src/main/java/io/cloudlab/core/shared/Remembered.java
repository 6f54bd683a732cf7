package io.cloudlab.core.shared;

import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Cache of values derived from the most recently used objects, by identity. Only for values that depend on the object alone.
 * Thread-safe.
 *
 * @param <S> the source object; must not change
 * @param <M> the derived value
 */
public final class Remembered<S, M> {
    private static final int MAX_KEPT = 16;

    /** The most recently used one comes first. */
    private final Deque<SoftReference<Made<S, M>>> kept = new ArrayDeque<>();

    private record Made<S, M>(S source, M result) {}

    /** The value that {@code making} derives from the source, or derived before. */
    public M of(S source, Function<S, M> making) {
        Made<S, M> known = find(source);
        if (known != null) return known.result();
        M made = making.apply(source);
        synchronized (kept) {
            kept.addFirst(new SoftReference<>(new Made<>(source, made)));
            while (kept.size() > MAX_KEPT) kept.removeLast();
        }
        return made;
    }

    private @Nullable Made<S, M> find(S source) {
        synchronized (kept) {
            for (Iterator<SoftReference<Made<S, M>>> all = kept.iterator(); all.hasNext(); ) {
                SoftReference<Made<S, M>> reference = all.next();
                Made<S, M> made = reference.get();
                if (made == null || made.source() != source) continue;
                all.remove();
                kept.addFirst(reference);
                return made;
            }
            return null;
        }
    }
}
