package io.cloudlab.persistence;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.LoggerFactory;

/** Opens and closes the H2 database in a directory, for this process alone and unreadable for other users. */
final class EmbeddedDatabase {
    private final Path file;
    private final String url;

    EmbeddedDatabase(Path directory) {
        this.file = directory.resolve("cloudlab.mv.db");
        this.url = H2Url.in(directory);
    }

    HikariDataSource open() {
        HikariDataSource pool = Pools.h2(url, "sa", new char[0]);
        try {
            hide();
            return pool;
        } catch (IOException failure) {
            pool.close();
            throw new UncheckedIOException(failure);
        }
    }

    /** Waits for what is being done, and compacts the file, which else keeps the space of all that was replaced. */
    void close(HikariDataSource pool) {
        if (pool.isClosed()) return;
        pool.close();
        try {
            try (Connection last = DriverManager.getConnection(url, "sa", "");
                    Statement statement = last.createStatement()) {
                statement.execute("shutdown compact");
            }
            hide();
        } catch (SQLException | IOException failure) {
            // Nothing is lost: every commit is in the file, and the next start reads it.
            LoggerFactory.getLogger(EmbeddedDatabase.class)
                    .warn("The database was not closed in an orderly way", failure);
        }
    }

    private void hide() throws IOException {
        if (Files.getFileAttributeView(file, PosixFileAttributeView.class) != null)
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
