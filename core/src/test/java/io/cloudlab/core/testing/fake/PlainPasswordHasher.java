package io.cloudlab.core.testing.fake;

import io.cloudlab.core.identity.password.PasswordHasher;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Hashes that anybody can read, made at once; refuses over-long passwords as the real one does. Thread-safe. */
public final class PlainPasswordHasher implements PasswordHasher {
    private static final String MARK = "plain:";
    private static final int MAX_BYTES = 72;

    private final AtomicInteger comparisons = new AtomicInteger();

    @Override
    public String hash(char[] password) {
        return MARK + checked(password);
    }

    @Override
    public boolean matches(char[] password, String hash) {
        comparisons.incrementAndGet();
        return hash.equals(MARK + checked(password));
    }

    /** How often {@link #matches} was asked so far: the work that signing in takes. */
    public int comparisons() {
        return comparisons.get();
    }

    private static String checked(char[] password) {
        String text = new String(password);
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES)
            throw new IllegalArgumentException("a password over " + MAX_BYTES + " bytes must not come this far");
        return text;
    }
}
