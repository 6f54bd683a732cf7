package io.cloudlab.ssh;

import com.hierynomus.sshj.key.KeyAlgorithm;
import com.hierynomus.sshj.key.KeyAlgorithms;
import com.hierynomus.sshj.transport.cipher.BlockCiphers;
import com.hierynomus.sshj.transport.cipher.ChachaPolyCiphers;
import com.hierynomus.sshj.transport.cipher.GcmCiphers;
import com.hierynomus.sshj.transport.kex.DHGroups;
import com.hierynomus.sshj.transport.kex.ExtInfoClientFactory;
import com.hierynomus.sshj.transport.mac.Macs;
import com.hierynomus.sshj.userauth.keyprovider.OpenSSHKeyV1KeyFile;
import java.security.Security;
import java.util.List;
import net.schmizz.keepalive.KeepAliveProvider;
import net.schmizz.sshj.Config;
import net.schmizz.sshj.ConfigImpl;
import net.schmizz.sshj.common.Factory;
import net.schmizz.sshj.common.SecurityUtils;
import net.schmizz.sshj.transport.compression.NoneCompression;
import net.schmizz.sshj.transport.kex.Curve25519SHA256;
import net.schmizz.sshj.transport.kex.ECDHNistP;
import net.schmizz.sshj.transport.random.JCERandom;
import net.schmizz.sshj.transport.random.SingletonRandomFactory;
import net.schmizz.sshj.userauth.keyprovider.PKCS8KeyFile;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * What is offered to servers, the best first, and nothing besides: no SHA-1, no CBC, no groups under 2048 bits, none that
 * the server chooses, no DSA. The key exchange must be strict, as against the attack called Terrapin (CVE-2023-48795).
 */
final class Algorithms {
    private Algorithms() {}

    static Config config() {
        // Java's own providers are several times faster than BouncyCastle, which the library would prefer for
        // everything once
        // it is asked for anything, a key file included; so this must come first. Added as the last one, BouncyCastle
        // does
        // what they cannot: ChaCha20 of the old kind, and ECDSA keys under that name.
        Security.addProvider(new BouncyCastleProvider());
        SecurityUtils.setRegisterBouncyCastle(false);
        ConfigImpl config = new ConfigImpl();
        config.setLoggerFactory(new NoopLoggerFactory());
        config.setVersion("CloudLab");
        config.setRandomFactory(new SingletonRandomFactory(new JCERandom.Factory()));
        config.setKeyExchangeFactories(List.of(
                new StrictKeyExchange.Factory(new Curve25519SHA256.Factory()),
                new StrictKeyExchange.Factory(new Curve25519SHA256.FactoryLibSsh()),
                new StrictKeyExchange.Factory(new ECDHNistP.Factory256()),
                new StrictKeyExchange.Factory(new ECDHNistP.Factory384()),
                new StrictKeyExchange.Factory(new ECDHNistP.Factory521()),
                new StrictKeyExchange.Factory(DHGroups.Group16SHA512()),
                new StrictKeyExchange.Factory(DHGroups.Group18SHA512()),
                new StrictKeyExchange.Factory(DHGroups.Group14SHA256()),
                new ExtInfoClientFactory())); // not one by itself: lets the server say which signatures it takes
        config.setKeyAlgorithms(List.<Factory.Named<KeyAlgorithm>>of(
                KeyAlgorithms.EdDSA25519(),
                KeyAlgorithms.ECDSASHANistp256(),
                KeyAlgorithms.ECDSASHANistp384(),
                KeyAlgorithms.ECDSASHANistp521(),
                KeyAlgorithms.RSASHA512(),
                KeyAlgorithms.RSASHA256()));
        config.setCipherFactories(List.of(
                GcmCiphers.AES128GCM(),
                GcmCiphers.AES256GCM(),
                ChachaPolyCiphers.CHACHA_POLY_OPENSSH(),
                BlockCiphers.AES128CTR(),
                BlockCiphers.AES192CTR(),
                BlockCiphers.AES256CTR()));
        config.setMACFactories(
                List.of(Macs.HMACSHA2256Etm(), Macs.HMACSHA2512Etm(), Macs.HMACSHA2256(), Macs.HMACSHA2512()));
        config.setCompressionFactories(List.of(new NoneCompression.Factory()));
        config.setFileKeyProviderFactories(List.of(new OpenSSHKeyV1KeyFile.Factory(), new PKCS8KeyFile.Factory()));
        config.setKeepAliveProvider(KeepAliveProvider.KEEP_ALIVE); // must be there, but is never started: see Heartbeat
        return config;
    }
}
