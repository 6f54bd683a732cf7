package io.cloudlab.core.vault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeysTest {
    private static final String HEADER = "-----BEGIN RSA PRIVATE KEY-----";

    @ParameterizedTest
    @ValueSource(
            strings = {
                HEADER,
                "-----BEGIN PRIVATE KEY-----",
                "-----BEGIN ENCRYPTED PRIVATE KEY-----",
                "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbn",
                "-----BEGIN EC PRIVATE KEY-----",
                "-----BEGIN PGP PRIVATE KEY BLOCK-----",
                "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----",
                "PuTTY-User-Key-File-3: ssh-ed25519",
                "{\"key\": \"-----BEGIN PRIVATE KEY-----\\nMII\"}"
            })
    void keysAreFoundWhereverTheyBegin(String key) {
        assertThat(PrivateKeys.in(key.getBytes(ISO_8859_1))).isTrue();
        assertThat(PrivateKeys.in(("x".repeat(200_000) + key + "y".repeat(200)).getBytes(ISO_8859_1)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-----BEGIN PUBLIC KEY-----",
                "-----BEGIN CERTIFICATE-----\nthe PRIVATE KEY is elsewhere",
                "PRIVATE KEY PRIVATE KEY PRIVATE KEY",
                "-----BEGIN RSA PRIVATE KE"
            })
    void otherTextsAreNone(String text) {
        assertThat(PrivateKeys.in(text.getBytes(ISO_8859_1))).isFalse();
    }

    @Test
    void keyIsFoundHoweverItIsCutIntoPieces() {
        byte[] bytes = ("some text before it " + HEADER + " and after").getBytes(ISO_8859_1);
        for (int size = 1; size <= bytes.length; size++) {
            for (int offset = 0; offset < size; offset++) {
                PrivateKeys keys = new PrivateKeys();
                keys.look(bytes, 0, offset);
                for (int at = offset; at < bytes.length; at += size) {
                    keys.look(bytes, at, Math.min(size, bytes.length - at));
                }
                assertThat(keys.found()).as("%s from %s", size, offset).isTrue();
            }
        }
    }
}
