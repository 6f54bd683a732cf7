package io.cloudlab.core.shared;

import java.lang.ref.SoftReference;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Values that are loaded once and then kept for a while: at most so long, at most so many (the ones used last), and only as
 * memory allows. A value is dropped as soon as what it was loaded from changes, and one that was being loaded at that
 * moment is not kept, since it may be older than the change. Thread-safe; several threads may load the same value.
 */
public final class ExpiringCache<K, V> {
    private final Duration maxAge;
    private final Clock clock;
    private final Map<K, Entry<V>> entries;
    private long changes;

    private record Entry<V>(SoftReference<V> value, long loadedAt) {}

    /** @param clock may be set back; what was loaded later than now is then loaded again */
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

    /** What this key stands for has changed. */
    public void forget(K key) {
        synchronized (entries) {
            changes++;
            entries.remove(key);
        }
    }

    /** Anything may have changed. */
    public void forgetAll() {
        synchronized (entries) {
            changes++;
            entries.clear();
        }
    }
}
