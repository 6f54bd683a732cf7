package io.cloudlab.core.terminal.shell;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The public key by which a server proves who it is.
 *
 * @param algorithm the key's type, such as {@code ssh-ed25519}
 * @param encoded the key in the form of RFC 4253, 6.6, as Base64: what stands in a {@code known_hosts} file
 */
public record ServerKey(String algorithm, String encoded) {
    /** As {@code ssh-keygen -l} shows it: {@code SHA256:} and the unpadded Base64 of the digest. */
    public String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(Base64.getDecoder().decode(encoded));
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256", e);
        }
    }
}
