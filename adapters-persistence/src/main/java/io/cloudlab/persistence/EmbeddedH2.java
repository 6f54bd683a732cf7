package io.cloudlab.persistence;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.LoggerFactory;

/** Closes the embedded database. */
final class EmbeddedH2 {
    private EmbeddedH2() {}

    /** Ends and compacts the database, whose file otherwise keeps the space of what was replaced. */
    static void shutDown(HikariDataSource pool) {
        if (pool.isClosed()) return;
        pool.close();
        try (Connection last = DriverManager.getConnection(pool.getJdbcUrl(), pool.getUsername(), pool.getPassword());
                Statement statement = last.createStatement()) {
            statement.execute("shutdown compact");
        } catch (SQLException failure) {
            // Nothing is lost: every commit is in the file, and the next start reads it.
            LoggerFactory.getLogger(EmbeddedH2.class).warn("The database was not closed in an orderly way", failure);
        }
    }
}
