package io.cloudlab.ssh;

import io.cloudlab.core.terminal.shell.ServerKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import org.jspecify.annotations.Nullable;

/** Lets in the server that shows the pinned key; any strong key, if none is pinned. For one connection. */
final class ExpectedKey implements HostKeyVerifier {
    private static final int FEWEST_RSA_BITS = 2048;

    private final @Nullable ServerKey pinned;
    private volatile @Nullable ServerKey shown;
    private volatile boolean weak;

    ExpectedKey(@Nullable ServerKey pinned) {
        this.pinned = pinned;
    }

    @Override
    public boolean verify(String host, int port, PublicKey key) {
        ServerKey seen = new ServerKey(
                KeyType.fromKey(key).toString(),
                Base64.getEncoder()
                        .encodeToString(
                                new Buffer.PlainBuffer().putPublicKey(key).getCompactData()));
        ServerKey before = shown;
        shown = seen;
        if (before != null && !before.equals(seen)) return false; // it may not change within a connection either
        weak = key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < FEWEST_RSA_BITS;
        return !weak && (pinned == null || pinned.equals(seen));
    }

    /** A server with several keys is asked for the one that is known. */
    @Override
    public List<String> findExistingAlgorithms(String host, int port) {
        if (pinned == null) return List.of();
        return pinned.algorithm().equals("ssh-rsa")
                ? List.of("rsa-sha2-512", "rsa-sha2-256")
                : List.of(pinned.algorithm());
    }

    /** What the server has shown, if it came to that. */
    @Nullable
    ServerKey shown() {
        return shown;
    }

    boolean isWeak() {
        return weak;
    }

    /** Whether the server has shown another key than the one it was known by. */
    boolean hasChanged() {
        ServerKey seen = shown;
        return pinned != null && seen != null && !pinned.equals(seen);
    }
}
