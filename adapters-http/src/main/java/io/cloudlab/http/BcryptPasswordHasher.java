package io.cloudlab.http;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.cloudlab.core.identity.password.PasswordHasher;
import java.util.concurrent.Semaphore;

/**
 * Hashes passwords with bcrypt, for embedders that let people sign in. At most as many hashes as processors are computed
 * at once; the HTTP adapter keeps half of them from users who change their password, for sign-ins. Thread-safe.
 */
public final class BcryptPasswordHasher implements PasswordHasher {
    /** About 330 ms a hash on a processor of 2026. */
    public static final int DEFAULT_COST = 12;

    private final int cost;
    private final Semaphore places =
            new Semaphore(Math.max(2, Runtime.getRuntime().availableProcessors()), true);

    public BcryptPasswordHasher() {
        this(DEFAULT_COST);
    }

    /** @param cost the binary logarithm of the rounds, 4 to 31: one more doubles the work */
    public BcryptPasswordHasher(int cost) {
        this.cost = cost;
    }

    @Override
    public String hash(char[] password) {
        places.acquireUninterruptibly();
        try {
            return BCrypt.withDefaults().hashToString(cost, password);
        } finally {
            places.release();
        }
    }

    /** A hash of a time when the cost was lower takes as long as any other, since its age would tell that it exists. */
    @Override
    public boolean matches(char[] password, String hash) {
        places.acquireUninterruptibly();
        try {
            boolean matches = BCrypt.verifyer().verify(password, hash.toCharArray()).verified;
            for (int lower = costOf(hash); lower < cost; lower++)
                BCrypt.withDefaults().hashToString(lower, password); // as much again each time
            return matches;
        } finally {
            places.release();
        }
    }

    /** A hash begins with its version and its cost: {@code $2a$12$}. */
    private static int costOf(String hash) {
        return Integer.parseInt(hash.substring(4, 6));
    }
}
