package io.cloudlab.core.jobs;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobSecrets;
import io.cloudlab.core.jobs.job.JobStore;
import io.cloudlab.core.shared.Transactions;
import io.cloudlab.core.vault.MasterKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Has jobs tried again that failed by themselves: each time a job of its own, which waits its delay in the queue and then, like any
 * other, its turn. Never after a cancel, nor where it is not known what the failed one has done.
 */
public final class JobRetries {
    private static final Caller SELF = Caller.system("job-queue");

    private final Transactions transactions;
    private final JobStore store;
    private final MasterKey key;
    private final AuditTrail audit;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private volatile Consumer<Instant> onAccepted = due -> {};

    public JobRetries(Transactions transactions, JobStore store, MasterKey key, AuditTrail audit, Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.key = key;
        this.audit = audit;
        this.clock = clock;
    }

    /** Tells {@code listener}, after the commit, when a job that was accepted here may begin. */
    void onAccepted(Consumer<Instant> listener) {
        onAccepted = listener;
    }

    /** Whether a job that ends like this is tried again. */
    static boolean follows(Job job, boolean exited, boolean completed) {
        boolean cancelled = job.cancelledBy() != null;
        return job.plan().retry().left() > 0 && exited && !completed && !cancelled;
    }

    /** The last line of a job that is tried again. */
    static String line(Job failed) {
        int left = failed.plan().retry().left();
        return "[tried again in " + failed.plan().retry().delay().toSeconds() + " s, "
                + (left == 1 ? "once" : "at most " + left + " times") + " more]";
    }

    /** Accepts the next try, in the transaction in which the failed one ends. */
    void accept(Job failed) {
        Instant now = clock.instant();
        Job next;
        do next = next(failed, JobId.random(random), now);
        while (!store.insert(next));
        audit.record(
                SELF,
                "job.retry",
                "jobs/" + next.id(),
                Map.of(
                        "retry_of",
                        failed.id().value(),
                        "username",
                        failed.request().username()));
        Instant due = Objects.requireNonNull(next.plan().retry().notBefore());
        transactions.afterCommit(() -> onAccepted.accept(due));
    }

    private Job next(Job failed, JobId id, Instant now) {
        JobSecrets secrets = JobSecrets.open(failed.plan().secrets(), key, failed.id());
        return failed.again(id, Job.nonce(random), secrets.seal(key, id), now);
    }
}
