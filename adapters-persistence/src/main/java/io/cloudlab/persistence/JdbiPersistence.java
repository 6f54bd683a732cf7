package io.cloudlab.persistence;

import com.zaxxer.hikari.HikariDataSource;
import io.cloudlab.core.Stores;
import io.cloudlab.core.access.AclStore;
import io.cloudlab.core.access.RoleStore;
import io.cloudlab.core.audit.AuditStore;
import io.cloudlab.core.identity.mail.OutboxStore;
import io.cloudlab.core.identity.session.SessionStore;
import io.cloudlab.core.identity.token.TokenStore;
import io.cloudlab.core.identity.user.UserStore;
import io.cloudlab.core.instances.InstanceStore;
import io.cloudlab.core.inventory.item.ItemStore;
import io.cloudlab.core.inventory.item.TagStore;
import io.cloudlab.core.jobs.job.JobStore;
import io.cloudlab.core.server.LeaseStore;
import io.cloudlab.core.server.ServerId;
import io.cloudlab.core.server.ServerLease;
import io.cloudlab.core.services.file.FileVersionStore;
import io.cloudlab.core.services.secret.ServiceSecretStore;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.Transactions;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.terminal.HostKeyStore;
import io.cloudlab.core.vault.SecretStore;
import io.cloudlab.persistence.connection.EmbeddedDatabase;
import io.cloudlab.persistence.connection.H2Url;
import io.cloudlab.persistence.connection.Pools;
import io.cloudlab.persistence.database.DatabaseFailures;
import io.cloudlab.persistence.database.JdbiLeaseStore;
import io.cloudlab.persistence.database.JdbiTransactions;
import io.cloudlab.persistence.database.LockedLeaseStore;
import io.cloudlab.persistence.database.Migrations;
import io.cloudlab.persistence.database.RecentLists;
import io.cloudlab.persistence.items.ItemSelection;
import io.cloudlab.persistence.items.JdbiAclStore;
import io.cloudlab.persistence.items.JdbiItemStore;
import io.cloudlab.persistence.items.JdbiTagStore;
import io.cloudlab.persistence.jobs.JdbiFileVersionStore;
import io.cloudlab.persistence.jobs.JdbiHostKeyStore;
import io.cloudlab.persistence.jobs.JdbiInstanceStore;
import io.cloudlab.persistence.jobs.JdbiJobStore;
import io.cloudlab.persistence.jobs.JdbiServiceSecretStore;
import io.cloudlab.persistence.move.MoveRecord;
import io.cloudlab.persistence.people.AuditTotals;
import io.cloudlab.persistence.people.JdbiAuditStore;
import io.cloudlab.persistence.people.JdbiOutboxStore;
import io.cloudlab.persistence.people.JdbiRoleStore;
import io.cloudlab.persistence.people.JdbiSecretStore;
import io.cloudlab.persistence.people.JdbiSessionStore;
import io.cloudlab.persistence.people.JdbiTokenStore;
import io.cloudlab.persistence.people.JdbiUserStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * All stores in one database, H2 or PostgreSQL (15 or newer). Opening creates or updates its tables, whose names begin
 * with {@code cloudlab_}. Thread-safe. A database that fails later makes {@link Unavailable}, within about five seconds
 * where the pool is our own.
 */
public final class JdbiPersistence implements Stores {
    private final JdbiTransactions transactions;
    private final AuditTotals auditTotals = new AuditTotals(AuditTotals.UNSETTLED);
    private final RecentLists lists;
    private final ItemSelection.Limits limits;
    private final Runnable closing;
    private final boolean locked;

    private JdbiPersistence(DataSource dataSource, ItemSelection.Limits limits, boolean locked, Runnable closing) {
        this.transactions = new JdbiTransactions(dataSource);
        this.lists = new RecentLists(transactions, Clock.systemUTC());
        this.limits = limits;
        this.locked = locked;
        this.closing = closing;
    }

    /**
     * Uses a database of the embedding program, in its default schema. The data source stays the caller's to close. For
     * H2 the URL needs {@code MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH}, and
     * {@code WRITE_DELAY=0} if a killed process shall lose nothing.
     *
     * @throws Unavailable if the database cannot be opened
     */
    public static JdbiPersistence open(DataSource dataSource) {
        return open(dataSource, ItemSelection.Limits.USUAL);
    }

    public static JdbiPersistence open(DataSource dataSource, ItemSelection.Limits limits) {
        requireUnused(dataSource, null);
        migrate(dataSource);
        return new JdbiPersistence(dataSource, limits, false, () -> {});
    }

    /**
     * Opens the embedded H2 database in a directory, creating it if there never was one. Only one process can do so at a
     * time.
     *
     * @throws Unavailable if the database cannot be opened, or its file has lost what it held
     */
    public static JdbiPersistence embedded(Path directory) {
        return embedded(new EmbeddedDatabase(directory));
    }

    public static JdbiPersistence embedded(EmbeddedDatabase database) {
        return pooled(database::open, database::remember, null, true, database::close);
    }

