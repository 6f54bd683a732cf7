package io.cloudlab.core.services.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.testing.TestCloudLab;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceFilesTest {
    private static final ServiceName HELLO = new ServiceName("hello");

    private final TestCloudLab lab = new TestCloudLab();
    private final ServiceFiles files = lab.cloudLab().serviceFiles();
    private final Caller mira = lab.caller("mira", Permission.SERVICES_FILES_VIEW, Permission.SERVICES_FILES_EDIT);

    ServiceFilesTest() {
        lab.lab().catalogue().add("hello");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private static ServiceFile input(String name) {
        return new ServiceFile(HELLO, ServiceFolder.INPUTS, name);
    }

    private void upload(String name, String content) {
        byte[] bytes = content.getBytes(UTF_8);
        try (Upload upload = files.upload(mira, HELLO, "inputs", name)) {
            for (byte one : bytes) upload.write(ByteBuffer.wrap(new byte[] {one}));
            upload.finish();
        }
    }

    private String read(String name) throws IOException {
        try (OpenFile open = files.open(mira, HELLO, "inputs", name)) {
            return new String(open.content().readAllBytes(), UTF_8);
        }
    }

    private long kept(String name) {
        return lab.lab().formers().kept(input(name)).size();
    }

    @Test
    void uploadedFileIsThereOnceItIsComplete() throws IOException {
        try (Upload upload = files.upload(mira, HELLO, "inputs", "a.bin")) {
            upload.write(ByteBuffer.wrap("abc".getBytes(UTF_8)));
            assertThat(files.list(mira, HELLO, "inputs")).isEmpty();
            upload.finish();
        }
        assertThat(read("a.bin")).isEqualTo("abc");
        assertThat(files.list(mira, HELLO, "inputs")).extracting(FileInfo::name).containsExactly("a.bin");
        assertThat(files.list(mira, HELLO, "outputs")).isEmpty();
        AuditEntry entry = lab.audit().get(lab.audit().size() - 1);
        assertThat(entry.action()).isEqualTo("service.file.upload");
        assertThat(entry.resource()).isEqualTo("services/hello/files/inputs/a.bin");
        assertThat(entry.details()).containsEntry("size", 3L);
    }

    @Test
    void uploadThatIsGivenUpLeavesNothing() {
        int entries = lab.audit().size();
        try (Upload upload = files.upload(mira, HELLO, "inputs", "a.bin")) {
            upload.write(ByteBuffer.wrap(new byte[10]));
        }
        assertThat(files.list(mira, HELLO, "inputs")).isEmpty();
        assertThat(lab.lab().files().unfinished()).isZero();
        assertThat(lab.audit()).hasSize(entries);
    }

    @Test
    void formerContentsAreKeptWhateverReplacesThem() {
        upload("a", "one");
        files.save(mira, HELLO, "inputs", "a", "two");
        assertThat(kept("a")).isEqualTo(1);
        upload("a", "three");
        files.delete(mira, HELLO, "inputs", "a");

        assertThat(kept("a")).isEqualTo(3);
        assertThat(lab.stores().fileVersions().list(input("a")))
                .extracting(FileVersion::author)
                .containsExactly("mira", "mira", "mira");
        assertThat(lab.audit().stream().map(AuditEntry::action).filter(action -> action.startsWith("service.file")))
                .containsExactly(
                        "service.file.upload", "service.file.edit", "service.file.upload", "service.file.delete");
    }

    @Test
    void missingFileCannotBeDeletedOrRead() {
        assertThatThrownBy(() -> files.delete(mira, HELLO, "inputs", "a")).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> files.open(mira, HELLO, "inputs", "a")).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> files.list(mira, new ServiceName("unknown"), "inputs"))
                .isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> files.save(mira, new ServiceName("unknown"), "inputs", "a", ""))
                .isInstanceOf(NotFound.class);
    }

    @Test
    void keysAndInventoriesAreNotThereForReadersAndNotAllowedForWriters() {
        for (String name : new String[] {"id_rsa", "x.pem", "temp_inventory.yaml", "service_outputs.yaml"}) {
            lab.lab().files().put(input(name), "secret");
            assertThatThrownBy(() -> files.open(mira, HELLO, "inputs", name)).isInstanceOf(NotFound.class);
            assertThatThrownBy(() -> files.upload(mira, HELLO, "inputs", name)).isInstanceOf(Refused.class);
            assertThatThrownBy(() -> files.save(mira, HELLO, "inputs", name, ""))
                    .isInstanceOf(Refused.class);
            assertThatThrownBy(() -> files.delete(mira, HELLO, "inputs", name)).isInstanceOf(Refused.class);
            assertThat(lab.lab().files().text(input(name))).contains("secret");
        }
        assertThat(files.list(mira, HELLO, "inputs")).isEmpty();
    }

    @Test
    void privateKeyIsFoundWhereverItStandsInALargeUpload() {
        String key = "-----BEGIN PRIVATE KEY-----";
        for (int border : List.of(256 * 1024, 512 * 1024)) {
            for (int before = border - key.length() - 1; before <= border + 1; before++) {
                byte[] bytes = ("x".repeat(before) + key + "y".repeat(1_000)).getBytes(UTF_8);
                assertThatThrownBy(() -> upload(bytes))
                        .as("%d before it", before)
                        .isInstanceOf(Refused.class);
            }
        }
        assertThat(files.list(mira, HELLO, "inputs")).isEmpty();
        assertThat(lab.lab().files().unfinished()).isZero();
    }

    private void upload(byte[] bytes) {
        try (Upload upload = files.upload(mira, HELLO, "inputs", "large")) {
            upload.write(ByteBuffer.wrap(bytes));
            upload.finish();
        }
    }

    @Test
    void fileWithAPrivateKeyIsProtectedWhateverItsName() {
        String key = "-----BEGIN PRIVATE KEY-----\nMII";
        lab.lab().files().put(input("notes.txt"), key);

        assertThat(files.list(mira, HELLO, "inputs")).isEmpty();
        assertThatThrownBy(() -> files.open(mira, HELLO, "inputs", "notes.txt")).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> files.save(mira, HELLO, "inputs", "notes.txt", ""))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> files.delete(mira, HELLO, "inputs", "notes.txt"))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> upload("more.txt", "before it\n" + key)).isInstanceOf(Refused.class);
        assertThat(lab.lab().files().text(input("notes.txt"))).contains(key);
        assertThat(lab.lab().files().text(input("more.txt"))).isEmpty();
        assertThat(lab.lab().formers().kept(input("notes.txt"))).isEmpty();
    }

    @Test
    void whatEditorsLeaveBehindAndWhatHasNoLegalNameIsNotListed() throws IOException {
        for (String name : new String[] {"a", "a~", "a.bak", "a.bak.1", "b.baker"}) {
            lab.lab().files().put(input(name), name);
        }
        assertThat(files.list(mira, HELLO, "inputs")).extracting(FileInfo::name).containsExactly("a", "b.baker");
        assertThat(read("a.bak")).isEqualTo("a.bak");
    }

    @Test
    void everyUseNeedsItsPermissionBeforeAnythingIsTold() {
        Caller viewer = lab.caller("viewer", Permission.SERVICES_FILES_VIEW);
        Caller editor = lab.caller("editor", Permission.SERVICES_FILES_EDIT);

        assertThatThrownBy(() -> files.list(editor, HELLO, "x")).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> files.open(editor, HELLO, "x", "a")).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> files.upload(viewer, HELLO, "x", "a")).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> files.save(viewer, HELLO, "x", "a", "")).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> files.delete(viewer, HELLO, "x", "a"))
                .isInstanceOf(Denied.class)
                .hasMessage("Permission denied: services.files.edit");
        assertThatThrownBy(() -> files.list(viewer, HELLO, "x")).isInstanceOf(Refused.class);
    }
}
