package io.cloudlab.core.server;

import io.cloudlab.core.shared.BackgroundExecutors;
import io.cloudlab.core.shared.Transactions;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.shared.Unfailing;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a server's lease on its database: takes it at the start, renews it every few seconds, releases it at the end. A server
 * that has lost the lease never gets it back, since its caches may be out of date; it must be restarted. Thread-safe.
 */
public final class ServerLease implements AutoCloseable {
    /** How long a lease is valid without being renewed. */
    public static final Duration VALIDITY = Duration.ofSeconds(30);

    private static final System.Logger LOGGER = System.getLogger(ServerLease.class.getName());
    private static final Duration RENEWAL = Duration.ofSeconds(5);
    private static final long CLOSING_SECONDS = 3;
    private static final String CODE = "lease-lost";

    private final Transactions transactions;
    private final LeaseStore store;
    private final ServerIdentity server;
    private final LongSupplier nanos;
    private final String run = ServerId.random(new SecureRandom()).value();
    private final ScheduledExecutorService clockwork;
    private volatile boolean taken;
    private volatile boolean lost;
    private volatile boolean failing;
    private volatile long renewedAt;

    /** @param nanos tells the time that has passed, as {@link System#nanoTime} */
    public ServerLease(
            Transactions transactions,
            LeaseStore store,
            ServerIdentity server,
            LongSupplier nanos,
            BackgroundExecutors executors) {
        this.transactions = transactions;
        this.store = store;
        this.server = server;
        this.nanos = nanos;
        this.clockwork = executors.scheduler("cloudlab-lease");
    }

    public ServerIdentity server() {
        return server;
    }

    /**
     * Takes the lease and keeps it renewed.
     *
     * @throws Unavailable with code {@code database-in-use} while another server has it
     */
    public void take() {
        long asked = nanos.getAsLong();
        refuse(store.take(server, run, VALIDITY));
        renewedAt = asked;
        taken = true;
        clockwork.scheduleWithFixedDelay(
                new Unfailing("renewal of the lease", this::renew),
                RENEWAL.toMillis(),
                RENEWAL.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /**
     * Begins the work of a server, or of a program beside it, which takes no lease. If {@code work} fails, the lease is
     * given back.
     *
     * @throws Unavailable with code {@code database-in-use} while another server has the lease
     */
    public void begin(boolean asServer, Runnable work) {
        if (asServer) take();
        else requireNoOther(store, server);
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /**
     * Checks that no other server uses the database, for work that is done beside this server or while it is stopped.
     *
     * @throws Unavailable with code {@code database-in-use} while another server has the lease
     */
    public static void requireNoOther(LeaseStore store, ServerIdentity server) {
        refuse(store.current(VALIDITY).filter(lease -> !lease.server().id().equals(server.id())));
    }

    /** Whether another server has taken the lease, so that this one never gets it back. */
    public boolean isLost() {
        return lost;
    }

    /** Whether this server may start jobs, as far as is known without asking the database. */
    public boolean isHeld() {
        return problem() == null;
    }

    /** Why this server must not start jobs; null if it may. */
    public @Nullable String problem() {
        if (lost) return "Another server has taken the database over. This one starts no jobs any more: stop it.";
        if (taken && nanos.getAsLong() - renewedAt < VALIDITY.toNanos()) return null;
        return "The lease on the database could not be renewed. No jobs are started until that succeeds.";
    }

    /**
     * Checks that this process may accept jobs. Jobs accepted by a program without a lease wait for the server.
     *
     * @throws Unavailable with code {@code lease-lost} if this server must not accept jobs
     */
    public void requireToAccept() {
        if (taken || lost) require();
    }

    /** @throws Unavailable with code {@code lease-lost} if this server must not start jobs */
    public void require() {
        String problem = problem();
        if (problem != null) throw new Unavailable(CODE, problem);
    }

    /**
     * Runs work in a transaction during which no other server can take the lease.
     *
     * @throws Unavailable with code {@code lease-lost} if another server has it; nothing was done
     */
    public <T> T holding(Supplier<T> work) {
        require();
        return transactions.call(() -> {
            if (!store.confirm(run)) lose();
            require();
            return work.get();
        });
    }

    private void renew() {
        try {
            long asked = nanos.getAsLong();
            if (lost) return;
            if (store.renew(run)) {
                renewedAt = asked;
                failing = false;
            } else {
                lose();
            }
        } catch (RuntimeException e) {
            if (!failing)
                LOGGER.log(
                        System.Logger.Level.WARNING,
                        "The lease on the database cannot be renewed now: {0}",
                        e.getMessage());
            failing = true;
        }
    }

    private void lose() {
        if (!lost)
            LOGGER.log(System.Logger.Level.ERROR, "Another server has taken the database over; no jobs are started.");
        lost = true;
    }

    private static void refuse(Optional<Lease> other) {
        if (other.isPresent()) throw inUse(other.get());
    }

    /** The refusal of a server while another one has the lease. */
    public static Unavailable inUse(Lease lease) {
        return new Unavailable(
                "database-in-use",
                "The database is in use by server " + lease.server().name() + " since " + lease.since() + ".");
    }

    /** Gives the lease back. Closing again changes nothing. */
    @Override
    public void close() {
        clockwork.shutdown();
        if (!taken) return;
        taken = false;
        try {
            clockwork.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
            store.release(run);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOGGER.log(System.Logger.Level.WARNING, "The lease on the database stays until it expires.", e);
        }
    }
}
