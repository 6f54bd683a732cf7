package io.cloudlab.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.Stores;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.Username;
import io.cloudlab.core.shared.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of a database's file must never be taken for a new one, which anybody could set up. */
@Tag("slow")
class LostDatabaseTest {
    @TempDir
    private Path directory;

    private Path file;
    private byte[] whole;

    @BeforeEach
    void writeAndClose() throws IOException {
        file = directory.resolve("cloudlab.mv.db");
        try (Stores stores = JdbiPersistence.embedded(directory)) {
            stores.users()
                    .insert(new User(
                            0,
                            new Username("mira"),
                            null,
                            null,
                            "hash",
                            true,
                            0,
                            Instant.parse("2026-03-01T09:00:00Z"),
                            null,
                            null,
                            0));
        }
        whole = Files.readAllBytes(file);
    }

    @Test
    void wholeFileIsOpened() {
        try (Stores stores = JdbiPersistence.embedded(directory)) {
            assertThat(stores.users().isEmpty()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 4096, 8192, 12_288})
    void beginningOfAFileIsRefused(int bytes) throws IOException {
        refused(Arrays.copyOf(whole, bytes));
    }

    @Test
    void fileWithoutItsEndIsRefused() throws IOException {
        refused(Arrays.copyOf(whole, whole.length - 4096));
    }

    @Test
    void fileFullOfJunkIsRefused() throws IOException {
        byte[] junk = whole.clone();
        byte[] random = new byte[junk.length - 8192];
        new Random(1).nextBytes(random);
        System.arraycopy(random, 0, junk, 8192, random.length);
        refused(junk);
    }

    @Test
    void emptyFileIsRefused() throws IOException {
        refused(new byte[0]);
    }

    @Test
    void missingFileIsRefusedAndNotMade() throws IOException {
        Files.delete(file);
        assertThatThrownBy(() -> JdbiPersistence.embedded(directory))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("cloudlab.mv.db is missing");
        assertThat(file).doesNotExist();
    }

    @Test
    void databaseWithoutTheUsersItHadIsRefused() throws IOException {
        Files.delete(file);
        Files.delete(directory.resolve("database.mark"));
        JdbiPersistence.embedded(directory).close();
        Files.writeString(directory.resolve("database.mark"), "USERS\n");

        assertThatThrownBy(() -> JdbiPersistence.embedded(directory))
                .isInstanceOf(Unavailable.class)
                .hasMessageContaining("has lost its users");
    }

    private void refused(byte[] remains) throws IOException {
        Files.write(file, remains);
        assertThatThrownBy(() -> JdbiPersistence.embedded(directory))
                .isInstanceOf(Unavailable.class)
                .hasMessageStartingWith("The database cannot be opened: its file");
        assertThat(Files.readAllBytes(file)).isEqualTo(remains);
    }
}