    /**
     * Connects to the database of a {@code jdbc:postgresql:} or {@code jdbc:h2:} URL.
     *
     * @throws InvalidInput if the URL is of another kind
     * @throws Unavailable if the database cannot be opened
     */
    public static JdbiPersistence connect(String url, @Nullable String user, char @Nullable [] password) {
        return connect(url, user, password, null);
    }

    /**
     * As {@link #connect(String, String, char[])}, for a server that may have used the database before.
     *
     * @param server brings tables up to date also if its own lease still stands
     */
    public static JdbiPersistence connect(
            String url, @Nullable String user, char @Nullable [] password, @Nullable ServerId server) {
        if (url.startsWith("jdbc:postgresql:"))
            return pooled(
                    () -> Pools.postgresql(url, user, password),
                    JdbiPersistence::requireWhole,
                    server,
                    false,
                    HikariDataSource::close);
        if (url.startsWith("jdbc:h2:"))
            return pooled(
                    () -> Pools.h2(H2Url.withSettings(url), user, password),
                    opened -> {},
                    server,
                    false,
                    HikariDataSource::close);
        throw new InvalidInput("database-url", "must begin with jdbc:postgresql: or jdbc:h2:");
    }

    @Override
    public Transactions transactions() {
        return transactions;
    }

    @Override
    public UserStore users() {
        return new JdbiUserStore(transactions);
    }

    @Override
    public SessionStore sessions() {
        return new JdbiSessionStore(transactions);
    }

    @Override
    public TokenStore tokens() {
        return new JdbiTokenStore(transactions);
    }

    @Override
    public OutboxStore outbox() {
        return new JdbiOutboxStore(transactions);
    }

    @Override
    public RoleStore roles() {
        return new JdbiRoleStore(transactions, lists);
    }

    @Override
    public AuditStore audit() {
        return new JdbiAuditStore(transactions, auditTotals);
    }

    @Override
    public SecretStore secrets() {
        return new JdbiSecretStore(transactions);
    }

    @Override
    public InstanceStore instances() {
        return new JdbiInstanceStore(transactions);
    }

    @Override
    public JobStore jobs() {
        return new JdbiJobStore(transactions);
    }

    @Override
    public LeaseStore leases() {
        JdbiLeaseStore leases = new JdbiLeaseStore(transactions);
        return locked ? new LockedLeaseStore(leases) : leases;
    }

    @Override
    public HostKeyStore hostKeys() {
        return new JdbiHostKeyStore(transactions);
    }

    @Override
    public FileVersionStore fileVersions() {
        return new JdbiFileVersionStore(transactions);
    }

    @Override
    public ServiceSecretStore serviceSecrets() {
        return new JdbiServiceSecretStore(transactions);
    }

    @Override
    public ItemStore items() {
        return new JdbiItemStore(transactions, lists, limits);
    }

    @Override
    public TagStore tags() {
        return new JdbiTagStore(transactions, lists);
    }

    @Override
    public AclStore acl() {
        return new JdbiAclStore(transactions, lists);
    }

    @Override
    public void ping() {
        transactions.read(handle -> handle.execute("select 1"));
    }

    /** Does not wait: work that still uses the stores fails. Closing again changes nothing. */
    @Override
    public void close() {
        closing.run();
    }

    private static JdbiPersistence pooled(
            Supplier<HikariDataSource> opening,
            Consumer<DataSource> opened,
            @Nullable ServerId server,
            boolean locked,
            Consumer<HikariDataSource> closing) {
        HikariDataSource pool;
        try {
            pool = opening.get();
        } catch (RuntimeException e) {
            throw DatabaseFailures.notOpened(e);
        }
        try {
            if (!locked) requireUnused(pool, server);
            migrate(pool);
            opened.accept(pool);
            return new JdbiPersistence(pool, ItemSelection.Limits.USUAL, locked, () -> closing.accept(pool));
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    /** Tables are not changed under a server that is at work on them. */
    private static void requireUnused(DataSource dataSource, @Nullable ServerId server) {
        if (!Migrations.isOutdated(dataSource)) return;
        new JdbiLeaseStore(new JdbiTransactions(dataSource))
                .current(ServerLease.VALIDITY)
                .filter(lease -> !lease.server().id().equals(server))
                .ifPresent(lease -> {
                    throw ServerLease.inUse(lease);
                });
    }

    private static void requireWhole(DataSource opened) {
        try (Connection connection = opened.getConnection()) {
            if (MoveRecord.isUnfinished(connection))
                throw new Unavailable(
                        "move-unfinished",
                        "The database is being filled by the command migrate. Run that again, to its end.");
        } catch (SQLException e) {
            throw new Unavailable(DatabaseFailures.CODE, "The database cannot be read.", e);
        }
    }

    private static void migrate(DataSource dataSource) {
        try {
            Migrations.run(dataSource);
        } catch (RuntimeException e) {
            throw DatabaseFailures.notOpened(e);
        }
    }
}
