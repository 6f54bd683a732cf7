package io.cloudlab.core.jobs;

import io.cloudlab.core.shared.CloudLabException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs tasks on one thread; what fails for the time being is tried again until it succeeds. */
final class RetriedTasks implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(RetriedTasks.class.getName());
    private static final long FIRST_RETRY_MILLIS = 250;
    private static final long LAST_RETRY_MILLIS = 4_000;
    private static final long CLOSING_SECONDS = 3;

    private final ScheduledExecutorService scheduler;

    RetriedTasks(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
    }

    /** @param what the task for the log, such as {@code stop job 0f3c9a1e} */
    void submit(String what, Runnable task) {
        submit(what, task, 0);
    }

    void submit(String what, Runnable task, long delayMillis) {
        schedule(() -> run(what, task, FIRST_RETRY_MILLIS), delayMillis);
    }

    /** Runs it at once, on the calling thread; only what has to be repeated is left to the other. */
    void run(String what, Runnable task) {
        run(what, task, FIRST_RETRY_MILLIS);
    }

    private void run(String what, Runnable task, long pause) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            if (e instanceof CloudLabException known)
                LOGGER.log(System.Logger.Level.WARNING, "Cannot {0} now: {1}", what, known.detail());
            else LOGGER.log(System.Logger.Level.ERROR, "Cannot " + what + " now.", e);
            schedule(() -> run(what, task, Math.min(2 * pause, LAST_RETRY_MILLIS)), pause);
        }
    }

    private void schedule(Runnable task, long delayMillis) {
        try {
            scheduler.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "The job engine is closed; the next start goes on.");
        }
    }

    boolean isClosed() {
        return scheduler.isShutdown();
    }

    /** Waits a moment for the task at hand. */
    @Override
    public void close() {
        scheduler.shutdown();
        try {
            if (!scheduler.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS))
                LOGGER.log(
                        System.Logger.Level.WARNING, "A job is still being started or ended; the next start goes on.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
