package io.cloudlab.core.jobs;

import io.cloudlab.core.access.AclStore;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.identity.CurrentRights;
import io.cloudlab.core.server.ServerLease;
import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.shared.Conflict;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.shared.StaleWrite;
import io.cloudlab.core.shared.Transactions;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.shared.Unfailing;
import io.cloudlab.core.vault.LabSecrets;
import io.cloudlab.core.vault.MasterKey;
import io.cloudlab.core.vault.Vault;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs things and shows how they go. Thread-safe. */
public final class Jobs implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(Jobs.class.getName());
    private static final Duration BEFORE_FIRST_SWEEP = Duration.ofMinutes(1);
    private static final Duration BETWEEN_SWEEPS = Duration.ofHours(1);
    private static final long SECONDS_TO_CLOSE = 3;

    private final Transactions transactions;
    private final RecentPages store;
    private final JobLog log;
    private final Redactors redactors;
    private final LastLines lastLines;
    private final JobEvents events = new JobEvents();
    private final Endings endings;
    private final JobEngine engine;
    private final JobStarter starter;
    private final Launches launches;
    private final Retention retention;
    private final AuditTrail audit;
    private final ScheduledThreadPoolExecutor scheduler =
            new ScheduledThreadPoolExecutor(1, JobThreads.named("cloudlab-jobs"));
    private final ScheduledExecutorService sweeper =
            Executors.newSingleThreadScheduledExecutor(JobThreads.named("cloudlab-retention"));
    private final ExecutorService stoppers = Executors.newCachedThreadPool(JobThreads.named("cloudlab-stop"));

    /** What jobs are made of. */
    public record Parts(
            Transactions transactions,
            JobStore store,
            JobLog log,
            JobRunner runner,
            CatalogueSource catalogue,
            Vault vault,
            LabSecrets labSecrets,
            MasterKey key,
            CurrentRights rights,
            AclStore acl,
            ServiceRights serviceRights,
            ServerLease lease,
            AuditTrail audit) {}

    /** What comes into being together; the starter is for the use cases of this system alone. */
    public record Assembled(Jobs jobs, JobStarter starter) {}

    /** Nothing runs before {@link #start}. */
    public static Assembled assemble(Parts parts, JobLimits limits, Clock clock) {
        Jobs jobs = new Jobs(parts, limits, clock);
        return new Assembled(jobs, jobs.starter);
    }

    private Jobs(Parts parts, JobLimits limits, Clock clock) {
        this.transactions = parts.transactions();
        this.store = new RecentPages(parts.store(), transactions, System::nanoTime);
        this.log = parts.log();
        this.audit = parts.audit();
        scheduler.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.redactors = new Redactors(parts.key());
        this.lastLines = new LastLines(log, redactors);
        this.endings = new Endings(transactions, store, log, redactors, events, clock);
        StartersRights rights = new StartersRights(parts.rights(), parts.acl(), parts.serviceRights(), audit);
        this.engine = new JobEngine(
                store, log, parts.runner(), parts.key(), limits, rights, parts.lease(), endings, scheduler, stoppers);
        this.starter =
                new JobStarter(parts, store, engine, this::follow, clock, new SecureRandom(), limits.queuedPerUser());
        this.launches = new Launches(parts, starter);
        this.retention = new Retention(transactions, store, log, limits, audit, clock);
    }

    /** Takes up the jobs an earlier run of this program has left, starts what waits, and begins to tidy up. */
    public void start() {
        engine.recover();
        sweeper.scheduleWithFixedDelay(
                new Unfailing("tidying up of old jobs", this::sweep),
                BEFORE_FIRST_SWEEP.toSeconds(),
                BETWEEN_SWEEPS.toSeconds(),
                TimeUnit.SECONDS);
    }

    void sweep() {
        retention.sweep();
    }

    /** Stops watching; jobs that run go on, and are taken up by the next start. */
    @Override
    public void close() {
        retention.stop();
        sweeper.shutdown();
        scheduler.shutdown();
        stoppers.shutdown();
        try {
            if (!scheduler.awaitTermination(SECONDS_TO_CLOSE, TimeUnit.SECONDS))
                LOGGER.log(
                        System.Logger.Level.WARNING, "A job is still being started or ended; the next start goes on.");
        } catch (InterruptedException enough) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Deploys a service or runs one of its scripts: at once, or when its turn comes.
     *
     * @return the accepted job; it is stored, and will run or be reported as not started whatever happens to this program
     * @throws NotFound if there is no such service, or the script's file is missing
     * @throws io.cloudlab.core.shared.Refused naming the script or input at fault
     * @throws io.cloudlab.core.shared.Unavailable if the disk is too full
     */
    public Job launch(Caller caller, LaunchJob command) {
        return launches.launch(caller, command);
    }

    public Job deploy(Caller caller, ServiceName service) {
        return launch(caller, LaunchJob.deploy(service));
    }

    public Job runScript(Caller caller, ServiceName service, String script, Map<String, Object> inputs) {
        return launch(caller, new LaunchJob(service, Optional.of(script), inputs));
    }

    /** The newest first; those the caller may see. */
    public Page<Job> list(Caller caller, JobFilter filter, PageRequest page) {
        caller.requireAny(Permission.JOBS_VIEW_OWN, Permission.JOBS_VIEW_ALL);
        if (caller.may(Permission.JOBS_VIEW_ALL)) return store.recent(filter, page);
        int self = Objects.requireNonNull(caller.userId(), "only users hold jobs.view_own alone");
        if (filter.userId() != null && filter.userId() != self) return new Page<>(List.of(), 0, page);
        return store.recent(filter.withUserId(self), page);
    }

    /**
     * @throws NotFound if there is no such job
     * @throws Denied if the caller may not see it
     */
    public Job find(Caller caller, JobId id) {
        caller.requireAny(Permission.JOBS_VIEW_OWN, Permission.JOBS_VIEW_ALL);
        Job job = store.find(id).orElseThrow(() -> new NotFound("job"));
        requireView(caller, job);
        return job;
    }

    /**
     * Asks a job to stop; asking again changes nothing. Returns at once: the job ends when its processes are gone.
     *
     * @throws Conflict with code {@code job-not-running} if it has ended
     */
    public Job cancel(Caller caller, JobId id) {
        caller.require(Permission.JOBS_CANCEL);
        while (true) {
            try {
                return transactions.call(() -> tryCancel(caller, id));
            } catch (StaleWrite movedMeanwhile) {
                // look again at where it is now
            }
        }
    }

    /** Some lines of a job's output, masked. */
    public LogChunk output(Caller caller, JobId id, long from, int maxLines, int maxBytes) {
        return log.read(id, from, maxLines, maxBytes, redactors.of(find(caller, id)));
    }

    /**
     * What is known of a job's output now.
     *
     * @throws Denied if the caller may not see the job
     */
    public JobLog.State outputState(Caller caller, Job job) {
        requireView(caller, job);
        JobOutcome outcome = job.outcome();
        if (outcome == null) {
            JobLog.State now = log.state(job.id());
            String deploymentId = redactors.masked(job, now.deploymentId());
            return new JobLog.State(now.lines(), now.bytes(), now.finished(), deploymentId);
        }
        return new JobLog.State(outcome.outputLines(), outcome.outputBytes(), true, outcome.deploymentId());
    }

    /**
     * The last lines of a job, masked.
     *
     * @throws Denied if the caller may not see the job
     */
    public List<String> tail(Caller caller, Job job, int lines) {
        requireView(caller, job);
        return lastLines.of(job, lines);
    }

    /** The last line of a job's output, masked, if it has stood without an end for half a second. */
    public Optional<JobLog.Line> openLine(Caller caller, Job job) {
        requireView(caller, job);
        return job.hasEnded() ? Optional.empty() : log.openLine(job.id(), redactors.of(job));
    }

    /** The output as it was written, secrets masked byte for byte. The caller closes the stream. */
    public InputStream rawOutput(Caller caller, JobId id) {
        return log.raw(id, redactors.of(find(caller, id)));
    }

    /** Lines holding {@code text}, without regard to case. */
    public JobLog.Found searchOutput(Caller caller, JobId id, String text, long from, int limit) {
        return log.search(id, text, from, limit, redactors.of(find(caller, id)));
    }

    /** @param wake called on any thread when {@link JobFollower#next} may have more to tell; must return at once */
    public JobFollower follow(Caller caller, JobId id, long from, Runnable wake) {
        return follow(find(caller, id), from, wake);
    }

    private JobFollower follow(Job job, long from, Runnable wake) {
        return new JobFollower(store, log, events, job.id(), from, redactors.of(job), wake);
    }

    /**
     * Waits for a job to end.
     *
     * @throws io.cloudlab.core.shared.Unavailable with code {@code still-running} if it has not ended in time
     */
    public JobOutcome await(Caller caller, JobId id, Duration atMost) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        Runnable forget = events.await(id, over::countDown);
        try {
            JobOutcome outcome = find(caller, id).outcome();
            if (outcome != null) return outcome;
            over.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
            outcome = find(caller, id).outcome();
            if (outcome == null) throw new Unavailable("still-running", "The job has not ended yet.");
            return outcome;
        } finally {
            forget.run();
        }
    }

    /** Tells {@code listener}, on any thread, of every job that ends from now on; it must return soon. */
    public void onEnded(Consumer<JobEnded> listener) {
        events.subscribe(listener);
    }

    /**
     * Lets {@code listener} take part in the end of every job that is not cancelled in the queue: what it writes is stored together with the
     * outcome, or neither is, so that nobody sees the one without the other and no crash can come between them. It runs
     * inside that transaction, on any thread, and must return soon. Where it throws {@link Unavailable}, the end is
     * stored later; where it throws anything else, that is logged, and the end is stored without what the listeners do.
     */
    public void onEnding(Consumer<JobEnded> listener) {
        events.takePart(listener);
    }

    private void requireView(Caller caller, Job job) {
        caller.requireAny(Permission.JOBS_VIEW_OWN, Permission.JOBS_VIEW_ALL);
        if (!job.isVisibleTo(caller)) throw new Denied(Permission.JOBS_VIEW_ALL);
    }

    private Job tryCancel(Caller caller, JobId id) {
        Job job = find(caller, id);
        if (job.hasEnded()) throw new Conflict("job-not-running", "The job is not running.");
        if (job.phase() == Phase.STOPPING) return engine.cancelledAgain(job);
        String by = String.valueOf(caller.username());
        audit.record(caller, "job.cancel", "jobs/" + id);
        if (job.phase() == Phase.QUEUED) return endings.cancelledInQueue(job, by);
        Job stopping = store.update(job.stopping(by));
        transactions.afterCommit(() -> engine.cancelled(id));
        return stopping;
    }
}
