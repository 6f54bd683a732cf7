package io.cloudlab.core.terminal;

import io.cloudlab.core.shared.BackgroundExecutors;
import io.cloudlab.core.shared.Unfailing;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The threads that look after terminals: one that checks all, and as many as there are servers that keep one waiting.
 * There are no more of these than terminals, whose number is limited.
 */
final class TerminalThreads implements AutoCloseable {
    private static final long BETWEEN_CHECKS_MILLIS = 1_500;
    private static final long CLOSING_SECONDS = 3;

    private final ExecutorService workers;
    private final ScheduledExecutorService watch;

    TerminalThreads(BackgroundExecutors executors) {
        this.workers = executors.workers("cloudlab-terminals");
        this.watch = executors.scheduler("cloudlab-terminal-watch");
    }

    /** @param check what to do about every second */
    void start(Runnable check) {
        watch.scheduleWithFixedDelay(
                new Unfailing("watch over terminals", check),
                BETWEEN_CHECKS_MILLIS,
                BETWEEN_CHECKS_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    /** Those who may be kept waiting; at the end they take nothing any more. */
    Executor workers() {
        return this::work;
    }

    private void work(Runnable task) {
        try {
            workers.execute(guarded(task));
        } catch (RejectedExecutionException e) {
            // there is no terminal left
        }
    }

    /** Does what must be done at the end of a terminal, here and now if need be. */
    void finish(Runnable task) {
        try {
            workers.execute(guarded(task));
        } catch (RejectedExecutionException e) {
            guarded(task).run();
        }
    }

    private static Runnable guarded(Runnable task) {
        return new Unfailing("work for a terminal", task);
    }

    @Override
    public void close() {
        watch.shutdown();
        workers.shutdown();
        try {
            workers.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
