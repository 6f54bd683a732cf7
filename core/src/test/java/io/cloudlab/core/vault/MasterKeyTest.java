package io.cloudlab.core.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.shared.InvalidInput;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MasterKeyTest {
    private static final byte[] PLAIN = "the vault password".getBytes(StandardCharsets.UTF_8);

    private final MasterKey key = MasterKey.generate();

    @Test
    void whatWasSealedCanBeOpenedAgain() {
        assertThat(key.open(key.seal(PLAIN, "job/1"), "job/1")).isEqualTo(PLAIN);
        assertThat(key.open(key.seal(new byte[0], "job/1"), "job/1")).isEmpty();
        assertThat(new MasterKey(key.bytes()).open(key.seal(PLAIN, "job/1"), "job/1"))
                .isEqualTo(PLAIN);
    }

    @Test
    void sealingTwiceGivesTwoTextsThatShowNothing() {
        SealedSecret one = key.seal(PLAIN, "job/1");

        assertThat(one).isNotEqualTo(key.seal(PLAIN, "job/1"));
        assertThat(new String(one.bytes(), StandardCharsets.ISO_8859_1)).doesNotContain("vault");
        assertThat(one.toString()).isEqualTo("SealedSecret");
    }

    @Test
    void anotherKeyDoesNotOpenIt() {
        SealedSecret sealed = key.seal(PLAIN, "job/1");

        assertThatThrownBy(() -> MasterKey.generate().open(sealed, "job/1")).isInstanceOf(WrongKey.class);
    }

    @Test
    void secretMovedToAnotherRowIsNotOpened() {
        SealedSecret sealed = key.seal(PLAIN, "job/1");

        assertThatThrownBy(() -> key.open(sealed, "job/2")).isInstanceOf(WrongKey.class);
    }

    @Test
    void damageAnywhereIsNoticed() {
        byte[] sealed = key.seal(PLAIN, "job/1").bytes();

        for (int at = 0; at < sealed.length; at++) {
            byte[] damaged = sealed.clone();
            damaged[at] ^= 1;
            assertThatThrownBy(() -> key.open(new SealedSecret(damaged), "job/1"))
                    .isInstanceOf(WrongKey.class);
        }
        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> key.open(new SealedSecret(cut), "job/1")).isInstanceOf(WrongKey.class);
        }
    }

    @Test
    void keyHas32BytesAndCannotBeChangedFromOutside() {
        assertThatThrownBy(() -> new MasterKey(new byte[31])).isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> new MasterKey(new byte[33])).isInstanceOf(InvalidInput.class);
        byte[] given = new byte[32];
        MasterKey zeroes = new MasterKey(given);
        SealedSecret sealed = zeroes.seal(PLAIN, "x");
        given[0] = 1;
        zeroes.bytes()[0] = 1;

        assertThat(zeroes.open(sealed, "x")).isEqualTo(PLAIN);
    }

    @Test
    void derivedKeysDifferByPurposeAndKey() {
        assertThat(key.derive("tokens"))
                .hasSize(32)
                .isEqualTo(new MasterKey(key.bytes()).derive("tokens"))
                .isNotEqualTo(key.derive("cookies"))
                .isNotEqualTo(MasterKey.generate().derive("tokens"))
                .isNotEqualTo(key.bytes());
    }
}
