package io.cloudlab.core.jobs;

import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.StaleWrite;
import io.cloudlab.core.vault.MasterKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Moves jobs through their lives: starts what may run, stops what was cancelled, and writes down how each ended. All
 * starts happen on one thread, in the order of the queue.
 */
final class JobEngine implements JobRunner.Listener {
    private static final System.Logger LOGGER = System.getLogger(JobEngine.class.getName());
    private static final long RETRY_MILLIS = 1_000;

    private final JobStore store;
    private final JobLog log;
    private final JobRunner runner;
    private final MasterKey key;
    private final JobLimits limits;
    private final Endings endings;
    private final ScheduledExecutorService scheduler;
    private final Executor stoppers;
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Map<JobId, CompletableFuture<Integer>> stops = new ConcurrentHashMap<>();

    /**
     * @param scheduler one thread, on which jobs are started and ended
     * @param stoppers threads that may block for as long as stopping a job takes
     */
    JobEngine(
            JobStore store,
            JobLog log,
            JobRunner runner,
            MasterKey key,
            JobLimits limits,
            Endings endings,
            ScheduledExecutorService scheduler,
            Executor stoppers) {
        this.store = store;
        this.log = log;
        this.runner = runner;
        this.key = key;
        this.limits = limits;
        this.endings = endings;
        this.scheduler = scheduler;
        this.stoppers = stoppers;
    }

    /** Takes up what an earlier run of the program has left, and then starts what may run. */
    void recover() {
        for (Job job : store.active()) {
            runner.attach(job.id(), job.nonce(), this);
            if (job.phase() == Phase.STOPPING) stop(job);
        }
        wake();
    }

    /** Something may have become able to run. */
    void wake() {
        if (woken.compareAndSet(false, true)) execute(this::dispatch);
    }

    /** Begins to end the processes of a job that is {@link Phase#STOPPING}. Again changes nothing. */
    CompletableFuture<Integer> stop(Job job) {
        return stops.computeIfAbsent(
                job.id(),
                id -> CompletableFuture.supplyAsync(() -> runner.stop(id, job.nonce(), limits.grace()), stoppers));
    }

    @Override
    public void ended(JobId id, JobRunner.End end) {
        execute(() -> end(id, end));
    }

    private void dispatch() {
        woken.set(false);
        try {
            while (startNext()) {
                // until nothing more may run now
            }
        } catch (CloudLabException notNow) {
            LOGGER.log(System.Logger.Level.WARNING, "Jobs cannot be started now: {0}", notNow.detail());
            later(this::wake);
        }
    }

    private boolean startNext() {
        Optional<Job> next = store.nextRunnable(store.activeCount() < limits.atOnce());
        if (next.isEmpty()) return false;
        try {
            start(store.update(next.get().launching()));
        } catch (StaleWrite | ServiceBusy somebodyElseWasFaster) {
            LOGGER.log(
                    System.Logger.Level.DEBUG,
                    "Job {0} was changed while it was chosen.",
                    next.get().id());
        }
        return true;
    }

    private void start(Job job) {
        try {
            log.create(job.id());
            log.append(job.id(), "--- " + job.plan().title() + " ---");
            Map<String, String> environment = new HashMap<>(job.plan().environment());
            environment.putAll(
                    JobSecrets.open(job.plan().secrets(), key, job.id()).environment());
            runner.start(
                    new JobRunner.Launch(
                            job.id(),
                            job.nonce(),
                            job.plan().directory(),
                            job.plan().commands(),
                            environment),
                    this);
        } catch (CloudLabException failed) {
            LOGGER.log(System.Logger.Level.WARNING, "Job {0} could not be started: {1}", job.id(), failed.detail());
            endings.notStarted(job, failed.detail());
            return;
        }
        markRunning(job);
    }

    private void markRunning(Job launching) {
        try {
            store.update(launching.running());
        } catch (StaleWrite cancelledMeanwhile) {
            store.find(launching.id())
                    .filter(job -> job.phase() == Phase.STOPPING)
                    .ifPresent(this::stop);
        } catch (CloudLabException notNow) {
            LOGGER.log(System.Logger.Level.WARNING, "Job {0} runs, which cannot be stored now.", launching.id());
        }
    }

    private void end(JobId id, JobRunner.End end) {
        try {
            Optional<Job> found = store.find(id).filter(job -> !job.hasEnded());
            if (found.isEmpty()) return;
            Job job = found.get();
            if (job.phase() != Phase.STOPPING) {
                endings.ended(job, end, 0);
                wake();
                return;
            }
            stop(job).whenComplete((left, failed) -> execute(() -> endStopped(id, end, left == null ? 0 : left)));
        } catch (CloudLabException notNow) {
            LOGGER.log(
                    System.Logger.Level.WARNING, "The end of job {0} cannot be stored now: {1}", id, notNow.detail());
            later(() -> end(id, end));
        }
    }

    private void endStopped(JobId id, JobRunner.End end, int left) {
        try {
            store.find(id).filter(job -> !job.hasEnded()).ifPresent(job -> endings.ended(job, end, left));
            stops.remove(id);
            wake();
        } catch (CloudLabException notNow) {
            later(() -> endStopped(id, end, left));
        }
    }

    private void execute(Runnable task) {
        try {
            scheduler.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException unexpected) {
                    LOGGER.log(System.Logger.Level.ERROR, "The job engine met something unexpected.", unexpected);
                }
            });
        } catch (RejectedExecutionException closing) {
            LOGGER.log(System.Logger.Level.DEBUG, "The job engine is closed; the next start goes on.");
        }
    }

    private void later(Runnable task) {
        try {
            scheduler.schedule(() -> execute(task), RETRY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closing) {
            LOGGER.log(System.Logger.Level.DEBUG, "The job engine is closed; the next start goes on.");
        }
    }
}
