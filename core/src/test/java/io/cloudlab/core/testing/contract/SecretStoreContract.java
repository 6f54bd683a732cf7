package io.cloudlab.core.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.testing.Race;
import io.cloudlab.core.vault.SealedSecret;
import io.cloudlab.core.vault.SecretStore;
import org.junit.jupiter.api.Test;

/** What every {@link SecretStore} does. */
public interface SecretStoreContract extends StoresContract {
    @Test
    default void secretIsFoundByItsName() {
        SealedSecret secret = new SealedSecret(new byte[] {0, -1, 127, -128});
        stores().secrets().put("vault", secret);

        assertThat(stores().secrets().find("vault")).contains(secret);
        assertThat(stores().secrets().find("Vault")).isEmpty();
    }

    @Test
    default void laterSecretReplacesTheFormer() {
        stores().secrets().put("vault", new SealedSecret(new byte[] {1}));
        stores().secrets().put("vault", new SealedSecret(new byte[] {2, 3}));

        assertThat(stores().secrets().find("vault")).contains(new SealedSecret(new byte[] {2, 3}));
    }

    @Test
    default void removedSecretIsGone() {
        stores().secrets().put("vault", new SealedSecret(new byte[] {1}));
        stores().secrets().put("other", new SealedSecret(new byte[] {2}));

        assertThat(stores().secrets().remove("vault")).isTrue();
        assertThat(stores().secrets().remove("vault")).isFalse();

        assertThat(stores().secrets().find("vault")).isEmpty();
        assertThat(stores().secrets().find("other")).isPresent();
    }

    @Test
    default void ofConcurrentWritesOfASecretOneIsKept() {
        Race.of(20, each -> {
            stores().secrets().put("vault", new SealedSecret(new byte[] {(byte) each}));
            return each;
        });
        assertThat(stores().secrets().find("vault").orElseThrow().bytes()[0]).isBetween((byte) 0, (byte) 19);
    }
}
