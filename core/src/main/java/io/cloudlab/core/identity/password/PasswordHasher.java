package io.cloudlab.core.identity.password;

import io.cloudlab.core.shared.Unavailable;

/** Hashes passwords with a slow function, and compares them. Thread-safe. */
public interface PasswordHasher {
    /** For programs without sign-in: every use is refused. */
    PasswordHasher NONE = new PasswordHasher() {
        @Override
        public String hash(char[] password) {
            throw noPasswords();
        }

        @Override
        public boolean matches(char[] password, String hash) {
            throw noPasswords();
        }

        private Unavailable noPasswords() {
            return new Unavailable("no-passwords", "This program keeps no passwords.");
        }
    };

    /** @param password at most 72 bytes in UTF-8; not kept and not changed */
    String hash(char[] password);

    /** Takes the same work whether or not the password matches. */
    boolean matches(char[] password, String hash);

    /** Whether passwords may be set that are on the list of common ones; they may not unless {@link #allowingCommon} was used. */
    default boolean allowsCommon() {
        return false;
    }

    /** This hasher, for a system whose passwords may be common ones. */
    default PasswordHasher allowingCommon() {
        PasswordHasher hasher = this;
        return new PasswordHasher() {
            @Override
            public String hash(char[] password) {
                return hasher.hash(password);
            }

            @Override
            public boolean matches(char[] password, String hash) {
                return hasher.matches(password, hash);
            }

            @Override
            public boolean allowsCommon() {
                return true;
            }
        };
    }
}
