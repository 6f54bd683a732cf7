package io.cloudlab.http;

import io.cloudlab.core.shared.CloudLabException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Slows down who guesses an account's password: after {@link #FREE} wrong ones each further attempt from the same address
 * must wait twice as long as the one before. Since the address counts, the owner still gets in from elsewhere; a right
 * password clears the account. Thread-safe, with bounded memory.
 */
final class Guesses {
    static final int FREE = 5;
    private static final long FIRST_WAIT = TimeUnit.SECONDS.toNanos(10);
    private static final long LONGEST_WAIT = TimeUnit.MINUTES.toNanos(15);
    private static final long FORGOTTEN_AFTER = TimeUnit.HOURS.toNanos(1);
    private static final int LONGEST_NAME = 30;
    private static final Set<String> WRONG = Set.of("wrong-credentials", "wrong-password");

    private final boolean on;
    private final LongSupplier nanos;
    private final Map<Key, Failures> failures = new Recent<>();

    Guesses(boolean on, LongSupplier nanos) {
        this.on = on;
        this.nanos = nanos;
    }

    private record Key(String account, String address) {
        static Key of(String username, @Nullable String address) {
            // a longer name is nobody's, so all of them may share what they cost
            String account = username.length() > LONGEST_NAME ? "" : username.toLowerCase(Locale.ROOT);
            return new Key(account, address == null ? "" : Clients.counted(address));
        }
    }

    private record Failures(int count, long last) {
        long pause() {
            if (count < FREE) return 0;
            int doublings = Math.min(count - FREE, 10);
            return Math.min(FIRST_WAIT << doublings, LONGEST_WAIT);
        }
    }

    /** @throws Refusal with 429 while the account has to be waited for from there */
    void requireMayTry(String username, @Nullable String address) {
        long wait = secondsToWait(Key.of(username, address));
        if (wait > 0)
            throw Refusal.tooMany(
                    wait, "too-many-wrong-passwords", "Too many wrong passwords. Try again in " + wait + " seconds.");
    }

    /** Makes the attempt and remembers whether the password was right. */
    <T> T watch(String username, @Nullable String address, Supplier<T> attempt) {
        Key key = Key.of(username, address);
        try {
            T result = attempt.get();
            forget(key);
            return result;
        } catch (CloudLabException failed) {
            if (WRONG.contains(failed.code())) countFailure(key);
            throw failed;
        }
    }

    private synchronized long secondsToWait(Key key) {
        Failures known = on ? failures.get(key) : null;
        return known == null ? 0 : Math.max(0, RateLimits.seconds(known.pause() - (nanos.getAsLong() - known.last())));
    }

    private synchronized void countFailure(Key key) {
        if (!on) return;
        long now = nanos.getAsLong();
        Failures known = failures.get(key);
        boolean recent = known != null && now - known.last() < FORGOTTEN_AFTER;
        failures.put(key, new Failures(recent ? known.count() + 1 : 1, now));
    }

    private synchronized void forget(Key key) {
        failures.remove(key);
    }
}
