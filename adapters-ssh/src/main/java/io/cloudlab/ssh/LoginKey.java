package io.cloudlab.ssh;

import com.hierynomus.sshj.userauth.keyprovider.OpenSSHKeyV1KeyFile;
import io.cloudlab.core.terminal.shell.CannotConnect;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import net.schmizz.sshj.userauth.keyprovider.BaseFileKeyProvider;
import net.schmizz.sshj.userauth.keyprovider.FileKeyProvider;
import net.schmizz.sshj.userauth.keyprovider.KeyFormat;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import net.schmizz.sshj.userauth.keyprovider.KeyProviderUtil;
import net.schmizz.sshj.userauth.keyprovider.PKCS8KeyFile;

/** Reads private keys: OpenSSH's own form, PKCS 1 and PKCS 8 in PEM. */
final class LoginKey {
    private LoginKey() {}

    /** @throws CannotConnect if it is not a private key, or has a passphrase */
    static KeyProvider read(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            KeyFormat format = KeyProviderUtil.detectKeyFileFormat(new StringReader(text), false);
            FileKeyProvider provider = switch (format) {
                case OpenSSHv1 -> new OpenSSHKeyV1KeyFile();
                case PKCS8 -> new PKCS8KeyFile();
                default -> throw unusable();
            };
            ((BaseFileKeyProvider) provider).init(new StringReader(text));
            provider.getPrivate();
            return provider;
        } catch (IOException | RuntimeException e) {
            throw unusable();
        }
    }

    private static CannotConnect unusable() {
        return new CannotConnect(
                "bad-key", "The private key for this host cannot be used: it is damaged, or has a passphrase.");
    }
}
