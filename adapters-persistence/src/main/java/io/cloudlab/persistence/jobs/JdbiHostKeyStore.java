package io.cloudlab.persistence.jobs;

import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.terminal.HostKeyStore;
import io.cloudlab.core.terminal.PinnedKey;
import io.cloudlab.core.terminal.shell.ServerKey;
import io.cloudlab.persistence.database.InstantArguments;
import io.cloudlab.persistence.database.JdbiTransactions;
import io.cloudlab.persistence.database.PageTotals;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.statement.StatementContext;

public final class JdbiHostKeyStore implements HostKeyStore {
    private static final String SELECT = "select * from cloudlab_host_key ";

    private final JdbiTransactions database;

    public JdbiHostKeyStore(JdbiTransactions database) {
        this.database = database;
    }

    @Override
    public Optional<PinnedKey> find(String pin) {
        return database.read(handle -> handle.createQuery(SELECT + "where pin = :pin")
                .bind("pin", pin)
                .map(JdbiHostKeyStore::read)
                .findOne());
    }

    @Override
    public Optional<PinnedKey> find(int id) {
        return database.read(handle -> handle.createQuery(SELECT + "where id = :id")
                .bind("id", id)
                .map(JdbiHostKeyStore::read)
                .findOne());
    }

    @Override
    public List<PinnedKey> at(String host, int port) {
        return database.read(handle -> handle.createQuery(SELECT + "where host = :host and port = :port order by id")
                .bind("host", host)
                .bind("port", port)
                .map(JdbiHostKeyStore::read)
                .list());
    }

    @Override
    public PinnedKey pin(PinnedKey key) {
        database.with(handle -> handle.createUpdate("""
                        insert into cloudlab_host_key (pin, host, port, algorithm, encoded, pinned_at, pinned_by)
                        values (:pin, :host, :port, :algorithm, :encoded, :pinnedAt, :pinnedBy) on conflict do nothing""")
                .bind("pin", key.pin())
                .bind("host", key.host())
                .bind("port", key.port())
                .bind("algorithm", key.key().algorithm())
                .bind("encoded", key.key().encoded())
                .bind("pinnedAt", key.pinnedAt())
                .bind("pinnedBy", key.pinnedBy())
                .execute());
        return find(key.pin()).orElseThrow(() -> new IllegalStateException("a pin vanished while it was made"));
    }

    @Override
    public Page<PinnedKey> all(PageRequest page) {
        return database.with(handle -> {
            List<PinnedKey> keys = handle.createQuery(SELECT + "order by id limit :limit offset :offset")
                    .bind("limit", page.perPage())
                    .bind("offset", page.offset())
                    .map(JdbiHostKeyStore::read)
                    .list();
            long total = PageTotals.ofLastPage(page, keys.size())
                    .orElseGet(() -> handle.createQuery("select count(*) from cloudlab_host_key")
                            .mapTo(Long.class)
                            .one());
            return new Page<>(keys, total, page);
        });
    }

    @Override
    public boolean delete(int id) {
        return database.with(handle -> handle.createUpdate("delete from cloudlab_host_key where id = :id")
                        .bind("id", id)
                        .execute()
                == 1);
    }

    private static PinnedKey read(ResultSet row, StatementContext context) throws SQLException {
        return new PinnedKey(
                row.getInt("id"),
                row.getString("pin"),
                row.getString("host"),
                row.getInt("port"),
                new ServerKey(row.getString("algorithm"), row.getString("encoded")),
                InstantArguments.get(row, "pinned_at"),
                row.getString("pinned_by"));
    }
}
