package io.cloudlab.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.shared.Unavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyFileTest {
    @TempDir
    private Path directory;

    @Test
    void keyIsMadeOnceAndReadAfterwards() throws Exception {
        Path file = directory.resolve("data/master.key");

        byte[] made = MasterKeyFile.at(file).bytes();

        assertThat(MasterKeyFile.at(file).bytes()).isEqualTo(made);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(directory.resolve("data")).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void damagedKeyIsRefusedAndLeftAsItIs() throws Exception {
        Path file = directory.resolve("master.key");
        for (String damaged : new String[] {"", "AAAA\n", "no key at all, but text"}) {
            Files.writeString(file, damaged);
            assertThatThrownBy(() -> MasterKeyFile.at(file))
                    .isInstanceOf(Unavailable.class)
                    .hasMessageContaining("is damaged");
            assertThat(file).hasContent(damaged);
        }
    }

    @Test
    void fileThatCannotBeWrittenIsNamed() throws Exception {
        Path notDirectory = Files.writeString(directory.resolve("file"), "");
        assertThatThrownBy(() -> MasterKeyFile.at(notDirectory.resolve("master.key")))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("master.key");
    }
}
