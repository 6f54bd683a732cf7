package io.cloudlab.persistence;

import com.zaxxer.hikari.HikariDataSource;
import io.cloudlab.core.server.Lease;
import io.cloudlab.core.server.ServerLease;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.vault.SecretStore;
import io.cloudlab.persistence.connection.EmbeddedDatabase;
import io.cloudlab.persistence.connection.H2Url;
import io.cloudlab.persistence.connection.Pools;
import io.cloudlab.persistence.database.DatabaseFailures;
import io.cloudlab.persistence.database.JdbiLeaseStore;
import io.cloudlab.persistence.database.JdbiTransactions;
import io.cloudlab.persistence.database.Migrations;
import io.cloudlab.persistence.people.JdbiSecretStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Optional;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;

/** Looks at a database and changes nothing, not even to bring its tables up to date. */
public final class DatabaseCheck implements AutoCloseable {
    private static final int OLDEST_POSTGRESQL = 15;

    private final DataSource dataSource;
    private final JdbiTransactions database;
    private final Runnable closing;

    private DatabaseCheck(DataSource dataSource, Runnable closing) {
        this.dataSource = dataSource;
        this.database = new JdbiTransactions(dataSource);
        this.closing = closing;
    }

    /** @throws Unavailable if the file has lost what it held, is damaged, or is in use */
    public static DatabaseCheck embedded(Path directory) {
        new EmbeddedDatabase(directory).check();
        JdbcDataSource file = new JdbcDataSource();
        file.setURL(H2Url.forReading(directory));
        file.setUser("sa");
        return new DatabaseCheck(file, () -> {});
    }

    /** @throws Unavailable if it cannot be reached */
    public static DatabaseCheck connect(String url, @Nullable String user, char @Nullable [] password) {
        try {
            HikariDataSource pool = Pools.postgresql(url, user, password);
            return new DatabaseCheck(pool, pool::close);
        } catch (RuntimeException e) {
            throw DatabaseFailures.notOpened(e);
        }
    }

    /**
     * Which database it is, with its version.
     *
     * @throws Unavailable if it is too old, or does not answer
     */
    public String product() {
        try (Connection connection = dataSource.getConnection()) {
            String name = connection.getMetaData().getDatabaseProductName();
            String version = connection.getMetaData().getDatabaseProductVersion();
            if (name.equals("PostgreSQL") && connection.getMetaData().getDatabaseMajorVersion() < OLDEST_POSTGRESQL)
                throw new Unavailable(DatabaseFailures.CODE, "PostgreSQL " + version + " is too old.");
            return name + " " + version;
        } catch (SQLException e) {
            throw new Unavailable(
                    DatabaseFailures.CODE, "The database cannot be opened: " + DatabaseFailures.told(e) + ".", e);
        }
    }

    /** Whether its tables are those of this version. */
    public boolean isCurrent() {
        return Migrations.history(dataSource).equals(Migrations.ALL);
    }

    /** How far the database's clock is from this one. */
    public Duration clockDifference(Clock clock) {
        OffsetDateTime there = database.with(handle -> handle.createQuery("select current_timestamp")
                .mapTo(OffsetDateTime.class)
                .one());
        return Duration.between(clock.instant(), there.toInstant());
    }

    /** The server that uses the database now. Only if it {@linkplain #isCurrent() is current}. */
    public Optional<Lease> lease() {
        return new JdbiLeaseStore(database).current(ServerLease.VALIDITY);
    }

    /** Only if it {@linkplain #isCurrent() is current}; to be read only. */
    public SecretStore secrets() {
        return new JdbiSecretStore(database);
    }

    @Override
    public void close() {
        closing.run();
    }
}
