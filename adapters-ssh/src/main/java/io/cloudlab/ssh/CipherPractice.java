package io.cloudlab.ssh;

import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.transport.cipher.Cipher;
import net.schmizz.sshj.transport.random.Random;

/**
 * Encrypts and decrypts packets that are never sent. Until the JVM has compiled a cipher, which it does after some hundreds
 * of packets, each packet takes about a millisecond; a user would notice that at each of the first few hundred keystrokes.
 */
final class CipherPractice implements Runnable {
    private static final int PACKETS = 3_000;
    /** Of a keystroke and its echo: length, then what is encrypted. */
    private static final int LENGTH = 4;

    private static final int ENCRYPTED = 32;
    private static final int PADDING = 12;

    private final Cipher encrypting;
    private final Cipher decrypting;
    private final Random random;

    /**
     * @param ciphers makes the cipher that connections use
     * @param randoms makes what fills their packets up
     */
    CipherPractice(Factory<Cipher> ciphers, Factory<Random> randoms) {
        this.encrypting = ciphers.create();
        this.decrypting = ciphers.create();
        this.random = randoms.create();
    }

    @Override
    public void run() {
        byte[] key = new byte[encrypting.getBlockSize()];
        byte[] iv = new byte[encrypting.getIVSize()];
        random.fill(key);
        random.fill(iv);
        encrypting.init(Cipher.Mode.Encrypt, key, iv);
        decrypting.init(Cipher.Mode.Decrypt, key, iv);
        byte[] packet = new byte[LENGTH + ENCRYPTED + encrypting.getAuthenticationTagSize()];
        for (int i = 0; i < PACKETS; i++) {
            random.fill(packet, LENGTH, PADDING);
            encrypting.setSequenceNumber(i);
            encrypting.updateWithAAD(packet, 0, LENGTH, ENCRYPTED);
            decrypting.setSequenceNumber(i);
            decrypting.updateWithAAD(packet, 0, LENGTH, ENCRYPTED);
        }
    }
}
