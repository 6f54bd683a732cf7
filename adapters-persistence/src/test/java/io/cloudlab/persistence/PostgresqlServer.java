package io.cloudlab.persistence;

import static org.junit.jupiter.api.Assumptions.abort;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** The one PostgreSQL of this test run, with a database for each test class. It ends with the run. */
public final class PostgresqlServer {
    private static @Nullable EmbeddedPostgres running;

    private PostgresqlServer() {}

    /** The URL of a new database. Without PostgreSQL the test fails in CI and is skipped elsewhere. */
    public static synchronized String newDatabase(String name) {
        try {
            if (running == null) running = EmbeddedPostgres.builder().start();
            try (Connection connection = running.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create database " + name);
            }
            return running.getJdbcUrl("postgres", name);
        } catch (IOException | SQLException | RuntimeException e) {
            if ("true".equals(System.getenv("CI"))) throw new AssertionError("PostgreSQL cannot be started", e);
            return abort("PostgreSQL cannot be started: " + e);
        }
    }
}
