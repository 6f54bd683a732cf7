package io.cloudlab.persistence;

import com.zaxxer.hikari.HikariDataSource;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.persistence.connection.EmbeddedDatabase;
import io.cloudlab.persistence.connection.MoveNote;
import io.cloudlab.persistence.connection.Pools;
import io.cloudlab.persistence.database.DatabaseFailures;
import io.cloudlab.persistence.database.Migrations;
import io.cloudlab.persistence.move.TableCopies;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Moves the embedded database of a data directory, which no server uses meanwhile, to an empty PostgreSQL. Whatever cuts
 * it off, doing it again completes it. The directory remembers that, and refuses to be used with its old database.
 */
public final class DatabaseMove {
    private final Path directory;
    private final MoveNote note;

    public DatabaseMove(Path directory) {
        this.directory = directory;
        this.note = new MoveNote(directory);
    }

    /** What is done, for people to read. */
    public record Step(String table, long rows) {}

    /** Whether the directory has an embedded database that was set up, and that was not moved. */
    public boolean isDue() {
        if (note.exists() || !Files.exists(directory.resolve("cloudlab.mv.db"))) return false;
        try {
            Path mark = directory.resolve("database.mark");
            return !Files.exists(mark) || !Files.readString(mark).strip().equals("TABLES");
        } catch (IOException e) {
            return true;
        }
    }

    /** Where the database was moved to, without the URL's parameters; empty if it was not. */
    public Optional<String> movedTo() {
        try {
            return note.exists() ? Optional.of(note.place()) : Optional.empty();
        } catch (IOException e) {
            throw new Unavailable(DatabaseFailures.CODE, "The file database.moved cannot be read.", e);
        }
    }

    /**
     * Copies every table, compares row counts and checksums, and leaves the embedded database as it is.
     *
     * @param url a {@code jdbc:postgresql:} URL
     * @param source tells this directory from others
     * @param progress is told of every table when its rows are the same in both databases
     * @throws NotFound if there is no embedded database
     * @throws io.cloudlab.core.shared.Refused if the target is not empty
     * @throws Unavailable if either database cannot be used, or what arrived is not what was sent
     */
    public void run(
            String url, @Nullable String user, char @Nullable [] password, String source, Consumer<Step> progress) {
        if (!url.startsWith("jdbc:postgresql:"))
            throw new InvalidInput("database-url", "must begin with jdbc:postgresql:");
        if (!Files.exists(directory.resolve("cloudlab.mv.db"))) throw new NotFound("embedded database");
        Optional<String> moved = movedTo();
        if (moved.isPresent() && !moved.get().equals(MoveNote.place(url))) note.refuse();
        EmbeddedDatabase embedded = new EmbeddedDatabase(directory);
        try (HikariDataSource target = opened(url, user, password)) {
            HikariDataSource from = embedded.openMoved();
            try {
                Migrations.run(from);
                new TableCopies(from, target, source).run((table, rows) -> progress.accept(new Step(table, rows)));
            } finally {
                embedded.close(from);
            }
            note.write(url);
        } catch (SQLException e) {
            throw new Unavailable(
                    DatabaseFailures.CODE, "The database could not be moved: " + DatabaseFailures.told(e) + ".", e);
        } catch (IOException e) {
            throw new Unavailable(DatabaseFailures.CODE, "The database could not be moved: " + e.getMessage() + ".", e);
        }
    }

    private static HikariDataSource opened(String url, @Nullable String user, char @Nullable [] password) {
        try {
            HikariDataSource target = Pools.postgresql(url, user, password);
            try {
                Migrations.run(target);
                return target;
            } catch (RuntimeException e) {
                target.close();
                throw e;
            }
        } catch (RuntimeException e) {
            throw DatabaseFailures.notOpened(e);
        }
    }
}
