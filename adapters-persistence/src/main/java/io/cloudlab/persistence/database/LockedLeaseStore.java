package io.cloudlab.persistence.database;

import io.cloudlab.core.server.Lease;
import io.cloudlab.core.server.LeaseStore;
import io.cloudlab.core.server.ServerIdentity;
import java.time.Duration;
import java.util.Optional;

/**
 * The lease on a database that its file's lock keeps for one process anyway: the process that has opened it has the lease, also
 * of a copy in which another server's still stands, and nothing is written every few seconds.
 */
public final class LockedLeaseStore implements LeaseStore {
    private final JdbiLeaseStore stored;

    public LockedLeaseStore(JdbiLeaseStore stored) {
        this.stored = stored;
    }

    @Override
    public Optional<Lease> take(ServerIdentity server, String run, Duration validity) {
        stored.free();
        return stored.take(server, run, validity);
    }

    @Override
    public Optional<Lease> current(Duration validity) {
        return Optional.empty();
    }

    @Override
    public boolean renew(String run) {
        return confirm(run);
    }

    @Override
    public boolean confirm(String run) {
        return stored.confirm(run);
    }

    @Override
    public void release(String run) {
        stored.release(run);
    }
}
