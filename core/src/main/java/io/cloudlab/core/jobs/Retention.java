package io.cloudlab.core.jobs;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.shared.Transactions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Forgets ended jobs and their logs: by age, by count and by bytes, oldest first. */
final class Retention {
    private static final int BATCH = 100;

    private final Transactions transactions;
    private final JobStore store;
    private final JobLog log;
    private final JobLimits limits;
    private final AuditTrail audit;
    private final Clock clock;

    Retention(Transactions transactions, JobStore store, JobLog log, JobLimits limits, AuditTrail audit, Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.log = log;
        this.limits = limits;
        this.audit = audit;
        this.clock = clock;
    }

    /** Forgets what need not be kept any longer; one audit entry says how many jobs that were. */
    void sweep() {
        Instant now = clock.instant();
        long forgotten = 0;
        for (List<Job> old = endedBefore(now.minus(limits.kept())); !old.isEmpty(); ) {
            for (Job job : old) forget(job);
            forgotten += old.size();
            old = endedBefore(now.minus(limits.kept()));
        }
        JobStore.Totals totals = store.endedTotals();
        long jobs = totals.jobs();
        long bytes = totals.bytes();
        while (jobs > limits.mostKept() || bytes > limits.mostBytesKept()) {
            List<Job> oldest = endedBefore(now);
            if (oldest.isEmpty()) break;
            for (Job job : oldest) {
                if (jobs <= limits.mostKept() && bytes <= limits.mostBytesKept()) break;
                forget(job);
                forgotten++;
                jobs--;
                bytes -= job.outcome() == null ? 0 : job.outcome().outputBytes();
            }
        }
        if (forgotten > 0) report(forgotten);
    }

    private List<Job> endedBefore(Instant time) {
        return store.endedBefore(time, BATCH);
    }

    /** The log first: what a crash leaves behind is found again by its row. */
    private void forget(Job job) {
        log.delete(job.id());
        store.delete(job.id());
    }

    private void report(long forgotten) {
        transactions.run(() ->
                audit.record(Caller.system("retention"), "job.retention", "jobs", Map.of("forgotten", forgotten)));
    }
}
