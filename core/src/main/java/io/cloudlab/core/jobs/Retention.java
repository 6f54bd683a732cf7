package io.cloudlab.core.jobs;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.Transactions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Forgets ended jobs and their logs: by age, by count and by bytes, oldest first. */
final class Retention {
    private static final System.Logger LOGGER = System.getLogger(Retention.class.getName());
    private static final int BATCH = 100;

    private final Transactions transactions;
    private final JobStore store;
    private final JobLog log;
    private final JobLimits limits;
    private final AuditTrail audit;
    private final Clock clock;
    private volatile boolean stopped;

    Retention(Transactions transactions, JobStore store, JobLog log, JobLimits limits, AuditTrail audit, Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.log = log;
        this.limits = limits;
        this.audit = audit;
        this.clock = clock;
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
        } finally {
            if (forgotten > 0) report(forgotten);
        }
    }

    /** Ends a sweep that is under way after the jobs at hand, and every later one. */
    void stop() {
        stopped = true;
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

    /** The log first: what a crash leaves behind is found again by its row. */
    private boolean forget(Job job) {
        try {
            log.delete(job.id());
        } catch (CloudLabException notNow) {
            LOGGER.log(System.Logger.Level.WARNING, "Job {0} is kept: {1}", job.id(), notNow.detail());
            return false;
        }
        store.delete(job.id());
        return true;
    }

    private void report(long forgotten) {
        transactions.run(() ->
                audit.record(Caller.system("retention"), "job.retention", "jobs", Map.of("forgotten", forgotten)));
    }
}
