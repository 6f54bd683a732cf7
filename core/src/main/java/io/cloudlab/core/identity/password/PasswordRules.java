package io.cloudlab.core.identity.password;

import io.cloudlab.core.shared.InvalidInput;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Checks a new password in its composed form (NFC): at least 8 characters, at most the 72 bytes that bcrypt looks at,
 * not common unless the {@link PasswordHasher} allows that.
 */
public final class PasswordRules {
    static final int MIN_CHARACTERS = 8;
    static final int MAX_BYTES = 72;

    private PasswordRules() {}

    /**
     * @param member the input's name, for the error
     * @param hasher which is to hash it
     */
    public static void check(String member, char[] typed, PasswordHasher hasher) {
        char[] password = ComposedPasswords.composed(typed);
        if (Character.codePointCount(password, 0, password.length) < MIN_CHARACTERS) {
            throw new InvalidInput(member, "must have at least " + MIN_CHARACTERS + " characters");
        }
        if (!isShortEnough(password)) {
            throw new InvalidInput(member, "must have at most " + MAX_BYTES + " bytes in UTF-8");
        }
        if (!hasher.allowsCommon() && CommonPasswords.contain(password)) {
            throw new InvalidInput(member, "is on the list of common passwords, which guessing begins with");
        }
    }

    /** Whether the composed form is short enough for a hasher to use all of it. */
    public static boolean fits(char[] typed) {
        return isShortEnough(ComposedPasswords.composed(typed));
    }

    static boolean isShortEnough(char[] password) {
        return password.length <= MAX_BYTES
                && StandardCharsets.UTF_8.encode(CharBuffer.wrap(password)).remaining() <= MAX_BYTES;
    }
}
