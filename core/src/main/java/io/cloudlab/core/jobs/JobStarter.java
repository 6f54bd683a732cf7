package io.cloudlab.core.jobs;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.jobs.job.Concurrency;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobFilter;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobRequest;
import io.cloudlab.core.jobs.job.JobSecrets;
import io.cloudlab.core.jobs.job.JobStatus;
import io.cloudlab.core.jobs.job.JobStore;
import io.cloudlab.core.jobs.job.JobSubject;
import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.core.server.ServerLease;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.ErrorKind;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.Transactions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/**
 * Accepts prepared jobs. Only for use cases, which have decided before that the caller may, and which write the audit
 * entry in the same transaction. Thread-safe.
 */
public final class JobStarter {
    private final Transactions transactions;
    private final JobStore store;
    private final JobLog log;
    private final JobVault vault;
    private final ServerLease lease;
    private final JobEngine engine;
    private final JobLimits limits;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public JobStarter(
            Transactions transactions,
            JobStore store,
            JobLog log,
            JobVault vault,
            ServerLease lease,
            JobEngine engine,
            JobLimits limits,
            Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.log = log;
        this.vault = vault;
        this.lease = lease;
        this.engine = engine;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Accepts a job, in the transaction this thread is in; it begins, or waits for its turn, once that is committed.
     *
     * @param caller whose job it becomes
     * @param needed what the caller needs for it, on its object where it has one; looked at again when its turn comes
     * @throws Refused if the job's variables are too much together
     * @throws CloudLabException of kind {@link ErrorKind#TOO_MANY} if too many jobs of the caller wait
     * @throws io.cloudlab.core.shared.Unavailable if the disk is too full, or another server has taken the database over
     */
    public Job start(Caller caller, Permission needed, JobBuilder wanted) {
        wanted.check();
        lease.requireToAccept();
        log.requireRoom();
        JobRequest request = wanted.request(caller, needed, clock.instant());
        JobSecrets secrets = vault.collect(wanted);
        return transactions.call(() -> {
            requirePlace(caller, wanted.lane);
            Job accepted = insert(request, wanted, secrets);
            transactions.afterCommit(engine::wake);
            return accepted;
        });
    }

    /** The newest job with this subject and action that has not ended. */
    public Optional<Job> unended(JobSubject subject, String action) {
        JobFilter filter = new JobFilter(subject.kind(), subject.name(), null, null, JobStatus.RUNNING, action, null);
        return store.list(filter, new PageRequest(1, 1)).items().stream().findFirst();
    }

    private void requirePlace(Caller caller, Concurrency lane) {
        Integer user = caller.userId();
        if (user == null || lane == Concurrency.URGENT || store.queuedOf(user) < limits.queuedPerUser()) return;
        throw new CloudLabException(
                ErrorKind.TOO_MANY,
                "too-many-jobs",
                "You have " + limits.queuedPerUser() + " waiting jobs already. Try again when some have begun.");
    }

    private Job insert(JobRequest request, JobBuilder wanted, JobSecrets secrets) {
        while (true) {
            JobId id = JobId.random(random);
            Job job = Job.accepted(id, Job.nonce(random), request, wanted.plan(vault.seal(secrets, id)));
            if (store.insert(job)) return job;
        }
    }
}
