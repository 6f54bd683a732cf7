package io.cloudlab.core.identity.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A single-use token as it is stored: the SHA-256 of its text, never the text itself. With 48 random bytes, neither a salt nor
 * a slow hash is needed.
 *
 * @param hash hexadecimal
 */
public record AccountToken(String hash, Purpose purpose, int userId, Instant expiresAt) {
    private static final int BYTES = 48;

    /** What the token may be used for. */
    public enum Purpose {
        INVITE,
        RESET,
        SOCKET
    }

    /** A new token's text, URL-safe. */
    static String newText(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256", e);
        }
    }
}
