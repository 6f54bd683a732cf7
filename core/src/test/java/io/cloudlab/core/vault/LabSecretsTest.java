package io.cloudlab.core.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.testing.fake.FakeSecretsFile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LabSecretsTest {
    private static final String KEY = "EXAMPLE-KEY-0123456789";

    private final FakeSecretsFile file = new FakeSecretsFile();
    private final LabSecrets secrets = new LabSecrets(file);
    private final AnsibleVault vault = new AnsibleVault("open sesame".toCharArray());

    @Test
    void thereMayBeNone() {
        assertThat(secrets.values("open sesame")).isEmpty();
    }

    @Test
    void valuesThatCouldBeSecretAreKnownOnceThePasswordIs() {
        file.content(vault.encrypt(("key: " + KEY + "\nregion: mel\nagain: " + KEY + "\n").getBytes(UTF_8)));

        assertThat(secrets.values("open sesame")).containsExactly(KEY);
        assertThat(secrets.values("another")).isEmpty();
        assertThat(secrets.values(null)).isEmpty();
    }

    @Test
    void valuesInTheOpenAndThoseEncryptedByThemselvesAreKnownToo() {
        file.content(("key: " + KEY).getBytes(UTF_8));
        assertThat(secrets.values(null)).containsExactly(KEY);

        SecretsFile inline = new SecretsFile() {
            @Override
            public Optional<byte[]> read() {
                return Optional.of(new byte[] {1});
            }

            @Override
            public List<String> values(byte[] yaml) {
                AnsibleVault others = new AnsibleVault("another password".toCharArray());
                return List.of(
                        new String(others.encrypt("stays closed".getBytes(UTF_8)), UTF_8),
                        new String(vault.encrypt("the-second-secret".getBytes(UTF_8)), UTF_8));
            }
        };
        assertThat(new LabSecrets(inline).values("open sesame")).containsExactly("the-second-secret");
    }

    @Test
    void fileIsDecryptedAgainOnlyWhenItOrThePasswordChanged() {
        file.content(vault.encrypt(("key: " + KEY).getBytes(UTF_8)));
        for (int i = 0; i < 5; i++) assertThat(secrets.values("open sesame")).containsExactly(KEY);
        assertThat(file.parsed()).isEqualTo(1);

        file.content(vault.encrypt("key: something-new".getBytes(UTF_8)));
        assertThat(secrets.values("open sesame")).containsExactly("something-new");
        assertThat(file.parsed()).isEqualTo(2);
    }
}
