package io.cloudlab.core.vault;

import io.cloudlab.core.shared.InvalidInput;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that seals secrets at rest: AES-256-GCM (NIST SP 800-38D), 96-bit random nonces, 128-bit tags. What a secret
 * belongs to is authenticated with it, so a sealed secret that is moved to another row cannot be opened. Thread-safe.
 */
public final class MasterKey {
    /** The length of a key in bytes. */
    public static final int LENGTH = 32;

    private static final byte FORMAT = 1;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final byte[] key;

    /** @throws InvalidInput if the key is not {@value #LENGTH} bytes long */
    public MasterKey(byte[] key) {
        if (key.length != LENGTH) throw new InvalidInput("master-key", "must be " + LENGTH + " bytes long");
        this.key = key.clone();
    }

    public static MasterKey generate() {
        byte[] key = new byte[LENGTH];
        new SecureRandom().nextBytes(key);
        return new MasterKey(key);
    }

    /** The key itself, to be stored. */
    public byte[] bytes() {
        return key.clone();
    }

    /** @param belongsTo what the secret is part of, such as {@code job/0f3c9a1e}; needed again to open it */
    public SealedSecret seal(byte[] plain, String belongsTo) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] body = crypt(Cipher.ENCRYPT_MODE, nonce, plain, 0, plain.length, belongsTo);
        byte[] sealed = new byte[1 + NONCE + body.length];
        sealed[0] = FORMAT;
        System.arraycopy(nonce, 0, sealed, 1, NONCE);
        System.arraycopy(body, 0, sealed, 1 + NONCE, body.length);
        return new SealedSecret(sealed);
    }

    /** @throws WrongKey if the secret was sealed with another key, for something else, or was damaged */
    public byte[] open(SealedSecret secret, String belongsTo) {
        byte[] sealed = secret.bytes();
        if (sealed.length < 1 + NONCE + TAG_BITS / 8 || sealed[0] != FORMAT) throw new WrongKey();
        byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE);
        return crypt(Cipher.DECRYPT_MODE, nonce, sealed, 1 + NONCE, sealed.length - 1 - NONCE, belongsTo);
    }

    /** A key for one other purpose, from which neither this key nor that of another purpose can be computed. */
    public byte[] derive(String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(("cloudlab:" + purpose).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks HMAC-SHA256", e);
        }
    }

    private byte[] crypt(int mode, byte[] nonce, byte[] input, int from, int length, String belongsTo) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(belongsTo.getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(input, from, length);
        } catch (GeneralSecurityException e) {
            if (mode == Cipher.DECRYPT_MODE) throw new WrongKey();
            throw new IllegalStateException("this Java runtime cannot encrypt with AES-GCM", e);
        }
    }
}
