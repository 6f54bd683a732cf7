package io.cloudlab.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.Stores;
import io.cloudlab.core.vault.SealedSecret;
import io.cloudlab.persistence.connection.H2Url;
import io.cloudlab.persistence.connection.ShieldedDataSource;
import io.cloudlab.persistence.connection.ShieldedThread;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An interrupt inside H2 closes the database's file, for every thread. */
public class InterruptedTest {
    @TempDir
    private Path directory;

    @AfterEach
    void clear() {
        Thread.interrupted();
    }

    @Test
    void threadThatWasInterruptedBeforeWritesAndReadsAsAnyOther() {
        try (Stores stores = JdbiPersistence.embedded(directory)) {
            for (int each = 0; each < 20; each++) {
                Thread.currentThread().interrupt();
                stores.secrets().put("secret" + each, new SealedSecret(new byte[] {(byte) each}));
                assertThat(stores.secrets().find("secret" + each)).isPresent();
                assertThat(Thread.interrupted())
                        .as("whoever interrupted is still told")
                        .isTrue();
            }
            stores.ping();
        }
    }

    @Test
    void interruptedThreadClosesTheDatabaseInOrder() {
        Stores stores = JdbiPersistence.embedded(directory);
        stores.secrets().put("secret", new SealedSecret(new byte[] {1}));
        Thread.currentThread().interrupt();

        stores.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(directory.resolve("database.mark")).exists();
        try (Stores again = JdbiPersistence.embedded(directory)) {
            assertThat(again.secrets().find("secret")).isPresent();
        }
    }

    @Test
    void interruptOfAThreadOfThePoolWaitsUntilItHasItsConnection() throws InterruptedException {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(H2Url.withSettings("jdbc:h2:mem:interrupted") + ";INIT=create alias if not exists hit for '"
                + InterruptedTest.class.getName() + ".hit'\\;call hit()");
        boolean[] interrupted = new boolean[1];
        Thread thread = new ShieldedThread(() -> {
            try (Connection connection = new ShieldedDataSource(database, new ReentrantLock()).getConnection()) {
                interrupted[0] = Thread.interrupted() && !connection.isClosed();
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
        thread.start();
        thread.join();
        assertThat(seenInside).isFalse();
        assertThat(interrupted[0]).isTrue();
    }

    private static boolean seenInside = true;

    /** Called by the database, while the thread is inside it. */
    public static void hit() {
        Thread.currentThread().interrupt();
        seenInside = Thread.interrupted();
    }
}
