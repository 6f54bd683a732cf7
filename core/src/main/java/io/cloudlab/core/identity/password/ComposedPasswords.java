package io.cloudlab.core.identity.password;

import java.nio.CharBuffer;
import java.text.Normalizer;
import java.util.Arrays;

/**
 * Hashes passwords in their composed form (NFC), so that they are the same on every device (RFC 8265).
 * Passwords that were hashed as typed stay valid. As thread-safe as the hasher behind it.
 */
public final class ComposedPasswords implements PasswordHasher {
    private final PasswordHasher hasher;

    public ComposedPasswords(PasswordHasher hasher) {
        this.hasher = hasher;
    }

    /** The composed form: the array itself, if it is composed. */
    static char[] composed(char[] password) {
        CharBuffer typed = CharBuffer.wrap(password);
        return Normalizer.isNormalized(typed, Normalizer.Form.NFC)
                ? password
                : Normalizer.normalize(typed, Normalizer.Form.NFC).toCharArray();
    }

    @Override
    public String hash(char[] password) {
        char[] composed = composed(password);
        try {
            return hasher.hash(composed);
        } finally {
            wipe(composed, password);
        }
    }

    @Override
    public boolean matches(char[] password, String hash) {
        char[] composed = composed(password);
        try {
            if (hasher.matches(composed, hash)) return true;
            return composed != password && PasswordRules.isShortEnough(password) && hasher.matches(password, hash);
        } finally {
            wipe(composed, password);
        }
    }

    @Override
    public boolean allowsCommon() {
        return hasher.allowsCommon();
    }

    private static void wipe(char[] composed, char[] password) {
        if (composed != password) Arrays.fill(composed, '\0');
    }
}
