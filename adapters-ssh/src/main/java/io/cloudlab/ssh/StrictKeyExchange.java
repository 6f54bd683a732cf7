package io.cloudlab.ssh;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Arrays;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.Message;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.transport.Transport;
import net.schmizz.sshj.transport.TransportException;
import net.schmizz.sshj.transport.digest.Digest;
import net.schmizz.sshj.transport.kex.KeyExchange;

/**
 * A key exchange with servers that say they do it strictly, and with no others. The library itself keeps the rules if the
 * server says so (OpenSSH's PROTOCOL, 1.10), and else does without.
 */
final class StrictKeyExchange implements KeyExchange {
    private static final String STRICT = "kex-strict-s-v00@openssh.com";
    private static final int COOKIE = 16;

    private final KeyExchange plain;

    private StrictKeyExchange(KeyExchange plain) {
        this.plain = plain;
    }

    /** Makes another one's exchanges strict. */
    record Factory(net.schmizz.sshj.common.Factory.Named<KeyExchange> plain)
            implements net.schmizz.sshj.common.Factory.Named<KeyExchange> {
        @Override
        public String getName() {
            return plain.getName();
        }

        @Override
        public KeyExchange create() {
            return new StrictKeyExchange(plain.create());
        }
    }

    @Override
    public void init(Transport transport, String serverId, String clientId, byte[] serverInit, byte[] clientInit)
            throws GeneralSecurityException, TransportException {
        // Only the first exchange says so; the later ones are within what it has made safe.
        if (!transport.isAuthenticated() && !isStrict(serverInit))
            throw new WeakServer("the server does not do strict key exchange");
        plain.init(transport, serverId, clientId, serverInit, clientInit);
    }

    private static boolean isStrict(byte[] serverInit) {
        Buffer.PlainBuffer init = new Buffer.PlainBuffer(serverInit);
        try {
            init.readByte();
            init.readRawBytes(new byte[COOKIE]);
            return Arrays.asList(init.readString().split(",")).contains(STRICT);
        } catch (Buffer.BufferException e) {
            return false;
        }
    }

    @Override
    public byte[] getH() {
        return plain.getH();
    }

    @Override
    public BigInteger getK() {
        return plain.getK();
    }

    @Override
    public Digest getHash() {
        return plain.getHash();
    }

    @Override
    public PublicKey getHostKey() {
        return plain.getHostKey();
    }

    @Override
    public boolean next(Message message, SSHPacket packet) throws GeneralSecurityException, TransportException {
        return plain.next(message, packet);
    }
}
