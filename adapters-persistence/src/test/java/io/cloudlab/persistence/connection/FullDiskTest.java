package io.cloudlab.persistence.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.Stores;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.testing.Host;
import io.cloudlab.persistence.JdbiPersistence;
import io.cloudlab.persistence.database.DatabaseFailures;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The embedded database on a small disk that is filled to its last byte, again and again, while its file is compacted.
 * {@code -Dcloudlab.full.rounds=50} for more rounds.
 */
@Tag("slow")
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a hang would ignore an interrupt
class FullDiskTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final int ROUNDS = Integer.getInteger("cloudlab.full.rounds", 5);
    private static final int REFUSALS = 8;

    @TempDir
    private Path root;

    private Path disk;
    private boolean mounted;
    private int attempts;
    private final List<String> acknowledged = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(root.resolve("disk"));
        mounted = run("mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", disk.toString()) == 0;
        Host.require(mounted, "the right to mount a file system");
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) assertThat(run("umount", "--lazy", disk.toString())).isZero();
    }

    /** With the usual limit the compaction ends when the disk runs short; without one it would go on to the last byte. */
    @ParameterizedTest
    @ValueSource(longs = {0, OnlineCompaction.MIN_FREE})
    void refusesWritesInTimeAndKeepsWhatItAcknowledged(long minFree) throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            try (Stores stores = open(minFree)) {
                for (int i = 0; i < 100; i++) assertThat(insert(stores)).isTrue();
                Path ballast = disk.resolve("ballast");
                fill(ballast);
                refusals.clear();
                while (refusals.size() < REFUSALS) insert(stores);
                assertThat(refusals).contains(DatabaseFailures.DISK_FULL);
                Files.delete(ballast);
                Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> insert(stores));
                assertKept(stores);
            }
            try (Stores stores = open(minFree)) {
                assertKept(stores);
            }
        }
    }

    private Stores open(long minFree) {
        return JdbiPersistence.embedded(new EmbeddedDatabase(disk, 1L << 30, minFree));
    }

    private boolean insert(Stores stores) {
        String name = "role " + attempts++;
        try {
            stores.transactions().call(() -> stores.roles().insert(name, "x".repeat(250), false, NOW, Set.of()));
            acknowledged.add(name);
            return true;
        } catch (Unavailable e) {
            // of a connection that the full disk has broken it is only known that it cannot be used
            assertThat(e).extracting(Unavailable::code).isIn(DatabaseFailures.DISK_FULL, DatabaseFailures.CODE);
            refusals.add(e.code());
            return false;
        }
    }

    private void assertKept(Stores stores) {
        Set<String> names = stores.roles().all().stream().map(Role::name).collect(Collectors.toSet());
        assertThat(acknowledged).allMatch(names::contains);
    }

    private static void fill(Path ballast) throws IOException {
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) out.write(new byte[4096]);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left on device");
        }
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
