package io.cloudlab.core.testing.memory;

import io.cloudlab.core.server.Lease;
import io.cloudlab.core.server.LeaseStore;
import io.cloudlab.core.server.ServerIdentity;
import io.cloudlab.core.testing.contract.StoresContract;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lease in memory, with a clock that stands still until it is advanced. */
public final class InMemoryLeaseStore implements LeaseStore {
    private final InMemoryTransactions transactions;
    private Instant now = StoresContract.NOON;
    private @Nullable Row row;

    private record Row(Lease lease, String run, Instant renewedAt) {}

    InMemoryLeaseStore(InMemoryTransactions transactions) {
        this.transactions = transactions;
    }

    /** Lets the database's clock go on. */
    public void advance(Duration by) {
        transactions.alone(() -> now = now.plus(by));
    }

    @Override
    public Optional<Lease> take(ServerIdentity server, String run, Duration validity) {
        return transactions.alone(() -> {
            Optional<Lease> other =
                    current(validity).filter(lease -> !lease.server().id().equals(server.id()));
            if (other.isEmpty()) set(new Row(new Lease(server, now), run, now));
            return other;
        });
    }

    @Override
    public Optional<Lease> current(Duration validity) {
        return transactions.alone(() -> Optional.ofNullable(row)
                .filter(held -> !held.renewedAt().isBefore(now.minus(validity)))
                .map(Row::lease));
    }

    @Override
    public boolean renew(String run) {
        return transactions.alone(() -> {
            Row held = row;
            if (held == null || !held.run().equals(run)) return false;
            set(new Row(held.lease(), run, now));
            return true;
        });
    }

    @Override
    public boolean confirm(String run) {
        return transactions.alone(() -> row != null && row.run().equals(run));
    }

    @Override
    public void release(String run) {
        transactions.alone(() -> {
            if (row != null && row.run().equals(run)) set(null);
            return run;
        });
    }

    private void set(@Nullable Row next) {
        Row former = row;
        transactions.changed(() -> row = former);
        row = next;
    }
}
