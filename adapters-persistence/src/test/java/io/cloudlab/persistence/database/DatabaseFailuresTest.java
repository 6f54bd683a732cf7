package io.cloudlab.persistence.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.shared.Unavailable;
import java.io.IOException;
import java.sql.SQLException;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;

class DatabaseFailuresTest {
    private static Unavailable translated(SQLException cause) {
        JdbiException failure = new ConnectionException(cause);
        return (Unavailable) DatabaseFailures.translated(failure);
    }

    @Test
    void fullDiskIsNamed() {
        Exception disk = new IllegalStateException("Writing failed", new IOException("No space left on device"));

        for (SQLException full : new SQLException[] {
            new SQLException("General error", "HY000", 50000, disk),
            new SQLException("The database has been closed", "90098", 90098, disk),
            new SQLException("could not extend file", "53100")
        }) {
            assertThat(translated(full).detail()).isEqualTo("The disk is full: the database cannot be written.");
            assertThat(translated(full).code()).isEqualTo("disk-full");
        }
    }

    @Test
    void whatElseKeepsTheDatabaseAwayIsNotSpelledOut() {
        assertThat(translated(new SQLException("FATAL: the database system is shutting down", "57P03"))
                        .detail())
                .isEqualTo("The database cannot be used now.");
    }
}
