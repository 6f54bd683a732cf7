package io.cloudlab.http.error;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Keeps what would be said with every request to once in a while. Thread-safe; meant for a few subjects. */
final class LogThrottle {
    private final long pause;
    private final LongSupplier ticker;
    private final Map<String, Long> last = new HashMap<>();

    /** @param ticker nanoseconds of a clock that never goes back */
    LogThrottle(Duration pause, LongSupplier ticker) {
        this.pause = pause.toNanos();
        this.ticker = ticker;
    }

    /** Whether it is time to speak of the subject; if so, that is taken as done. */
    synchronized boolean isDue(String subject) {
        long now = ticker.getAsLong();
        Long before = last.get(subject);
        if (before != null && now - before < pause) return false;
        last.put(subject, now);
        return true;
    }
}
