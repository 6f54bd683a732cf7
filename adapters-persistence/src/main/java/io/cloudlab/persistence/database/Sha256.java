package io.cloudlab.persistence.database;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Makes digests by SHA-256. */
public final class Sha256 {
    private Sha256() {}

    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256", e);
        }
    }
}
