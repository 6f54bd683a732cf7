package io.cloudlab.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.Stores;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.shared.Unavailable;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The embedded database when its process is killed with -9. {@code -Dcloudlab.kill.rounds=200} repeats that, each time
 * after a random number of writes, so that the kill meets the compaction of the file too.
 */
@Tag("slow")
@Timeout(1800) // starts several programs
class KilledServerTest {
    @TempDir
    private Path directory;

    @Test
    void nothingThatWasAcknowledgedIsLost() throws Exception {
        List<Integer> acknowledged = new ArrayList<>();
        Random random = new Random(17);
        for (int round = 1; round <= Integer.getInteger("cloudlab.kill.rounds", 3); round++) {
            acknowledged.addAll(acknowledgedUntilKilled(10_000 * round, 40 + random.nextInt(1_500)));
            try (Stores stores = JdbiPersistence.embedded(directory)) {
                assertThat(acknowledged).allMatch(number -> isWhole(stores, number));
                assertThat(stores.audit().latest(Integer.MAX_VALUE)).hasSizeGreaterThanOrEqualTo(acknowledged.size());
                int first = 10_000 * round + 5_000;
                for (int number = first;
                        number < first + 30;
                        number++) { // what is written on must not harm what is there
                    AcknowledgedWrites.write(stores, number);
                    acknowledged.add(number);
                }
            }
        }
    }

    @Test
    void otherProgramCannotOpenItMeanwhile() throws Exception {
        Process child = start(1);
        try (BufferedReader output = child.inputReader()) {
            assertThat(output.readLine()).isEqualTo("1");
            assertThatThrownBy(() -> JdbiPersistence.embedded(directory))
                    .isInstanceOf(Unavailable.class)
                    .hasMessage("The database cannot be opened: another program is using it.");
        } finally {
            child.destroyForcibly().waitFor();
        }
    }

    private Process start(int first) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AcknowledgedWrites.class.getName(),
                        directory.toString(),
                        String.valueOf(first))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private List<Integer> acknowledgedUntilKilled(int first, int writes) throws Exception {
        List<Integer> acknowledged = new ArrayList<>();
        Process child = start(first);
        try (BufferedReader output = child.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                acknowledged.add(Integer.valueOf(line));
                if (acknowledged.size() == writes) child.toHandle().destroyForcibly(); // leaves its output readable
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(writes);
        return acknowledged;
    }

    private static boolean isWhole(Stores stores, int number) {
        return stores.jobs().find(new JobId(String.format("%08x", number))).isPresent()
                && stores.users()
                        .findByUsername(AcknowledgedWrites.username(number))
                        .filter(user -> user.lastLoginAt() != null)
                        .isPresent();
    }
}
