package io.cloudlab.core.jobs;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.server.ServerLease;
import io.cloudlab.core.services.PatternTurns;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.ErrorKind;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.shared.Transactions;
import io.cloudlab.core.vault.LabSecrets;
import io.cloudlab.core.vault.MasterKey;
import io.cloudlab.core.vault.Vault;
import io.cloudlab.core.vault.WrongKey;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Accepts prepared jobs. For use cases, which have decided before that the caller may, and which write the audit entry
 * in the same transaction; nobody else gets hold of one: see {@link Jobs#assemble}. Thread-safe.
 */
public final class JobStarter {
    private static final System.Logger LOGGER = System.getLogger(JobStarter.class.getName());

    private final Transactions transactions;
    private final JobStore store;
    private final JobLog log;
    private final Vault vault;
    private final LabSecrets labSecrets;
    private final MasterKey key;
    private final ServerLease lease;
    private final JobEngine engine;
    private final Follow follow;
    private final Clock clock;
    private final RandomGenerator random;
    private final int queuedPerUser;
    private final PatternTurns patterns = new PatternTurns();

    /** Watches a job, whoever asks. */
    interface Follow {
        JobFollower from(Job job, long line, Runnable wake);
    }

    JobStarter(
            Jobs.Parts parts,
            JobStore store,
            JobEngine engine,
            Follow follow,
            Clock clock,
            RandomGenerator random,
            int queuedPerUser) {
        this.transactions = parts.transactions();
        this.store = store;
        this.log = parts.log();
        this.vault = parts.vault();
        this.labSecrets = parts.labSecrets();
        this.key = parts.key();
        this.lease = parts.lease();
        this.engine = engine;
        this.follow = follow;
        this.clock = clock;
        this.random = random;
        this.queuedPerUser = queuedPerUser;
    }

    /** The turns at matching patterns that those who prepare jobs share. */
    public PatternTurns patterns() {
        return patterns;
    }

    /**
     * Accepts a job, in the transaction this thread is in; it begins, or waits for its turn, once that is committed.
     *
     * @param caller whose job it becomes
     * @param needed what the caller needs for it, on the task's object where it has one; looked at again when its turn comes
     * @throws CloudLabException of kind {@link ErrorKind#TOO_MANY} if too many jobs of the caller wait
     * @throws io.cloudlab.core.shared.Unavailable if the disk is too full, or another server has taken the database over
     */
    public Job start(Caller caller, Permission needed, JobTask task) {
        lease.requireToAccept();
        log.requireRoom();
        JobRequest request = new JobRequest(
                task.kind,
                task.service,
                task.action,
                task.script,
                task.inputs,
                caller.userId(),
                String.valueOf(caller.username()),
                task.objectId,
                task.typeSlug,
                clock.instant(),
                needed);
        JobSecrets secrets = secrets(task);
        return transactions.call(() -> {
            requirePlace(caller, task);
            Job accepted = insert(request, task, secrets);
            transactions.afterCommit(engine::wake);
            return accepted;
        });
    }

    /** Watches a job from its first line on, for somebody of whom the use case knows that he may. */
    public JobFollower follow(Job job, Runnable wake) {
        return follow.from(job, 0, wake);
    }

    /** The environment variables of the secret inputs a job was given. */
    public Set<String> secretInputs(Job job) {
        return JobSecrets.open(job.plan().secrets(), key, job.id()).environment().entrySet().stream()
                .filter(variable -> !variable.getKey().equals(JobRunner.VAULT_PASSWORD))
                .filter(variable -> !variable.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** The newest job of this kind, service and action that has not ended. */
    public Optional<Job> unended(JobKind kind, String service, String action) {
        JobFilter filter = new JobFilter(kind, service, null, null, JobStatus.RUNNING, action, null);
        return store.list(filter, new PageRequest(1, 1)).items().stream().findFirst();
    }

    private void requirePlace(Caller caller, JobTask task) {
        Integer user = caller.userId();
        if (user == null || task.lane == Lane.URGENT || store.queuedOf(user) < queuedPerUser) return;
        throw new CloudLabException(
                ErrorKind.TOO_MANY,
                "too-many-jobs",
                "You have " + queuedPerUser + " waiting jobs already. Try again when some have begun.");
    }

    private JobSecrets secrets(JobTask task) {
        Map<String, String> environment = new HashMap<>(task.secretEnvironment);
        String password = vault.password().orElse(null);
        if (password != null) environment.put(JobRunner.VAULT_PASSWORD, password);
        List<String> masked = new ArrayList<>(labSecrets.values(password));
        masked.addAll(task.masked);
        return new JobSecrets(environment, masked, task.secretVariables).withEarlier(earlier(task));
    }

    /** Comparing what is there with what shall be, such as {@code --diff} does, shows what an earlier job was given. */
    private List<String> earlier(JobTask task) {
        Job latest = store.latest(task.service)
                .filter(job -> job.request().kind() == task.kind)
                .orElse(null);
        if (latest == null) return List.of();
        try {
            return JobSecrets.open(latest.plan().secrets(), key, latest.id()).values();
        } catch (WrongKey | UncheckedIOException e) { // an old job must not keep new ones from starting
            LOGGER.log(System.Logger.Level.WARNING, "The secrets of job {0} cannot be read: {1}", latest.id(), e);
            return List.of();
        }
    }

    private Job insert(JobRequest request, JobTask task, JobSecrets secrets) {
        while (true) {
            JobId id = JobId.random(random);
            String nonce = String.format("%016x%016x", random.nextLong(), random.nextLong());
            JobPlan plan = new JobPlan(
                    task.title,
                    task.directory,
                    task.commands,
                    task.environment,
                    task.variables,
                    secrets.seal(key, id),
                    task.lane);
            Job job = Job.accepted(id, nonce, request, plan);
            if (store.insert(job)) return job;
        }
    }
}
