package io.cloudlab.core.shared;

import java.lang.ref.SoftReference;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * LRU cache with a maximum age and size, whose values the garbage collector may drop. A value that is being loaded while
 * {@link #forget} is called is returned but not kept, since it may be older than the change. Thread-safe; several threads
 * may load the same value at once.
 */
public final class ExpiringCache<K, V> {
    private final Duration maxAge;
    private final Clock clock;
    private final Map<K, Entry<V>> entries;
    private long changes;

    private record Entry<V>(SoftReference<V> value, long loadedAt) {}

    /** @param clock may be set back; values loaded later than the present time are then loaded again */
    public ExpiringCache(Duration maxAge, int maxEntries, Clock clock) {
        this.maxAge = maxAge;
        this.clock = clock;
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Entry<V>> eldest) {
                return size() > maxEntries;
            }
        };
    }

    /** @param loader is asked for a value that is not kept; null is passed on and not kept */
    public @Nullable V get(K key, Supplier<? extends @Nullable V> loader) {
        long now = clock.millis();
        long before;
        synchronized (entries) {
            Entry<V> kept = entries.get(key);
            V value = kept == null ? null : kept.value.get();
            if (kept != null && value != null && now >= kept.loadedAt && now - kept.loadedAt < maxAge.toMillis())
                return value;
            before = changes;
        }
        V loaded = loader.get();
        synchronized (entries) {
            if (loaded == null) entries.remove(key);
            else if (changes == before) entries.put(key, new Entry<>(new SoftReference<>(loaded), now));
        }
        return loaded;
    }

    /** Drops the value of a key, after its source has changed. */
    public void forget(K key) {
        synchronized (entries) {
            changes++;
            entries.remove(key);
        }
    }

    /** Drops all values, after anything may have changed. */
    public void forgetAll() {
        synchronized (entries) {
            changes++;
            entries.clear();
        }
    }
}
