package io.cloudlab.persistence.database;

import io.cloudlab.core.server.Lease;
import io.cloudlab.core.server.LeaseStore;
import io.cloudlab.core.server.ServerId;
import io.cloudlab.core.server.ServerIdentity;
import java.time.Duration;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;

/** The lease in one row, which is only ever written by single statements that look at it themselves. */
public final class JdbiLeaseStore implements LeaseStore {
    private final JdbiTransactions database;

    public JdbiLeaseStore(JdbiTransactions database) {
        this.database = database;
    }

    @Override
    public Optional<Lease> take(ServerIdentity server, String run, Duration validity) {
        while (true) {
            if (taken(server, run, validity)) return Optional.empty();
            Optional<Lease> other = current(validity);
            if (other.isPresent()) return other; // else it has expired or was released since
        }
    }

    private boolean taken(ServerIdentity server, String run, Duration validity) {
        String sql = "update cloudlab_lease set server_id = :id, server_name = :name, run = :run,"
                + " taken_at = current_timestamp, renewed_at = current_timestamp"
                + " where id = 1 and (run is null or server_id = :id or not " + good(validity) + ")";
        return database.with(handle ->
                        bind(handle.createUpdate(sql), server).bind("run", run).execute())
                == 1;
    }

    @Override
    public Optional<Lease> current(Duration validity) {
        String sql = "select server_id, server_name, taken_at from cloudlab_lease"
                + " where id = 1 and run is not null and " + good(validity);
        return database.read(handle -> handle.createQuery(sql)
                .map((row, context) -> new Lease(
                        new ServerIdentity(new ServerId(row.getString("server_id")), row.getString("server_name")),
                        InstantArguments.get(row, "taken_at")))
                .findOne());
    }

    @Override
    public boolean renew(String run) {
        return database.with(handle -> handle.createUpdate(
                                "update cloudlab_lease set renewed_at = current_timestamp where id = 1 and run = :run")
                        .bind("run", run)
                        .execute())
                == 1;
    }

    @Override
    public boolean confirm(String run) {
        return database.with(
                handle -> handle.createQuery("select 1 from cloudlab_lease where id = 1 and run = :run for update")
                        .bind("run", run)
                        .mapTo(Integer.class)
                        .findOne()
                        .isPresent());
    }

    @Override
    public void release(String run) {
        database.with(handle -> handle.createUpdate("update cloudlab_lease set run = null where id = 1 and run = :run")
                .bind("run", run)
                .execute());
    }

    /** The present holder. */
    void free() {
        database.with(handle -> handle.execute("update cloudlab_lease set run = null where id = 1"));
    }

    private static <S extends SqlStatement<S>> S bind(S statement, ServerIdentity server) {
        return statement.bind("id", server.id()).bind("name", server.name());
    }

    private static String good(Duration validity) {
        return "renewed_at >= current_timestamp - interval '" + validity.toSeconds() + "' second";
    }
}
