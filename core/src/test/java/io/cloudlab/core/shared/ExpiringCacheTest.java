package io.cloudlab.core.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ExpiringCacheTest {
    private static final Duration MAX_AGE = Duration.ofSeconds(2);

    private final MutableClock clock = new MutableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final ExpiringCache<String, String> cache = new ExpiringCache<>(MAX_AGE, 2, clock);
    private final AtomicInteger loads = new AtomicInteger();

    @Test
    void valueIsLoadedOnceUntilItIsTooOld() {
        assertThat(get("a")).isEqualTo("a1");
        clock.advance(MAX_AGE.minusMillis(1));
        assertThat(get("a")).isEqualTo("a1");
        clock.advance(Duration.ofMillis(1));
        assertThat(get("a")).isEqualTo("a2");
    }

    @Test
    void valueLoadedBeforeTheClockWasSetBackIsReloaded() {
        get("a");
        clock.advance(Duration.ofHours(-1));
        assertThat(get("a")).isEqualTo("a2");
    }

    @Test
    void forgottenValueIsLoadedAgain() {
        get("a");
        get("b");
        cache.forget("a");
        assertThat(get("a")).isEqualTo("a3");
        assertThat(get("b")).isEqualTo("b2");
        cache.forgetAll();
        assertThat(get("b")).isEqualTo("b4");
    }

    @Test
    void valueThatWasLoadedDuringChangeIsNotKept() {
        String old = cache.get("a", () -> {
            cache.forget("a");
            return "old";
        });
        assertThat(old).isEqualTo("old");
        assertThat(get("a")).isEqualTo("a1");
    }

    @Test
    void valueUnusedForLongestGoesFirst() {
        get("a");
        get("b");
        get("a");
        get("c");
        assertThat(get("a")).isEqualTo("a1");
        assertThat(get("b")).isEqualTo("b4");
    }

    @Test
    void missingValueIsNotKept() {
        assertThat(cache.get("a", () -> null)).isNull();
        assertThat(get("a")).isEqualTo("a1");
    }

    private String get(String key) {
        return String.valueOf(cache.get(key, () -> key + loads.incrementAndGet()));
    }
}
