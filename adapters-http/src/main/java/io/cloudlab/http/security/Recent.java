package io.cloudlab.http.security;

import java.util.LinkedHashMap;
import java.util.Map;

/** The values used last; beyond {@link #MAX} the one unused for longest is forgotten. Not thread-safe. */
final class Recent<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    /** More addresses than a flood usually has, in a few megabytes. */
    static final int MAX = 20_000;

    Recent() {
        super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > MAX;
    }
}
