package io.cloudlab.http.security;

import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.http.error.ProblemException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Slows down guessing the password of an account. From one address {@value #FREE} attempts are free, then each one waits
 * twice as long as the one before. From all addresses together {@value #FREE_IN_ALL} are free, then they share a slower
 * pace; the addresses the owner has signed in from lately are not held up by it, so an attack never locks the owner out.
 * An attempt counts from its beginning, as if it were wrong, until it turns out otherwise: attempts made at the same time
 * cannot pass the limit together. Thread-safe, with bounded memory.
 */
public final class PasswordAttemptLimiter {
    static final int FREE = 5;
    static final int FREE_IN_ALL = 20;
    static final Duration MAX_WAIT = Duration.ofMinutes(15);
    static final Duration MAX_WAIT_IN_ALL = Duration.ofMinutes(1);
    private static final long FIRST_WAIT = TimeUnit.SECONDS.toNanos(10);
    private static final long FORGOTTEN_AFTER = TimeUnit.HOURS.toNanos(1);
    private static final int MAX_NAME = 30;
    private static final String EVERYWHERE = "*";
    private static final Set<String> WRONG = Set.of("wrong-credentials", "wrong-password");

    private final boolean on;
    private final LongSupplier nanos;
    private final BiPredicate<String, String> known;
    private final Map<Key, Tries> tries = AddressCache.create();

    /** @param known whether the user of that name has signed in lately from the address, as {@link ClientAddressResolver#counted} */
    public PasswordAttemptLimiter(boolean on, LongSupplier nanos, BiPredicate<String, String> known) {
        this.on = on;
        this.nanos = nanos;
        this.known = known;
    }

    /** An address, or {@link #EVERYWHERE}. */
    private record Key(String account, String address) {
        static Key of(String username, String address) {
            // a longer name belongs to no account, so all of them may share what they cost
            return new Key(username.length() > MAX_NAME ? "" : username.toLowerCase(Locale.ROOT), address);
        }

        long pause(int tries) {
            boolean everywhere = address.equals(EVERYWHERE);
            int beyond = tries - (everywhere ? FREE_IN_ALL : FREE);
            if (beyond < 0) return 0;
            return Math.min(FIRST_WAIT << Math.min(beyond, 10), (everywhere ? MAX_WAIT_IN_ALL : MAX_WAIT).toNanos());
        }
    }

    /** @param underWay attempts of which it is not known yet whether the password is right */
    private record Tries(int wrong, int underWay, long last) {}

    /**
     * Reserves an attempt. Close it in any case, also if it is not made after all.
     *
     * @throws ProblemException with 429 while the account has to be waited for
     */
    public Attempt begin(String username, @Nullable String address) {
        String counted = address == null ? "" : ClientAddressResolver.counted(address);
        Key here = Key.of(username, counted);
        Key everywhere = Key.of(username, EVERYWHERE);
        boolean exempt = on && isHeldUp(everywhere) && known.test(username, counted);
        long wait = reserve(here, everywhere, exempt);
        if (wait > 0)
            throw ProblemException.tooMany(
                    wait, "too-many-wrong-passwords", "Too many wrong passwords. Try again in " + wait + " seconds.");
        return new Attempt(here, everywhere);
    }

    /** An attempt that counts. */
    public final class Attempt implements AutoCloseable {
        private final Key here;
        private final Key everywhere;
        private boolean settled;

        private Attempt(Key here, Key everywhere) {
            this.here = here;
            this.everywhere = everywhere;
        }

        /** Makes it, and remembers whether the password was right. */
        public <T> T make(Supplier<T> attempt) {
            try {
                T result = attempt.get();
                settle(false, true);
                return result;
            } catch (CloudLabException e) {
                settle(WRONG.contains(e.code()), false);
                throw e;
            }
        }

        private void settle(boolean wrong, boolean right) {
            synchronized (PasswordAttemptLimiter.this) {
                if (settled) return;
                settled = true;
                if (!on) return;
                end(here, wrong, right);
                end(everywhere, wrong, false);
            }
        }

        /** Takes back what was reserved if it was not made, or said nothing about the password. */
        @Override
        public void close() {
            settle(false, false);
        }
    }

    private synchronized boolean isHeldUp(Key everywhere) {
        return wait(everywhere, nanos.getAsLong()) > 0;
    }

    /** @return the seconds to wait; only if they are 0 anything is reserved */
    private synchronized long reserve(Key here, Key everywhere, boolean exempt) {
        if (!on) return 0;
        long now = nanos.getAsLong();
        long wait = Math.max(wait(here, now), exempt ? 0 : wait(everywhere, now));
        if (wait > 0) return RateLimits.seconds(wait);
        begin(here, now);
        begin(everywhere, now);
        return 0;
    }

    private long wait(Key key, long now) {
        Tries made = tries.get(key);
        return made == null ? 0 : key.pause(made.wrong() + made.underWay()) - (now - made.last());
    }

    private void begin(Key key, long now) {
        Tries made = tries.get(key);
        if (made == null) tries.put(key, new Tries(0, 1, now));
        else if (now - made.last() >= FORGOTTEN_AFTER) tries.put(key, new Tries(0, made.underWay() + 1, now));
        else tries.put(key, new Tries(made.wrong(), made.underWay() + 1, now));
    }

    private void end(Key key, boolean wrong, boolean right) {
        Tries made = tries.get(key);
        int others = made == null ? 0 : Math.max(0, made.underWay() - 1);
        int wrongSoFar = made == null || right ? 0 : made.wrong();
        int total = wrong ? wrongSoFar + 1 : wrongSoFar;
        if (total == 0 && others == 0) tries.remove(key);
        else tries.put(key, new Tries(total, others, wrong || made == null ? nanos.getAsLong() : made.last()));
    }
}
