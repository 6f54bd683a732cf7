package io.cloudlab.http.security;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Map;

/** Bounded maps for what is counted by client address or account. Keys that are used again and again outlast a flood of others. */
final class AddressCache {
    /** More addresses than a flood usually has, in a few megabytes. */
    static final int MAX = 20_000;

    private AddressCache() {}

    static <K, V> Map<K, V> create() {
        return Caffeine.newBuilder()
                .maximumSize(MAX)
                .executor(Runnable::run)
                .<K, V>build()
                .asMap();
    }
}
