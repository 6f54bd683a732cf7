package io.cloudlab.http.error;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Limits how often the same log message is written. Thread-safe; meant for a few subjects. */
final class LogThrottle {
    private final long pause;
    private final LongSupplier ticker;
    private final Map<String, Long> last = new HashMap<>();

    /** @param ticker nanoseconds of a clock that never goes back */
    LogThrottle(Duration pause, LongSupplier ticker) {
        this.pause = pause.toNanos();
        this.ticker = ticker;
    }

    /** Whether to log the subject now; if so, the next interval begins. */
    synchronized boolean isDue(String subject) {
        long now = ticker.getAsLong();
        Long before = last.get(subject);
        if (before != null && now - before < pause) return false;
        last.put(subject, now);
        return true;
    }
}
