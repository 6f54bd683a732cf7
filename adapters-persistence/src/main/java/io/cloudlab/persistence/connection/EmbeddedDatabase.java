package io.cloudlab.persistence.connection;

import com.zaxxer.hikari.HikariDataSource;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.persistence.database.DatabaseFailures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens and closes the H2 database in a directory, for this process alone and unreadable for other users. */
public final class EmbeddedDatabase {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

    /** Bytes. Copying what is in a file of this size takes a few seconds at most. */
    private static final long MAX_COPIED_SIZE = 512L << 20;

    private final Path file;
    private final String url;
    private final DatabaseIntegrityMarker mark;
    private final MoveNote moved;
    private final long largestCopied;
    private final long minFree;
    private final Lock opening = new ReentrantLock();
    private @Nullable OnlineCompaction compaction;

    public EmbeddedDatabase(Path directory) {
        this(directory, MAX_COPIED_SIZE, OnlineCompaction.MIN_FREE);
    }

    /**
     * @param largestCopied files of more bytes are not written again at the end, but compacted for a limited time
     * @param minFree with fewer bytes free on the disk the file is not compacted while it is used
     */
    EmbeddedDatabase(Path directory, long largestCopied, long minFree) {
        this.largestCopied = largestCopied;
        this.minFree = minFree;
        this.file = directory.resolve("cloudlab.mv.db");
        this.url = H2Url.in(directory);
        this.moved = new MoveNote(directory);
        this.mark = new DatabaseIntegrityMarker(directory.resolve("database.mark"), file, H2Url.forReading(directory));
    }

    /** @throws Unavailable if its file has lost what it held, or the database was moved to another place */
    public HikariDataSource open() {
        moved.refuse();
        HikariDataSource pool = openMoved();
        compaction = OnlineCompaction.start(file, url, minFree, opening);
        return pool;
    }

    /** As {@link #open}, also if it was moved, and for reading that takes long: the file is not compacted meanwhile. */
    public HikariDataSource openMoved() {
        requireWhole();
        MovedCopies.cutOff(file);
        HikariDataSource pool = Pools.h2(url, "sa", new char[0], opening);
        try {
            hide();
            return pool;
        } catch (IOException e) {
            pool.close();
            throw new UncheckedIOException(e);
        }
    }

    /** @throws Unavailable as {@link #open}; nothing is changed */
    public void check() {
        moved.refuse();
        requireWhole();
    }

    private void requireWhole() {
        try {
            mark.check();
        } catch (SQLException | IOException e) {
            throw DatabaseFailures.notOpened(new IllegalStateException(e));
        }
    }

    /** Writes down what the file must hold when it is opened again. */
    public void remember(DataSource opened) {
        try (Connection connection = opened.getConnection()) {
            mark.set(connection);
        } catch (SQLException | IOException e) {
            LOG.warn("The integrity marker of the database could not be written", e);
        }
    }

    /**
     * Waits for what is being done, and compacts the file, which else keeps the space of all that was replaced. Of a very
     * large one that is done in part, so that it takes no longer than {@link H2Url} allows.
     */
    public void close(HikariDataSource pool) {
        if (pool.isClosed()) return;
        boolean interrupted = Thread.interrupted();
        try {
            end(pool);
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    private void end(HikariDataSource pool) {
        remember(pool);
        try {
            boolean large = compaction == null || file.toFile().length() > largestCopied;
            pool.close();
            if (compaction != null) compaction.close(large);
            try (Connection last = H2Url.open(url);
                    Statement statement = last.createStatement()) {
                statement.execute(large ? "shutdown" : "shutdown compact");
            }
            hide();
        } catch (SQLException | IOException e) {
            // Nothing is lost: every commit is in the file, and the next start reads it.
            LOG.warn("The database could not be closed properly", e);
        }
    }

    private void hide() throws IOException {
        if (Files.getFileAttributeView(file, PosixFileAttributeView.class) != null)
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
