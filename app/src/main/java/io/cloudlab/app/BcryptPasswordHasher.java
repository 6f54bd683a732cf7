package io.cloudlab.app;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.cloudlab.core.identity.PasswordHasher;
import java.util.concurrent.Semaphore;

/** Hashes passwords with bcrypt; only so many at once, so that a flood of logins leaves a processor for everybody else. */
final class BcryptPasswordHasher implements PasswordHasher {
    /** About 330 ms on two cores. */
    static final int COST = 12;

    private final int cost;
    private final Semaphore places =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), true);

    BcryptPasswordHasher(int cost) {
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

    @Override
    public boolean matches(char[] password, String hash) {
        places.acquireUninterruptibly();
        try {
            return BCrypt.verifyer().verify(password, hash.toCharArray()).verified;
        } finally {
            places.release();
        }
    }
}
