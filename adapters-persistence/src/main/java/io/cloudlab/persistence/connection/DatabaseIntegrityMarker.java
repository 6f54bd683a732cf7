package io.cloudlab.persistence.connection;

import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.persistence.database.DatabaseFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Remembers, beside the file of an embedded database, what that file holds at least. H2 takes a file that is missing,
 * empty or cut off for a new one and fills it again; with this it is refused, and left as it is.
 */
final class DatabaseIntegrityMarker {
    private static final String IN_USE = "90020";

    private final Path mark;
    private final Path database;
    private final String url;

    /** What was seen in the database. */
    private enum Content {
        TABLES,
        USERS
    }

    /** @param url opens the database for reading only */
    DatabaseIntegrityMarker(Path mark, Path database, String url) {
        this.mark = mark;
        this.database = database;
        this.url = url;
    }

    /** @throws Unavailable if the database holds less than it once did, so that an operator must look */
    void check() throws IOException, SQLException {
        if (!Files.exists(mark)) return;
        if (!Files.exists(database)) throw lost("is missing, although there was one");
        if (Files.size(database) == 0) throw lost("is empty");
        boolean users = Files.readString(mark).strip().equals(Content.USERS.name());
        try (Connection connection = H2Url.open(url)) {
            if (!holds(connection, "information_schema.tables where table_name = 'cloudlab_schema_history'")
                    || !holds(connection, "cloudlab_schema_history")) throw lost("has lost its tables");
            if (users && !holds(connection, "cloudlab_user")) throw lost("has lost its users");
        } catch (SQLException e) {
            if (IN_USE.equals(e.getSQLState())) throw e;
            throw lost("is damaged");
        }
    }

    /** Writes down what is there now. */
    void set(Connection connection) throws IOException, SQLException {
        Content content = holds(connection, "cloudlab_user") ? Content.USERS : Content.TABLES;
        if (Files.exists(mark) && Files.readString(mark).strip().equals(content.name())) return;
        SyncedFile.write(mark, content + "\n");
    }

    private static boolean holds(Connection connection, String rows) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("select 1 from " + rows + " limit 1")) {
            return found.next();
        }
    }

    private Unavailable lost(String how) {
        return new Unavailable(
                DatabaseFailures.CODE,
                "The database cannot be opened: its file " + database.getFileName() + " " + how
                        + ". Nothing has been changed. Put a backup in its place, or remove " + mark.getFileName()
                        + " to begin anew.");
    }
}
