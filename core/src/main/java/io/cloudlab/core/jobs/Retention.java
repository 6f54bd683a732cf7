package io.cloudlab.core.jobs;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobStore;
import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.core.shared.BackgroundExecutors;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.Transactions;
import io.cloudlab.core.shared.Unfailing;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Forgets ended jobs and their logs: by age, by count and by bytes, oldest first. */
public final class Retention implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(Retention.class.getName());
    private static final int BATCH = 100;
    private static final Duration BEFORE_FIRST_SWEEP = Duration.ofMinutes(1);
    private static final Duration BETWEEN_SWEEPS = Duration.ofHours(1);

    /** How long a log without a job is kept: its row may come back with a backup. */
    private static final Duration UNCLAIMED_KEPT = Duration.ofDays(7);

    private final Transactions transactions;
    private final JobStore store;
    private final JobLog log;
    private final JobLimits limits;
    private final AuditTrail audit;
    private final Clock clock;
    private final ScheduledExecutorService sweeper;
    private volatile boolean stopped;
    private boolean unclaimedGone;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    public Retention(
            Transactions transactions,
            JobStore store,
            JobLog log,
            JobLimits limits,
            AuditTrail audit,
            Clock clock,
            BackgroundExecutors executors) {
        this.transactions = transactions;
        this.store = store;
        this.log = log;
        this.limits = limits;
        this.audit = audit;
        this.clock = clock;
        this.sweeper = executors.scheduler("cloudlab-retention");
    }

    /** Runs {@code listener} after each sweep from now on that has forgotten jobs; it must return at once. */
    public void onForgotten(Runnable listener) {
        listeners.add(listener);
    }

    /** Begins to sweep now and then. */
    public void start() {
        sweeper.scheduleWithFixedDelay(
                new Unfailing("tidying up of old jobs", this::sweep),
                BEFORE_FIRST_SWEEP.toSeconds(),
                BETWEEN_SWEEPS.toSeconds(),
                TimeUnit.SECONDS);
    }

    /**
     * Forgets what need not be kept any longer; one audit entry says how many jobs that were. A job whose log cannot be
     * deleted is left for the next time.
     */
    void sweep() {
        long forgotten = 0;
        try {
            forgotten = tooOld();
            forgotten += tooMany();
            if (!unclaimedGone) dropUnclaimed();
        } finally {
            if (forgotten > 0) report(forgotten);
            if (forgotten > 0) listeners.forEach(Runnable::run);
        }
    }

    /** Ends a sweep that is under way after the jobs at hand, and every later one. */
    @Override
    public void close() {
        stopped = true;
        sweeper.shutdown();
    }

    private long tooOld() {
        Instant before = clock.instant().minus(limits.kept());
        long forgotten = 0;
        for (boolean more = true; more && !stopped; ) {
            List<Job> old = store.endedBefore(before, BATCH);
            long gone = old.stream().filter(this::forget).count();
            forgotten += gone;
            more = gone == BATCH;
        }
        return forgotten;
    }

    private long tooMany() {
        JobStore.Totals totals = store.endedTotals();
        long jobs = totals.jobs();
        long bytes = totals.bytes();
        long forgotten = 0;
        for (boolean more = true; more && !stopped; ) {
            int gone = 0;
            for (Job job : store.endedBefore(clock.instant(), BATCH)) {
                if (jobs <= limits.mostKept() && bytes <= limits.mostBytesKept()) break;
                if (!forget(job)) continue;
                gone++;
                jobs--;
                bytes -= job.outcome() == null ? 0 : job.outcome().outputBytes();
            }
            forgotten += gone;
            more = gone == BATCH;
        }
        return forgotten;
    }

    /**
     * Logs whose jobs were forgotten by another server, which could not reach this one's disk. One server at a time works
     * on a database, so that there are no more of them than at the first sweep.
     */
    private void dropUnclaimed() {
        Duration kept = limits.kept().compareTo(UNCLAIMED_KEPT) < 0 ? limits.kept() : UNCLAIMED_KEPT;
        List<JobId> batch = new ArrayList<>();
        log.finishedBefore(clock.instant().minus(kept), id -> {
            batch.add(id);
            if (batch.size() == BATCH) dropUnclaimed(batch);
        });
        dropUnclaimed(batch);
        unclaimedGone = !stopped;
    }

    private void dropUnclaimed(List<JobId> batch) {
        if (stopped) batch.clear();
        if (batch.isEmpty()) return;
        Set<JobId> known = store.known(batch);
        for (JobId id : batch) if (!known.contains(id)) delete(id);
        batch.clear();
    }

    private boolean delete(JobId id) {
        try {
            log.delete(id);
            return true;
        } catch (CloudLabException e) {
            LOGGER.log(System.Logger.Level.WARNING, "The log of job {0} is kept: {1}", id, e.detail());
            return false;
        }
    }

    /** The log first: what a crash leaves behind is found again by its row. */
    private boolean forget(Job job) {
        if (!delete(job.id())) return false;
        store.delete(job.id());
        return true;
    }

    private void report(long forgotten) {
        transactions.run(() ->
                audit.record(Caller.system("retention"), "job.retention", "jobs", Map.of("forgotten", forgotten)));
    }
}
