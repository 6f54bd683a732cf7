package io.cloudlab.core.identity;

/** Turns passwords into hashes that are slow to guess. Thread-safe. */
public interface PasswordHasher {
    /** @param password at most 72 bytes in UTF-8; not kept and not changed */
    String hash(char[] password);

    /** Takes the same work whether or not the password matches. */
    boolean matches(char[] password, String hash);
}
