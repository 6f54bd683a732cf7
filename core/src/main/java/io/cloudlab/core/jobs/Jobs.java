package io.cloudlab.core.jobs;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobEnded;
import io.cloudlab.core.jobs.job.JobEvents;
import io.cloudlab.core.jobs.job.JobFilter;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobKind;
import io.cloudlab.core.jobs.job.JobOutcome;
import io.cloudlab.core.jobs.job.Phase;
import io.cloudlab.core.jobs.log.JobFollower;
import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.core.jobs.log.JobOutputs;
import io.cloudlab.core.jobs.log.JobSummary;
import io.cloudlab.core.jobs.log.LogChunk;
import io.cloudlab.core.jobs.log.OutputWindow;
import io.cloudlab.core.services.ServiceAccess;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.shared.Conflict;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.shared.StaleWrite;
import io.cloudlab.core.shared.Transactions;
import io.cloudlab.core.shared.Unavailable;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Runs things and shows how they go. Thread-safe. */
public final class Jobs {
    private final Transactions transactions;
    private final RecentPages store;
    private final JobOutputs outputs;
    private final JobEvents events;
    private final JobCompletion endings;
    private final JobEngine engine;
    private final ServiceLauncher launches;
    private final AuditTrail audit;
    private final ServiceAccess access;

    public Jobs(
            Transactions transactions,
            RecentPages store,
            JobOutputs outputs,
            JobEvents events,
            JobCompletion endings,
            JobEngine engine,
            ServiceLauncher launches,
            AuditTrail audit,
            ServiceAccess access) {
        this.access = access;
        this.transactions = transactions;
        this.store = store;
        this.outputs = outputs;
        this.events = events;
        this.endings = endings;
        this.engine = engine;
        this.launches = launches;
        this.audit = audit;
    }

    /**
     * Deploys a service or runs one of its scripts: at once, or when its turn comes.
     *
     * @return the accepted job; it is stored, and will run or be reported as not started also if this program ends
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
        JobFilter seen = filter.without(access.hidden(caller));
        if (caller.may(Permission.JOBS_VIEW_ALL)) return store.recent(seen, page);
        int self = Objects.requireNonNull(caller.userId(), "only users hold jobs.view_own alone");
        if (filter.userId() != null && filter.userId() != self) return new Page<>(List.of(), 0, page);
        return store.recent(seen.withUserId(self), page);
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
            } catch (StaleWrite e) {
                // look again at where it is now
            }
        }
    }

    /** Some lines of a job's output, masked. */
    public LogChunk output(Caller caller, JobId id, long from, int maxLines, int maxBytes) {
        return outputs.read(find(caller, id), from, maxLines, maxBytes);
    }

    /**
     * What is known of a job's output now.
     *
     * @throws Denied if the caller may not see the job
     */
    public JobLog.State outputState(Caller caller, Job job) {
        requireView(caller, job);
        return outputs.state(job);
    }

    /**
     * A window of a job's output, masked.
     *
     * @param maxLines at most {@link OutputWindow#MAX_LINES}
     */
    public OutputWindow window(Caller caller, Job job, long from, int maxLines) {
        requireView(caller, job);
        return outputs.window(job, from, maxLines);
    }

    /** A job with its last lines, as lists show it. */
    public JobSummary summary(Caller caller, Job job, int lines) {
        requireView(caller, job);
        return outputs.summary(job, lines);
    }

    /**
     * The last lines of a job, masked.
     *
     * @throws Denied if the caller may not see the job
     */
    public List<String> tail(Caller caller, Job job, int lines) {
        requireView(caller, job);
        return outputs.tail(job, lines);
    }

    /** The last line of a job's output, masked, if it has stood without an end for half a second. */
    public Optional<JobLog.Line> openLine(Caller caller, Job job) {
        requireView(caller, job);
        return outputs.openLine(job);
    }

    /** The output as it was written, secrets masked byte for byte. The caller closes the stream. */
    public InputStream rawOutput(Caller caller, JobId id) {
        return outputs.raw(find(caller, id));
    }

    /** Lines holding {@code text}, without regard to case. */
    public JobLog.Found searchOutput(Caller caller, JobId id, String text, long from, int limit) {
        return outputs.search(find(caller, id), text, from, limit);
    }

    /** @param wake called on any thread when {@link JobFollower#next} may have more to tell; must return at once */
    public JobFollower follow(Caller caller, JobId id, long from, Runnable wake) {
        return outputs.follow(find(caller, id), from, wake);
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
        events.onEnded(listener);
    }

    /**
     * Lets {@code listener} take part in the end of every job that is not cancelled in the queue: what it writes is stored together with the
     * outcome, or neither is, so that no reader sees the one without the other and no crash can come between them. It runs
     * inside that transaction, on any thread, and must return soon. Where it throws {@link Unavailable}, the end is
     * stored later; where it throws anything else, that is logged, and the end is stored without what the listeners do.
     */
    public void onEnding(Consumer<JobEnded> listener) {
        events.onEndingInTransaction(listener);
    }

    /**
     * Asks again for a caller who watches a job.
     *
     * @throws Denied if the caller may not see it
     */
    public void requireView(Caller caller, Job job) {
        caller.requireAny(Permission.JOBS_VIEW_OWN, Permission.JOBS_VIEW_ALL);
        if (!job.isVisibleTo(caller)) throw new Denied(Permission.JOBS_VIEW_ALL);
        boolean hidden = job.request().kind() == JobKind.SERVICE
                && access.hidden(caller).contains(job.request().service());
        if (hidden) throw new Denied(Permission.SERVICES_VIEW);
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
