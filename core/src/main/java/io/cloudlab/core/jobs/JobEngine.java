package io.cloudlab.core.jobs;

import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.core.jobs.job.JobSecrets;
import io.cloudlab.core.jobs.job.JobStore;
import io.cloudlab.core.jobs.job.Phase;
import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.core.server.ServerId;
import io.cloudlab.core.server.ServerLease;
import io.cloudlab.core.shared.BackgroundExecutors;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.StaleWrite;
import io.cloudlab.core.vault.MasterKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Moves jobs through their lives: starts what may run, stops what was cancelled, and writes down how each ended. All of
 * it happens on one thread, so that a stop never overtakes the start of the same job; what fails there for the time
 * being is tried again until it succeeds.
 */
public final class JobEngine implements JobRunner.Listener, AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(JobEngine.class.getName());
    private static final long STOP_RETRY_MILLIS = 1_000;

    private final JobStore store;
    private final JobLog log;
    private final JobRunner runner;
    private final MasterKey key;
    private final JobLimits limits;
    private final LaunchAuthorization rights;
    private final ServerLease lease;
    private final JobCompletion endings;
    private final Clock clock;
    private final RetriedTasks tasks;
    private final ExecutorService stoppers;
    private final AtomicBoolean woken = new AtomicBoolean();
    /** Used on the thread of the tasks only. */
    private final Map<JobId, CompletableFuture<Integer>> stops = new HashMap<>();

    public JobEngine(
            JobStore store,
            JobLog log,
            JobRunner runner,
            MasterKey key,
            JobLimits limits,
            LaunchAuthorization rights,
            ServerLease lease,
            JobCompletion endings,
            Clock clock,
            BackgroundExecutors executors) {
        this.store = store;
        this.log = log;
        this.runner = runner;
        this.key = key;
        this.limits = limits;
        this.rights = rights;
        this.lease = lease;
        this.endings = endings;
        this.clock = clock;
        this.tasks = new RetriedTasks(executors.scheduler("cloudlab-jobs"));
        this.stoppers = executors.workers("cloudlab-stop");
        endings.onRetry(this::wakeAt);
    }

    /** Takes up what an earlier run of the program has left, and then starts what may run. */
    public void recover() {
        endings.queued(job -> {
            endings.discardUnstored(job);
            if (job.plan().retry().notBefore() != null)
                wakeAt(job.plan().retry().notBefore());
        });
        ServerId here = lease.server().id();
        for (Job job : store.active()) {
            if (job.isElsewhere(here)) {
                LOGGER.log(
                        System.Logger.Level.WARNING, "Job {0} belongs to another server and is left alone.", job.id());
                continue;
            }
            Job own = job.server() == null ? store.update(job.at(here)) : job;
            tasks.submit("take up job " + own.id(), () -> takeUp(own));
        }
        wake();
    }

    /** Stops watching; jobs that run go on, and are taken up by the next start. */
    @Override
    public void close() {
        stoppers.shutdown();
        tasks.close();
    }

    /** Something may have become able to run. */
    void wake() {
        if (woken.compareAndSet(false, true)) tasks.submit("start jobs", this::dispatch);
    }

    /** Something becomes able to run then. */
    private void wakeAt(Instant due) {
        long left = Math.max(0, Duration.between(clock.instant(), due).toMillis());
        tasks.submit("start jobs that are tried again", () -> dispatchAt(due), left);
    }

    private void dispatchAt(Instant due) {
        if (clock.instant().isBefore(due)) wakeAt(due); // the clock was set back
        else dispatch();
    }

    /** Begins to end the processes of a job that has become {@link Phase#STOPPING}. */
    void cancelled(JobId id) {
        tasks.submit("stop job " + id, () -> stopIfAsked(id));
    }

    /** Repeats what may not have succeeded. */
    Job cancelledAgain(Job stopping) {
        cancelled(stopping.id());
        return stopping;
    }

    @Override
    public void ended(JobId id, JobRunner.End end) {
        tasks.submit("end job " + id, () -> end(id, end));
    }

    private void takeUp(Job job) {
        runner.attach(job.id(), job.nonce(), this);
        if (job.phase() == Phase.LAUNCHING) markRunning(job);
        watchDeadline(job);
        if (job.phase() == Phase.STOPPING) stop(job);
    }

    private void dispatch() {
        woken.set(false);
        while (!tasks.isClosed() && startNext()) {
            // until nothing more may run now
        }
    }

    private boolean startNext() {
        if (lease.isLost()) return false;
        lease.require(); // what cannot be renewed now may be later, so this is tried again
        Optional<Job> next =
                store.nextRunnable(store.activeCount(lease.server().id()) < limits.atOnce(), clock.instant());
        if (next.isEmpty()) return false;
        try {
            startOrRefuse(next.get());
        } catch (StaleWrite | ServiceBusy e) {
            LOGGER.log(
                    System.Logger.Level.DEBUG,
                    "Job {0} was changed while it was chosen.",
                    next.get().id());
        }
        return true;
    }

    private void startOrRefuse(Job job) {
        Optional<String> missing = rights.missing(job);
        if (missing.isEmpty())
            start(lease.holding(() -> store.update(job.launching(lease.server().id(), clock.instant()))));
        else endings.refused(job, missing.get(), () -> rights.record(job));
    }

    private void start(Job job) {
        try {
            endings.discardUnstored(job);
            log.create(job.id());
            log.append(job.id(), "--- " + job.plan().title() + " ---");
            Map<String, String> environment = new HashMap<>(job.plan().environment());
            JobSecrets secrets = JobSecrets.open(job.plan().secrets(), key, job.id());
            environment.putAll(secrets.environment());
            Map<String, Object> variables = new HashMap<>(job.plan().variables());
            variables.putAll(secrets.variables());
            runner.start(
                    new JobRunner.Launch(
                            job.id(),
                            job.nonce(),
                            job.plan().directory(),
                            job.plan().commands(),
                            environment,
                            job.plan().inputs().with(secrets),
                            variables),
                    this);
            markRunning(job);
            watchDeadline(job);
        } catch (CloudLabException e) {
            LOGGER.log(System.Logger.Level.WARNING, "Job {0} could not be started: {1}", job.id(), e.detail());
            tasks.run(
                    "end job " + job.id(),
                    () -> unended(job.id()).ifPresent(still -> endings.notStarted(still, e.detail())));
        } catch (RuntimeException | Error e) {
            LOGGER.log(System.Logger.Level.ERROR, "Job " + job.id() + " may not have been started.", e);
            tasks.run("take up job " + job.id(), () -> takeUp(job)); // tells whether it was
        }
    }

    /** Of a job that was cancelled meanwhile it stays true that it is being stopped. */
    private void markRunning(Job launching) {
        tasks.run("mark job " + launching.id() + " as running", () -> {
            try {
                store.update(launching.running());
            } catch (StaleWrite e) {
                LOGGER.log(System.Logger.Level.DEBUG, "Job {0} has moved on already.", launching.id());
            }
        });
    }

    private void watchDeadline(Job job) {
        Instant deadline = job.deadline();
        if (deadline == null) return;
        long left = Math.max(0, Duration.between(clock.instant(), deadline).toMillis());
        tasks.submit("stop job " + job.id() + " at its timeout", () -> timeOut(job.id()), left);
    }

    private void timeOut(JobId id) {
        Job job = unended(id).orElse(null);
        if (job == null || job.phase() == Phase.STOPPING) return;
        if (clock.instant().isBefore(Objects.requireNonNull(job.deadline())))
            watchDeadline(job); // the clock was set back
        else stop(store.update(job.timedOut()));
    }

    private void stopIfAsked(JobId id) {
        store.find(id).filter(job -> job.phase() == Phase.STOPPING).ifPresent(job -> {
            if (job.isElsewhere(lease.server().id())) {
                endings.elsewhere(job);
                wake();
            } else {
                stop(job);
            }
        });
    }

    /** Doing it again changes nothing, unless it has failed. */
    private CompletableFuture<Integer> stop(Job job) {
        JobId id = job.id();
        CompletableFuture<Integer> known = stops.get(id);
        if (known != null && !known.isCompletedExceptionally()) return known;
        CompletableFuture<Integer> stop =
                CompletableFuture.supplyAsync(() -> runner.stop(id, job.nonce(), limits.grace()), stoppers);
        stops.put(id, stop);
        stop.whenComplete((left, failed) -> {
            if (failed == null) return;
            LOGGER.log(System.Logger.Level.WARNING, "Job " + id + " cannot be stopped now.", failed);
            tasks.submit("stop job " + id, () -> stopIfAsked(id), STOP_RETRY_MILLIS);
        });
        return stop;
    }

    private void end(JobId id, JobRunner.End end) {
        Job job = unended(id).orElse(null);
        if (job == null) {
            wake(); // an earlier attempt may have stored it without learning so
        } else if (job.phase() == Phase.STOPPING) {
            stop(job)
                    .whenComplete((left, failed) -> tasks.submit(
                            "end job " + id, () -> endStopped(id, end, failed == null ? left : JobCompletion.UNKNOWN)));
        } else {
            conclude(job, end, 0);
        }
    }

    private void endStopped(JobId id, JobRunner.End end, int left) {
        unended(id).ifPresent(job -> conclude(job, end, left));
        stops.remove(id);
    }

    private void conclude(Job job, JobRunner.End end, int left) {
        try {
            endings.ended(job, end, left);
            wake();
        } catch (StaleWrite e) {
            ended(job.id(), end);
        }
    }

    private Optional<Job> unended(JobId id) {
        return store.find(id).filter(job -> !job.hasEnded());
    }
}
