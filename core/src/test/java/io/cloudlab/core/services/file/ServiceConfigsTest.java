package io.cloudlab.core.services.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.StaleWrite;
import io.cloudlab.core.shared.TooLarge;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.testing.Race;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceConfigsTest extends ConfigFixture {
    @Test
    void allFourFilesAreListedPresentOrNot() {
        lab.lab().files().put(FILE, "a: 1\n");

        List<ServiceConfigs.Entry> entries = configs.list(mira, HELLO);

        assertThat(entries)
                .extracting(ServiceConfigs.Entry::name)
                .containsExactly("config.yaml", "instance.yaml", "outputs.yaml", "scripts.yaml");
        assertThat(entries.get(0))
                .isEqualTo(new ServiceConfigs.Entry(NAME, 5L, lab.clock().instant()));
        assertThat(entries.get(1)).isEqualTo(new ServiceConfigs.Entry("instance.yaml", null, null));
    }

    @Test
    void savedTextIsReadAndItsVersionStaysWhileItDoes() {
        String version = save("a: 1\n");

        assertThat(configs.read(mira, HELLO, NAME)).isEqualTo(new ServiceConfigs.Text(NAME, "a: 1\n", version));
        assertThat(save("a: 2\n", version)).isNotEqualTo(version);
        assertThat(present()).isEqualTo("a: 2\n");
    }

    @Test
    void whoSavesOverAnotherVersionIsToldAndChangesNothing() {
        String first = save("a: 1\n");
        save("a: 2\n", first);
        int entries = edits().size();

        assertThatThrownBy(() -> save("a: 3\n", first)).isInstanceOf(StaleWrite.class);
        assertThat(present()).isEqualTo("a: 2\n");
        assertThat(edits()).hasSize(entries);
        assertThatThrownBy(() -> configs.save(mira, HELLO, "scripts.yaml", "", first))
                .isInstanceOf(StaleWrite.class);
    }

    @Test
    void ofManyWhoSaveOverOneVersionOneSucceeds() {
        String version = save("a: 0\n");

        List<Boolean> won = Race.of(
                8,
                each -> Race.succeeds(
                        StaleWrite.class, () -> configs.save(mira, HELLO, NAME, "a: " + (each + 1), version)));

        assertThat(won).containsOnlyOnce(true);
        assertThat(edits()).hasSize(2);
    }

    @Test
    void everySaveIsAudited() {
        String version = save("a: 1\n");

        AuditEntry entry = edits().get(0);
        assertThat(entry.action()).isEqualTo("service.config.edit");
        assertThat(entry.resource()).isEqualTo("services/hello/configs/config.yaml");
        assertThat(entry.username()).isEqualTo("mira");
        assertThat(entry.details()).containsEntry("size", 5L).containsEntry("sha256", version);
    }

    @Test
    void textThatIsNoYamlIsRefusedWithItsPlace() {
        save("a: 1\n");

        assertThatThrownBy(() -> save("a: 1\n\tb: 2\n"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("config.yaml, line 2, column 1");
        assertThat(present()).isEqualTo("a: 1\n");
        assertThat(edits()).hasSize(1);
        assertThat(lab.lab().files().unfinished()).isZero();
    }

    @Test
    void textHasAtMost100KibibytesInUtf8() {
        save("#" + "é".repeat((ServiceConfigs.MAX_BYTES - 2) / 2) + "x");
        assertThatThrownBy(() -> save("#" + "é".repeat(ServiceConfigs.MAX_BYTES / 2)))
                .isInstanceOf(TooLarge.class);
        assertThatThrownBy(() -> save("a: \uD800")).isInstanceOf(InvalidInput.class);
    }

    @Test
    void privateKeysAreNeitherWrittenNorShown() {
        String key = "key: |\n  -----BEGIN RSA PRIVATE KEY-----\n";
        assertThatThrownBy(() -> save(key)).isInstanceOf(Refused.class);

        lab.lab().files().put(FILE, key);
        assertThatThrownBy(() -> configs.read(mira, HELLO, NAME)).isInstanceOf(NotFound.class);
        assertThat(configs.list(mira, HELLO).get(0).size()).isNull();
        assertThat(configs.versions(mira, HELLO, NAME)).isEmpty();
        assertThatThrownBy(() -> save("a: 1")).isInstanceOf(Refused.class);
        assertThat(present()).isEqualTo(key);
    }

    @Test
    void databaseThatIsAwayLeavesTheFileAsItIs() {
        save("a: 1\n");
        stores.get().afterNext("list", () -> stores.get().down(true));

        assertThatThrownBy(() -> save("a: 2\n")).isInstanceOf(Unavailable.class);

        stores.get().down(false);
        assertThat(present()).isEqualTo("a: 1\n");
        assertThat(edits()).hasSize(1);
        assertThat(configs.versions(mira, HELLO, NAME)).hasSize(1);
    }

    @Test
    void linkIsNotFollowed() {
        lab.lab().files().link(FILE);
        assertThatThrownBy(() -> configs.read(mira, HELLO, NAME)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> save("a: 1")).isInstanceOf(Refused.class);
    }

    @Test
    void everyUseNeedsItsPermissionBeforeAnythingIsTold() {
        Caller viewer = lab.caller("viewer", Permission.SERVICES_CONFIG_VIEW);
        Caller editor = lab.caller("editor", Permission.SERVICES_CONFIG_EDIT);
        ServiceName unknown = new ServiceName("unknown");

        assertThatThrownBy(() -> configs.list(editor, unknown)).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> configs.read(editor, unknown, NAME)).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> configs.versions(editor, unknown, NAME)).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> configs.read(editor, unknown, NAME, "x")).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> configs.diff(editor, unknown, NAME, "x", null)).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> configs.save(viewer, unknown, "x", "", null)).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> configs.restore(viewer, unknown, NAME, "x", null))
                .isInstanceOf(Denied.class)
                .hasMessage("Permission denied: services.config.edit");
        assertThatThrownBy(() -> configs.list(viewer, unknown)).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> configs.read(viewer, unknown, NAME)).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> configs.read(viewer, HELLO, "deploy.sh")).isInstanceOf(Refused.class);
    }
}
