package io.cloudlab.process.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.services.file.ContentArchive;
import io.cloudlab.core.services.file.FileArea;
import io.cloudlab.core.services.file.OpenFile;
import io.cloudlab.core.services.file.ServiceFile;
import io.cloudlab.core.services.file.ServiceFolder;
import io.cloudlab.core.testing.contract.FileAreaContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A lab on disk with one service, and a secret beside it. */
abstract class LabFiles {
    static final ServiceFile DATA = new ServiceFile(FileAreaContract.HELLO, ServiceFolder.INPUTS, "data");

    @TempDir
    Path directory;

    Path inputs;
    Path secret;
    FileArea area;
    ContentArchive formers;

    @BeforeEach
    void prepare() throws IOException {
        Path lab = Files.createDirectory(directory.resolve("lab"));
        Path service = Files.createDirectories(lab.resolve("services/hello"));
        inputs = service.resolve("inputs");
        secret = Files.writeString(directory.resolve("secret"), "the secret");
        area = LabFileArea.open(lab, 0, () -> {});
        formers = FileContentArchive.open(directory.resolve("versions"));
    }

    void write(String text) {
        try (FileArea.Draft draft = area.draft(DATA)) {
            draft.write(text.getBytes(UTF_8), 0, text.length());
            draft.sync();
            draft.publish();
        }
    }

    String read() {
        return area.open(DATA).map(LabFiles::text).orElse("(missing)");
    }

    static String text(OpenFile open) {
        try (open) {
            return new String(open.content().readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }
}
