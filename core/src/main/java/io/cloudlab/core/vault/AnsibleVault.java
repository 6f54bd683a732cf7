package io.cloudlab.core.vault;

import io.cloudlab.core.shared.Refused;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes text in the format of Ansible Vault, 1.1 and 1.2 (with a label), cipher AES256, byte for byte as the
 * {@code ansible-vault} program does (ansible-core, {@code lib/ansible/parsing/vault}). Immutable, thread-safe.
 *
 * <p>A header line is followed by hexadecimal digits in lines of 80. They stand for three lines, again hexadecimal: a salt
 * of 32 bytes, the HMAC-SHA256 of the ciphertext, and the ciphertext, which is AES-256 in counter mode over the text
 * padded to whole blocks. PBKDF2-HMAC-SHA256 in 10,000 rounds gives the two keys and the first counter.
 */
public final class AnsibleVault {
    private static final String MARK = "$ANSIBLE_VAULT;";
    private static final String CIPHER = "AES256";
    private static final String UNLABELLED = "1.1";
    private static final String LABELLED = "1.2";
    private static final String DEFAULT_LABEL = "default";
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9_.@-]{1,100}");

    private static final int SALT = 32;
    private static final int ROUNDS = 10_000;
    private static final int KEY = 32;
    private static final int BLOCK = 16;
    private static final int LINE = 80;
    private static final HexFormat HEX = HexFormat.of();

    private final char[] password;
    private final SecureRandom random = new SecureRandom();

    /** @throws Refused if the password is empty */
    public AnsibleVault(char[] password) {
        if (password.length == 0) throw new Refused("no-vault-password", "The vault password is empty.");
        this.password = password.clone();
    }

    /** Whether a file claims to be in this format. */
    public static boolean isEncrypted(byte[] file) {
        byte[] mark = MARK.getBytes(StandardCharsets.US_ASCII);
        return file.length >= mark.length && Arrays.equals(file, 0, mark.length, mark, 0, mark.length);
    }

    /** As {@link #encrypt(byte[], String)}, without a label. */
    public byte[] encrypt(byte[] plain) {
        return encrypt(plain, null);
    }

    /**
     * @param label names the password for those who use several; it is not authenticated. Null for none
     * @throws Refused if the label holds other than letters, digits and {@code _.@-}
     */
    public byte[] encrypt(byte[] plain, @Nullable String label) {
        return encrypt(plain, label, salt());
    }

    /** Encrypts under the label of another file, with all characters that {@code ansible-vault} accepts in one. */
    public byte[] reencrypt(byte[] plain, byte[] former) {
        return written(plain, label(former), salt());
    }

    private byte[] salt() {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        return salt;
    }

    byte[] encrypt(byte[] plain, @Nullable String label, byte[] salt) {
        if (label != null && !LABEL.matcher(label).matches())
            throw new Refused(
                    "bad-vault-label", "A vault label must have 1 to 100 letters, digits, or characters of _.@-");
        return written(plain, label, salt);
    }

    private byte[] written(byte[] plain, @Nullable String label, byte[] salt) {
        Keys keys = keys(salt);
        byte[] ciphertext = keys.crypt(Cipher.ENCRYPT_MODE, padded(plain));
        String inner =
                HEX.formatHex(salt) + "\n" + HEX.formatHex(keys.hmac(ciphertext)) + "\n" + HEX.formatHex(ciphertext);
        String digits = HEX.formatHex(inner.getBytes(StandardCharsets.US_ASCII));
        StringBuilder text = new StringBuilder(header(label)).append('\n');
        for (int at = 0; at < digits.length(); at += LINE)
            text.append(digits, at, Math.min(at + LINE, digits.length())).append('\n');
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * White space around lines, blank lines at the end and capital digits are taken as {@code ansible-vault} takes them.
     *
     * @throws Refused with code {@code not-a-vault} if the text is not in this format, {@code wrong-vault-password} if
     *     it was encrypted with another password or changed since
     */
    public byte[] decrypt(byte[] file) {
        byte[][] parts = parts(file);
        Keys keys = keys(parts[0]);
        if (!MessageDigest.isEqual(keys.hmac(parts[2]), parts[1]))
            throw new Refused(
                    "wrong-vault-password",
                    "This vault password does not open it, or it was changed after it was encrypted.");
        byte[] padded = keys.crypt(Cipher.DECRYPT_MODE, parts[2]);
        int padding = padded.length == 0 ? 0 : padded[padded.length - 1];
        if (padding < 1 || padding > Math.min(BLOCK, padded.length)) throw damaged();
        return Arrays.copyOf(padded, padded.length - padding);
    }

    /** The label in the header, or null for the default one. @throws Refused as {@link #decrypt} */
    public static @Nullable String label(byte[] file) {
        String[] header = header(file);
        String label = header.length < 4 ? DEFAULT_LABEL : header[3].strip();
        return label.equals(DEFAULT_LABEL) ? null : label;
    }

    private static String header(@Nullable String label) {
        boolean plain = label == null || label.equals(DEFAULT_LABEL);
        return MARK + (plain ? UNLABELLED : LABELLED) + ";" + CIPHER + (plain ? "" : ";" + label);
    }

    private static String[] header(byte[] file) {
        if (!isEncrypted(file)) throw new Refused("not-a-vault", "It is not encrypted in the format of Ansible Vault.");
        String line = new String(file, StandardCharsets.ISO_8859_1)
                .lines()
                .findFirst()
                .orElse("");
        String[] header = line.strip().split(";");
        boolean known = header.length >= 3
                && (header[1].strip().equals(UNLABELLED) || header[1].strip().equals(LABELLED))
                && header[2].strip().equals(CIPHER);
        if (!known) throw new Refused("not-a-vault", "Its version or cipher of Ansible Vault is not supported.");
        return header;
    }

    /** Salt, HMAC and ciphertext. */
    private static byte[][] parts(byte[] file) {
        header(file);
        StringBuilder digits = new StringBuilder(file.length);
        new String(file, StandardCharsets.ISO_8859_1).lines().skip(1).forEach(line -> digits.append(line.strip()));
        String[] inner = new String(bytes(digits), StandardCharsets.ISO_8859_1).split("\n", -1);
        if (inner.length != 3) throw damaged();
        return new byte[][] {bytes(inner[0]), bytes(inner[1]), bytes(inner[2])};
    }

    private static byte[] bytes(CharSequence digits) {
        try {
            return HEX.parseHex(digits);
        } catch (IllegalArgumentException e) {
            throw damaged();
        }
    }

    private static Refused damaged() {
        return new Refused(
                "not-a-vault", "It is damaged: what follows the header is not in the format of Ansible Vault.");
    }

    /** As in PKCS #7: 1 to 16 bytes, each telling how many. */
    private static byte[] padded(byte[] plain) {
        int padding = BLOCK - plain.length % BLOCK;
        byte[] padded = Arrays.copyOf(plain, plain.length + padding);
        Arrays.fill(padded, plain.length, padded.length, (byte) padding);
        return padded;
    }

    private Keys keys(byte[] salt) {
        if (salt.length == 0) throw damaged();
        PBEKeySpec spec = new PBEKeySpec(password, salt, ROUNDS, (2 * KEY + BLOCK) * 8);
        try {
            byte[] all = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
            return new Keys(
                    new SecretKeySpec(all, 0, KEY, "AES"),
                    new SecretKeySpec(all, KEY, KEY, "HmacSHA256"),
                    new IvParameterSpec(all, 2 * KEY, BLOCK));
        } catch (GeneralSecurityException e) {
            throw unable(e);
        } finally {
            spec.clearPassword();
        }
    }

    private static IllegalStateException unable(GeneralSecurityException missing) {
        return new IllegalStateException("this Java runtime lacks what Ansible Vault is made of", missing);
    }

    private record Keys(SecretKeySpec cipher, SecretKeySpec mac, IvParameterSpec counter) {
        byte[] crypt(int mode, byte[] input) {
            try {
                Cipher aes = Cipher.getInstance("AES/CTR/NoPadding");
                aes.init(mode, cipher, counter);
                return aes.doFinal(input);
            } catch (GeneralSecurityException e) {
                throw unable(e);
            }
        }

        byte[] hmac(byte[] ciphertext) {
            try {
                Mac hmac = Mac.getInstance("HmacSHA256");
                hmac.init(mac);
                return hmac.doFinal(ciphertext);
            } catch (GeneralSecurityException e) {
                throw unable(e);
            }
        }

        @Override
        public String toString() {
            return "Keys";
        }
    }
}
