package io.cloudlab.app.e2e;

import static org.junit.jupiter.api.Assumptions.abort;

import io.cloudlab.app.bench.support.TemporaryPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** A real PostgreSQL for one test class. */
public final class Postgres implements AutoCloseable {
    private final TemporaryPostgres server;
    private final String url;

    private Postgres(TemporaryPostgres server) {
        this.server = server;
        this.url = server.url();
    }

    /** Without PostgreSQL the test fails in CI and is skipped elsewhere. */
    public static Postgres start() throws IOException {
        Optional<Path> programs = TemporaryPostgres.programs();
        if (programs.isPresent()) return new Postgres(TemporaryPostgres.start(programs.get()));
        if ("true".equals(System.getenv("CI"))) throw new AssertionError("PostgreSQL is not installed");
        return abort("PostgreSQL is not installed");
    }

    /** The URL of a new, empty database. */
    public String database(String name) throws SQLException {
        execute(url, "create database " + name);
        return url.substring(0, url.lastIndexOf('/') + 1) + name;
    }

    /** How a server is told of a database. */
    public static RunningServer.Builder use(RunningServer.Builder builder, String database) {
        return builder.with("CLOUDLAB_DATABASE_URL", database).with("CLOUDLAB_DATABASE_USER", "cloudlab");
    }

    public static int execute(String database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database, "cloudlab", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return statement.getUpdateCount();
        }
    }

    public static String text(String database, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database, "cloudlab", "");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
