package io.cloudlab.app.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.app.failure.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
    @TempDir
    Path directory;

    @Test
    void everySettingHasADefault() {
        AppConfig config = AppConfig.of(Settings.read(Map.of(), Map.of(), null));

        assertThat(config.host()).isEqualTo("127.0.0.1");
        assertThat(config.port()).isEqualTo(8000);
        assertThat(config.data()).hasFileName("data");
        assertThat(config.lab()).hasFileName("cloudlab");
        assertThat(config.database()).isEmpty();
        assertThat(config.tokenLifetime()).isEqualTo(Duration.ofHours(24));
        assertThat(config.jobLimits().grace()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.jobLimits().kept()).isEqualTo(Duration.ofDays(90));
        assertThat(config.outputQuiet()).isEqualTo(Duration.ofSeconds(2));
        assertThat(config.outputLinger()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.bcryptCost()).isEqualTo(12);
        assertThat(config.isPrivate()).isTrue();
    }

    @Test
    void flagsWinOverTheEnvironmentWhichWinsOverTheFile() throws IOException {
        Path file = Files.writeString(
                directory.resolve("cloudlab.properties"), "CLOUDLAB_PORT=1\nCLOUDLAB_MAX_JOBS=1\nCLOUDLAB_HOST=::1\n");

        AppConfig config = AppConfig.of(Settings.read(
                Map.of(Setting.PORT, "3"),
                Map.of("CLOUDLAB_PORT", "2", "CLOUDLAB_MAX_JOBS", "2", "PATH", "/bin"),
                file));

        assertThat(config.port()).isEqualTo(3);
        assertThat(config.jobLimits().atOnce()).isEqualTo(2);
        assertThat(config.host()).isEqualTo("::1");
    }

    @Test
    void secretIsReadFromTheFileThatIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("password"), "correct horse\n");

        AppConfig config =
                AppConfig.of(Settings.read(Map.of(), Map.of("CLOUDLAB_VAULT_PASSWORD_FILE", file.toString()), null));

        assertThat(config.vaultPassword()).contains("correct horse");
    }

    @Test
    void partOfAMailServerWithoutItsHostIsRefused() {
        assertThatThrownBy(() -> AppConfig.of(Settings.read(Map.of(), Map.of("CLOUDLAB_SMTP_PORT", "25"), null)))
                .isInstanceOf(StartFailure.class)
                .hasMessage("CLOUDLAB_SMTP_PORT needs CLOUDLAB_SMTP_HOST.");
    }

    @Test
    void unknownSettingIsNamed() {
        assertThatThrownBy(() -> Settings.read(Map.of(), Map.of("CLOUDLAB_PROT", "1"), null))
                .isInstanceOf(StartFailure.class)
                .hasMessage("Unknown setting CLOUDLAB_PROT in the environment.");
    }

    @Test
    void onlySecretsMayStandInFilesOfTheirOwn() {
        assertThatThrownBy(() -> Settings.read(Map.of(), Map.of("CLOUDLAB_HOST_FILE", "/etc/hostname"), null))
                .hasMessageContaining("CLOUDLAB_HOST_FILE");
    }

    @ParameterizedTest
    @CsvSource({
        "CLOUDLAB_TRUSTED_PROXIES, banana",
        "CLOUDLAB_TRUSTED_PROXIES, 10.0.0.0/33",
        "CLOUDLAB_ALLOWED_ORIGINS, https://[zz]",
        "CLOUDLAB_ALLOWED_ORIGINS, https://a..b",
        "CLOUDLAB_ALLOWED_ORIGINS, https://a.test:99999",
        "CLOUDLAB_ALLOWED_HOSTS, http://a b/c",
        "CLOUDLAB_ALLOWED_HOSTS, lab.test:8000",
        "CLOUDLAB_PUBLIC_URL, https://lab.test:99999",
        "CLOUDLAB_PORT, 65536",
        "CLOUDLAB_PORT, http",
        "CLOUDLAB_PORT, -1",
        "CLOUDLAB_MAX_JOBS, 0",
        "CLOUDLAB_JOB_GRACE, 10",
        "CLOUDLAB_JOB_RETENTION, 0d",
        "CLOUDLAB_TOKEN_TTL, forever",
        "CLOUDLAB_INVITE_TTL, 0s",
        "CLOUDLAB_DATABASE_URL, jdbc:h2:mem:x",
        "CLOUDLAB_PUBLIC_URL, lab.example.org",
        "CLOUDLAB_PUBLIC_URL, ftp://lab.example.org",
        "CLOUDLAB_ALLOWED_ORIGINS, *",
        "CLOUDLAB_SMTP_TLS, ssl",
        "CLOUDLAB_BCRYPT_COST, 9",
        "CLOUDLAB_BCRYPT_COST, 17",
        "CLOUDLAB_RATE_LIMITS, maybe",
        "CLOUDLAB_COMMON_PASSWORDS, maybe",
        "CLOUDLAB_MASTER_KEY, c2hvcnQ=",
        "CLOUDLAB_MASTER_KEY, AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "CLOUDLAB_JOB_CONTAINMENT, none",
        "CLOUDLAB_JOB_QUIET, 2",
        "CLOUDLAB_JOB_LINGER, -1s",
        "CLOUDLAB_MIN_FREE_DISK, 101",
        "CLOUDLAB_MAX_UPLOAD, 100MB",
        "CLOUDLAB_MAX_UPLOAD, -1",
        "CLOUDLAB_SOCKET_TOKENS, both",
    })
    void badValueIsRefusedByItsNameWithoutRepeatingIt(String name, String value) {
        assertThatThrownBy(() -> AppConfig.of(Settings.read(Map.of(), Map.of(name, value), null)))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(name + " in the environment")
                .message()
                .doesNotContain(": " + value);
    }

    @Test
    void sizeMayHaveAUnit() {
        assertThat(AppConfig.of(Settings.read(Map.of(), Map.of(), null)).uploadLimit())
                .isEqualTo(104_857_600);
        assertThat(config("CLOUDLAB_MAX_UPLOAD", "3GiB").uploadLimit()).isEqualTo(3_221_225_472L);
        assertThat(config("CLOUDLAB_MAX_UPLOAD", "2MiB").uploadLimit()).isEqualTo(2_097_152);
        assertThat(config("CLOUDLAB_MAX_UPLOAD", "5KiB").uploadLimit()).isEqualTo(5_120);
        assertThat(config("CLOUDLAB_MAX_UPLOAD", "0").uploadLimit()).isZero();
        assertThat(config("CLOUDLAB_MAX_UPLOAD", "0").tokensInQuery()).isTrue();
        assertThat(config("CLOUDLAB_SOCKET_TOKENS", "ticket").tokensInQuery()).isFalse();
    }

    @Test
    void unreadableConfigurationFileIsNamed() {
        assertThatThrownBy(() -> Settings.read(Map.of(), Map.of(), directory.resolve("missing.properties")))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("missing.properties")
                .hasMessageContaining("does not exist");
    }

    @Test
    void serverOthersCanReachIsNotPrivate() {
        assertThat(config("CLOUDLAB_HOST", "0.0.0.0").isPrivate()).isFalse();
        assertThat(config("CLOUDLAB_PUBLIC_URL", "https://lab.example.org/").isPrivate())
                .isFalse();
        assertThat(config("CLOUDLAB_TRUSTED_PROXIES", "127.0.0.1").isPrivate()).isFalse();
        assertThat(config("CLOUDLAB_HOST", "localhost").isPrivate()).isTrue();
    }

    private static AppConfig config(String name, String value) {
        return AppConfig.of(Settings.read(Map.of(), Map.of(name, value), null));
    }
}
