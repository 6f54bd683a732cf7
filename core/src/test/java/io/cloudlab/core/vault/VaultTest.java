package io.cloudlab.core.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.testing.memory.InMemoryStores;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VaultTest {
    private static final String PASSWORD = "open sesame";

    private final InMemoryStores stores = new InMemoryStores();
    private final MasterKey key = MasterKey.generate();
    private final Caller admin = Caller.user(1, "mira", Set.of(Permission.SYSTEM_SETTINGS_EDIT), "203.0.113.9");

    @Test
    void passwordIsStoredSealedAndCanBeUsed() {
        Vault vault = vault(key, null);

        assertThat(vault.password()).isEmpty();
        vault.storePassword(admin, PASSWORD.toCharArray());

        assertThat(vault.password()).contains(PASSWORD);
        assertThat(stores.secrets().find("vault-password"))
                .hasValueSatisfying(stored -> assertThat(new String(stored.bytes(), StandardCharsets.ISO_8859_1))
                        .doesNotContain(PASSWORD));
        assertThat(stores.audit().latest(10))
                .extracting(AuditEntry::username, AuditEntry::action)
                .containsExactly(tuple("mira", "vault.password.change"));
        assertThat(stores.audit().latest(10).toString()).doesNotContain(PASSWORD);
    }

    @Test
    void storedPasswordWinsOverTheConfiguredOne() {
        Vault vault = vault(key, "configured");

        assertThat(vault.password()).contains("configured");
        vault.storePassword(admin, PASSWORD.toCharArray());

        assertThat(vault.password()).contains(PASSWORD);
    }

    @Test
    void forgottenPasswordGivesWayToTheConfiguredOne() {
        Vault vault = vault(key, "configured");
        Caller reader = Caller.user(2, "jake", Set.of(Permission.SYSTEM_SETTINGS_VIEW), null);
        assertThat(vault.status(reader)).isEqualTo(VaultStatus.CONFIGURED);
        vault.storePassword(admin, PASSWORD.toCharArray());
        assertThat(vault.status(reader)).isEqualTo(VaultStatus.STORED);

        vault.forgetPassword(admin);

        assertThat(vault.password()).contains("configured");
        assertThat(vault(key, null).status(reader)).isEqualTo(VaultStatus.MISSING);
        assertThatThrownBy(() -> vault.forgetPassword(admin)).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> vault.forgetPassword(reader)).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> vault.status(admin)).isInstanceOf(Denied.class);
        assertThat(stores.audit().latest(10))
                .extracting(AuditEntry::action)
                .containsExactly("vault.password.remove", "vault.password.change");
    }

    @Test
    void onlySettingsEditorsMayStoreIt() {
        Caller other = Caller.user(2, "jake", Set.of(Permission.SYSTEM_SETTINGS_VIEW), null);

        assertThatThrownBy(() -> vault(key, null).storePassword(other, PASSWORD.toCharArray()))
                .isInstanceOf(Denied.class);
        assertThat(vault(key, null).password()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "abc", " abcdefgh", "abcdefgh\n", "abcd\nefgh", "abcd\refgh", "abcd\0efgh", "abcd\uD800efgh"
            })
    void passwordThatAnsibleWouldReadDifferentlyIsRefused(String password) {
        assertThatThrownBy(() -> vault(key, null).storePassword(admin, password.toCharArray()))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("password ");
        assertThatThrownBy(() -> vault(key, password)).isInstanceOf(InvalidInput.class);
    }

    @Test
    void passwordThatIsStoredHasEightCharactersAndAShorterOneThatIsThereStaysGood() {
        assertThatThrownBy(() -> vault(key, null).storePassword(admin, "7 chars".toCharArray()))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("8 to 1024");
        assertThat(vault(key, null).password()).isEmpty();

        assertThat(vault(key, "abcd").password()).contains("abcd");
        vault(key, null).storePassword(admin, "8 chars!".toCharArray());
        assertThat(vault(key, null).password()).contains("8 chars!");
    }

    @Test
    void passwordHasAtMost1024Characters() {
        Vault.checkPassword("password", "x".repeat(1024).toCharArray());
        assertThatThrownBy(
                        () -> Vault.checkPassword("password", "x".repeat(1025).toCharArray()))
                .isInstanceOf(InvalidInput.class);
    }

    @Test
    void anotherMasterKeyIsNoticedAtOnce() {
        vault(key, null).proveKey();
        vault(key, null).proveKey();

        assertThatThrownBy(() -> vault(MasterKey.generate(), null).proveKey()).isInstanceOf(WrongKey.class);
    }

    @Test
    void secretOfAnotherRowDoesNotPassAsThePassword() {
        stores.secrets().put("vault-password", key.seal(PASSWORD.getBytes(StandardCharsets.UTF_8), "job/0f3c9a1e"));

        assertThatThrownBy(() -> vault(key, null).password()).isInstanceOf(WrongKey.class);
    }

    private Vault vault(MasterKey with, @Nullable String fallback) {
        return new Vault(
                stores.transactions(),
                stores.secrets(),
                with,
                new AuditTrail(stores.audit(), Clock.systemUTC()),
                fallback);
    }
}
