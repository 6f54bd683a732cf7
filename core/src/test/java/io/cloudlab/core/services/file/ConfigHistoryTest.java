package io.cloudlab.core.services.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.StaleWrite;
import io.cloudlab.core.shared.TooLarge;
import io.cloudlab.core.shared.Unavailable;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is kept of former texts, and how it is got back. */
class ConfigHistoryTest extends ConfigFixture {
    @Test
    void formerTextsAreKeptWithAuthorAndTime() {
        lab.lab().files().put(FILE, "by: hand\n");
        var byHand = lab.clock().instant();
        String first = save("a: 1\n");
        var at = lab.clock().instant();
        Caller jake = lab.caller("jake", Permission.SERVICES_CONFIG_EDIT);
        String second = configs.save(jake, HELLO, NAME, "a: 2\n", null);

        List<ServiceConfigs.Version> versions = configs.versions(mira, HELLO, NAME);

        assertThat(versions).extracting(ServiceConfigs.Version::author).containsExactly("jake", "mira", null);
        assertThat(versions).extracting(ServiceConfigs.Version::current).containsExactly(true, false, false);
        assertThat(versions.get(0).version()).isEqualTo(second);
        assertThat(versions.get(1)).isEqualTo(new ServiceConfigs.Version(first, 5, "mira", at, false));
        assertThat(versions.get(2).writtenAt()).isEqualTo(byHand);
        assertThat(configs.read(mira, HELLO, NAME, versions.get(2).version()).content())
                .isEqualTo("by: hand\n");
        assertThat(configs.read(mira, HELLO, NAME, second).content()).isEqualTo("a: 2\n");
    }

    @Test
    void textWrittenBesideUsIsNobodysAndNotLost() {
        String first = save("a: 1\n");
        lab.lab().files().put(FILE, "by: hand\n");

        assertThat(configs.versions(mira, HELLO, NAME)).singleElement().satisfies(version -> {
            assertThat(version.author()).isNull();
            assertThat(version.current()).isTrue();
        });
        save("a: 3\n");
        assertThat(configs.versions(mira, HELLO, NAME))
                .extracting(ServiceConfigs.Version::author)
                .containsExactly("mira", null);
        assertThatThrownBy(() -> configs.read(mira, HELLO, NAME, first)).isInstanceOf(NotFound.class);
    }

    @Test
    void last20FormerTextsAreKept() {
        for (int i = 0; i < 30; i++) save("a: " + i + "\n");

        List<ServiceConfigs.Version> versions = configs.versions(mira, HELLO, NAME);

        assertThat(versions).hasSize(21);
        assertThat(configs.read(mira, HELLO, NAME, versions.get(20).version()).content())
                .isEqualTo("a: 9\n");
        assertThat(lab.lab().formers().kept(FILE)).hasSize(20);
    }

    @Test
    void savingTheSameAgainMakesNoVersion() {
        String version = save("a: 1\n");
        assertThat(save("a: 1\n")).isEqualTo(version);

        assertThat(configs.versions(mira, HELLO, NAME)).hasSize(1);
        assertThat(edits()).hasSize(2);
    }

    @Test
    void formerTextCanBePutBack() {
        String first = save("a: 1\n");
        String second = save("a: 2\n");

        assertThatThrownBy(() -> configs.restore(mira, HELLO, NAME, first, first))
                .isInstanceOf(StaleWrite.class);
        assertThat(configs.restore(mira, HELLO, NAME, first, second)).isEqualTo(first);

        assertThat(present()).isEqualTo("a: 1\n");
        assertThat(configs.versions(mira, HELLO, NAME))
                .extracting(ServiceConfigs.Version::version)
                .containsExactly(first, second, first);
        assertThat(edits().get(2).details()).containsEntry("restored", true);
        assertThatThrownBy(() -> configs.restore(mira, HELLO, NAME, "0".repeat(64), null))
                .isInstanceOf(NotFound.class);
    }

    @Test
    void formerTextCanBePutBackWhateverStandsThere() {
        String first = save("a: 1\n");
        save("a: 2\n");
        lab.lab().files().put(FILE, "x".repeat(2_000_000));

        assertThatThrownBy(() -> configs.read(mira, HELLO, NAME)).isInstanceOf(TooLarge.class);
        configs.restore(mira, HELLO, NAME, first, null);
        assertThat(present()).isEqualTo("a: 1\n");
    }

    @Test
    void versionsAreCompared() {
        String first = save("a: 1\n");
        String second = save("a: 2\n");
        save("a: 3\n");

        assertThat(configs.diff(mira, HELLO, NAME, first, null)).contains("-a: 1\n+a: 3\n");
        assertThat(configs.diff(mira, HELLO, NAME, first, second)).contains("-a: 1\n+a: 2\n");
        assertThat(configs.diff(mira, HELLO, NAME, first, first)).isEmpty();
        lab.lab().files().delete(FILE);
        assertThat(configs.diff(mira, HELLO, NAME, first, null))
                .contains("-a: 1\n")
                .doesNotContain("+a");
    }

    @Test
    void diskThatFailsAtTheLastMomentIsOnRecordAndLeavesNoFalseVersion() {
        String first = save("a: 1\n");
        lab.lab().files().failing(true);
        assertThatThrownBy(() -> save("a: 2\n")).isInstanceOf(Unavailable.class);
        lab.lab().files().failing(false);

        assertThat(present()).isEqualTo("a: 1\n");
        assertThat(edits())
                .extracting(AuditEntry::action)
                .containsExactly("service.config.edit", "service.config.edit", "service.config.edit.failed");
        assertThat(configs.versions(mira, HELLO, NAME))
                .extracting(ServiceConfigs.Version::version)
                .first()
                .isEqualTo(first);
        assertThat(configs.versions(mira, HELLO, NAME))
                .filteredOn(ServiceConfigs.Version::current)
                .hasSize(1);
        String third = save("a: 3\n", first);
        assertThat(configs.versions(mira, HELLO, NAME))
                .extracting(ServiceConfigs.Version::version)
                .containsExactly(third, first);
    }
}
