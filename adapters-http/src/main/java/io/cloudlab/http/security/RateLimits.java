package io.cloudlab.http.security;

import io.cloudlab.http.error.ProblemException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Counts what each client does of that which is limited, exactly: in no stretch of time of a limit's length is more let
 * through. What is refused does not count, so that waiting always helps. Thread-safe, with bounded memory.
 */
public final class RateLimits {
    private final boolean on;
    private final LongSupplier nanos;
    private final Map<Key, Deque<Long>> uses = AddressCache.create();

    public RateLimits(boolean on, LongSupplier nanos) {
        this.on = on;
        this.nanos = nanos;
    }

    private record Key(Rate rate, String who) {}

    /** @throws ProblemException with 429 if the client at the address has done it too often */
    public void count(Limit limit, String address) {
        long wait = take(limit, ClientAddressResolver.counted(address));
        if (wait > 0)
            throw ProblemException.tooMany(
                    wait, "too-many-requests", "Too many attempts. Try again in " + wait + " seconds.");
    }

    /** @return the seconds to wait, or 0 if it is allowed and counted now */
    public synchronized long take(Rate rate, String who) {
        if (!on) return 0;
        long now = nanos.getAsLong();
        long span = rate.span().toNanos();
        Deque<Long> times = uses.computeIfAbsent(new Key(rate, who), first -> new ArrayDeque<>(rate.max()));
        while (!times.isEmpty() && now - times.getFirst() >= span) times.removeFirst();
        if (times.size() < rate.max()) {
            times.addLast(now);
            return 0;
        }
        return seconds(span - (now - times.getFirst()));
    }

    /** Rounded up. */
    static long seconds(long nanos) {
        return TimeUnit.NANOSECONDS.toSeconds(nanos + TimeUnit.SECONDS.toNanos(1) - 1);
    }
}
