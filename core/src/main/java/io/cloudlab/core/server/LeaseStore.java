package io.cloudlab.core.server;

import java.time.Duration;
import java.util.Optional;

/**
 * Where the one lease of a database is kept. All times are those of the database's clock, so that clocks of servers may
 * differ. A run is one life of a server's process; of two runs of one server the later has the lease. Implementations
 * are thread-safe and pass {@code LeaseStoreContract}.
 */
public interface LeaseStore {
    /**
     * Takes the lease for a run of a server: if it is free, is this server's already, or was not renewed for longer than
     * {@code validity}.
     *
     * @return the lease of another server because of which it was not taken; empty if it was
     */
    Optional<Lease> take(ServerIdentity server, String run, Duration validity);

    /** The lease, if a server has it and has renewed it within {@code validity}. */
    Optional<Lease> current(Duration validity);

    /** @return false, and nothing is changed, if the run does not have the lease any more */
    boolean renew(String run);

    /**
     * Tells whether a run has the lease. In a transaction it stays so until the transaction's end: {@link #take} waits.
     */
    boolean confirm(String run);

    /** Lets go of the lease if the run has it. */
    void release(String run);
}
