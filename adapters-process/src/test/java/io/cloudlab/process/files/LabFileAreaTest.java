package io.cloudlab.process.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.services.file.ConfigSyntax;
import io.cloudlab.core.services.file.ContentArchive;
import io.cloudlab.core.services.file.FileArea;
import io.cloudlab.core.services.file.FileInfo;
import io.cloudlab.core.services.file.OpenFile;
import io.cloudlab.core.services.file.ServiceFile;
import io.cloudlab.core.services.file.ServiceFolder;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.testing.contract.ConfigSyntaxContract;
import io.cloudlab.core.testing.contract.FileAreaContract;
import io.cloudlab.core.testing.contract.FormerContentsContract;
import io.cloudlab.process.directory.FreeDisk;
import io.cloudlab.process.yaml.YamlSyntax;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LabFileAreaTest extends LabFiles implements FileAreaContract, FormerContentsContract, ConfigSyntaxContract {
    @Override
    public FileArea area() {
        return area;
    }

    @Override
    public ContentArchive formers() {
        return formers;
    }

    @Override
    public ConfigSyntax syntax() {
        return new YamlSyntax();
    }

    @Test
    void newFileIsItsOwnersAloneAndAReplacedOneKeepsItsPermissionsButExecution() throws IOException {
        write("new");
        assertThat(permissions(inputs)).isEqualTo("rwx------");
        assertThat(permissions(inputs.resolve("data"))).isEqualTo("rw-------");

        Files.setPosixFilePermissions(inputs.resolve("data"), PosixFilePermissions.fromString("rwxr-x---"));
        write("newer");
        assertThat(permissions(inputs.resolve("data"))).isEqualTo("rw-r-----");
        assertThat(read()).isEqualTo("newer");

        Files.setPosixFilePermissions(inputs.resolve("data"), PosixFilePermissions.fromString("rw-rw-rw-"));
        write("newest");
        assertThat(permissions(inputs.resolve("data"))).isEqualTo("rw-rw-rw-");
    }

    @Test
    void unfinishedFilesAreSweptAtTheNextStart() throws IOException {
        write("whole");
        area.draft(DATA);
        area.draft(new ServiceFile(HELLO, ServiceFolder.CONFIGS, "config.yaml"));
        Path lab = directory.resolve("lab");
        Files.createDirectory(lab.resolve(ServiceFile.UNFINISHED + "x"));
        Path unfinished = Files.createDirectories(directory.resolve("versions/hello/inputs/data"))
                .resolve(".unfinished-1");
        Files.writeString(unfinished, "half");
        assertThat(remains()).hasSize(4);

        LabFileArea.open(lab, 0, () -> {});
        FileContentArchive.open(directory.resolve("versions"));

        assertThat(remains()).isEmpty();
        assertThat(read()).isEqualTo("whole");
    }

    @Test
    void noFileIsBegunOnADiskThatIsTooFull() {
        write("whole");
        FileArea full = LabFileArea.open(directory.resolve("lab"), 1, () -> {});

        assertThatThrownBy(() -> full.draft(DATA))
                .isInstanceOfSatisfying(
                        Unavailable.class, e -> assertThat(e.code()).isEqualTo("disk-full"))
                .hasMessageContaining("lab directory");

        assertThat(read()).isEqualTo("whole");
        assertThat(full.delete(DATA)).as("room can still be made").isTrue();
    }

    @Test
    void fileThatWouldFillTheDiskEndsAtTheReserve() throws IOException {
        FileStore disk = Files.getFileStore(directory);
        FreeDisk room = new FreeDisk(directory, 0, "lab directory");

        room.require(0, "files");
        assertThatThrownBy(() -> room.require(disk.getTotalSpace(), "files")).isInstanceOf(Unavailable.class);
    }

    @Test
    void formerContentsAreTheirOwnersAlone() throws IOException {
        String digest = formers.keep(DATA, Files.newInputStream(secret));

        Path kept = directory.resolve("versions/hello/inputs/data").resolve(digest);
        assertThat(permissions(kept)).isEqualTo("rw-------");
        assertThat(permissions(kept.getParent())).isEqualTo("rwx------");
    }

    @Test
    void namesOfOddBytesAreLeftOut() throws Exception {
        write("whole");
        run("bash", "-c", "touch \"$0\"/$(printf '\\377\\376')", inputs.toString());

        assertThat(area.list(HELLO, ServiceFolder.INPUTS))
                .extracting(FileInfo::name)
                .containsExactly("data");
    }

    @Test
    void fileThatShrinksWhileItIsReadFailsItsReader() throws IOException {
        write("x".repeat(100_000));
        try (OpenFile open = area.open(DATA).orElseThrow()) {
            Files.writeString(inputs.resolve("data"), "short");
            assertThatThrownBy(() -> open.content().readAllBytes()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void largeFileIsWrittenAndReadWhole() throws IOException {
        String text = "0123456789".repeat(300_000);
        try (FileArea.Draft draft = area.draft(DATA)) {
            byte[] bytes = text.getBytes(UTF_8);
            for (int at = 0, step = 1; at < bytes.length; at += step, step = step * 2 % 300_007) {
                draft.write(bytes, at, Math.min(step, bytes.length - at));
            }
            draft.sync();
            draft.publish();
        }
        assertThat(read()).isEqualTo(text);
        assertThat(area.list(HELLO, ServiceFolder.INPUTS).get(0).holdsKey()).isFalse();
    }

    private List<Path> remains() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(path -> path.getFileName().toString().startsWith("."))
                    .toList();
        }
    }
}
