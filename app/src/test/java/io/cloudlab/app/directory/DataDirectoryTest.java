package io.cloudlab.app.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.app.failure.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    Path directory;

    @Test
    void isMadeForItsOwnerAlone() throws IOException {
        try (DataDirectory data = DataDirectory.open(directory.resolve("deep/data"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.path())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void secondServerIsRefusedUntilTheFirstHasEnded() {
        DataDirectory first = DataDirectory.open(directory);
        assertThatThrownBy(() -> DataDirectory.open(directory))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("Another server")
                .hasMessageContaining(directory.toString());
        first.close();
        DataDirectory.open(directory).close();
    }

    @Test
    void masterKeyStaysTheSameAndPrivate() throws IOException {
        try (DataDirectory data = DataDirectory.open(directory)) {
            byte[] key = data.masterKey(false).bytes();

            assertThat(data.masterKey(false).bytes()).isEqualTo(key);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("master.key"))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void damagedMasterKeyIsRefusedAndKept() throws IOException {
        Files.writeString(directory.resolve("master.key"), "c2hvcnQ=");
        try (DataDirectory data = DataDirectory.open(directory)) {
            assertThatThrownBy(() -> data.masterKey(false))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("damaged");
            assertThat(directory.resolve("master.key")).hasContent("c2hvcnQ=");
        }
    }

    @Test
    void keyIsNotMadeBesideADatabaseThatNeedsTheOldOne() throws IOException {
        Files.createFile(directory.resolve("cloudlab.mv.db"));
        try (DataDirectory data = DataDirectory.open(directory)) {
            assertThatThrownBy(() -> data.masterKey(false))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("master.key is missing");
            assertThat(directory.resolve("master.key")).doesNotExist();
        }
    }

    @Test
    void fileInPlaceOfTheDirectoryIsRefused() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("data directory");
    }
}
