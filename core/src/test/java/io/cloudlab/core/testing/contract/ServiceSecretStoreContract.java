package io.cloudlab.core.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.secret.SecretName;
import io.cloudlab.core.services.secret.SecretVersion;
import io.cloudlab.core.services.secret.ServiceSecretStore;
import io.cloudlab.core.vault.SealedSecret;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every {@link ServiceSecretStore} does. */
public interface ServiceSecretStoreContract extends StoresContract {
    ServiceName SHOP = new ServiceName("shop");
    SecretName TOKEN = new SecretName("TOKEN");

    private long write(@Nullable ServiceName service, SecretName name, String author, int value) {
        ServiceSecretStore store = stores().serviceSecrets();
        SecretVersion version = new SecretVersion(0, service, name, author, NOON);
        long id = store.add(version);
        store.seal(new SecretVersion(id, service, name, author, NOON), sealed(value), 3);
        return id;
    }

    private static SealedSecret sealed(int value) {
        return new SealedSecret(new byte[] {(byte) value, -1});
    }

    @Test
    default void newestValueOfASecretIsFoundAndItsVersionsAreListed() {
        long first = write(SHOP, TOKEN, "mira", 1);
        long second = write(SHOP, TOKEN, "otto", 2);

        assertThat(stores().serviceSecrets().find(SHOP, TOKEN))
                .contains(new ServiceSecretStore.Value(second, sealed(2)));
        assertThat(stores().serviceSecrets().list(SHOP))
                .containsExactly(
                        new SecretVersion(second, SHOP, TOKEN, "otto", NOON),
                        new SecretVersion(first, SHOP, TOKEN, "mira", NOON));
    }

    @Test
    default void secretsOfServicesAndOfTheLabAreApart() {
        SecretName other = new SecretName("ANOTHER");
        write(SHOP, TOKEN, "mira", 1);
        write(null, TOKEN, "mira", 2);
        write(SHOP, other, "mira", 3);

        assertThat(stores().serviceSecrets().list(SHOP))
                .extracting(SecretVersion::name)
                .containsExactly(other, TOKEN);
        assertThat(stores().serviceSecrets().list(null)).hasSize(1);
        assertThat(stores().serviceSecrets().find(null, TOKEN))
                .get()
                .extracting("sealed")
                .isEqualTo(sealed(2));
        assertThat(stores().serviceSecrets().find(null, other)).isEmpty();
        assertThat(stores().serviceSecrets().find(new ServiceName("Shop"), TOKEN))
                .isEmpty();
    }

    @Test
    default void onlyTheNewestVersionsAreKept() {
        for (int each = 0; each < 6; each++) write(SHOP, TOKEN, "author" + each, each);
        assertThat(stores().serviceSecrets().list(SHOP))
                .extracting(SecretVersion::author)
                .containsExactly("author5", "author4", "author3");
    }

    @Test
    default void removedSecretIsGoneAndItsIdIsNotGivenAgain() {
        long id = write(SHOP, TOKEN, "mira", 1);
        write(null, TOKEN, "mira", 2);

        assertThat(stores().serviceSecrets().remove(SHOP, TOKEN)).isTrue();
        assertThat(stores().serviceSecrets().remove(SHOP, TOKEN)).isFalse();

        assertThat(stores().serviceSecrets().find(SHOP, TOKEN)).isEmpty();
        assertThat(stores().serviceSecrets().list(SHOP)).isEmpty();
        assertThat(stores().serviceSecrets().find(null, TOKEN)).isPresent();
        assertThat(write(SHOP, TOKEN, "mira", 3)).isGreaterThan(id);
    }

    @Test
    default void secretGoesWithTheTransactionItWasWrittenIn() {
        write(SHOP, TOKEN, "mira", 1);
        assertThatThrownBy(() -> stores().transactions().run(() -> {
                    write(SHOP, TOKEN, "mira", 2);
                    throw new IllegalArgumentException("no");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(stores().serviceSecrets().find(SHOP, TOKEN))
                .get()
                .extracting("sealed")
                .isEqualTo(sealed(1));
    }
}
