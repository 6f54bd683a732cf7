package io.cloudlab.http.work;

import io.cloudlab.http.error.ProblemException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads of their own for work that takes long, so that it never occupies those that answer requests. Only so much waits;
 * what would be more is refused with 429. Thread-safe.
 */
public final class BoundedExecutor implements AutoCloseable {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final long CLOSING_MILLIS = 5_000;

    private final ThreadPoolExecutor executor;

    /** @param max how much may wait for a thread, possibly nothing */
    public BoundedExecutor(String name, int threads, int max) {
        BlockingQueue<Runnable> waiting = max == 0 ? new SynchronousQueue<>() : new ArrayBlockingQueue<>(max);
        this.executor = new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, waiting, Threads.numbered("cloudlab-" + name + "-"));
        executor.allowCoreThreadTimeOut(true);
    }

    /** For hashing passwords: half of the processors, so that the other half answers other requests. */
    public static BoundedExecutor forPasswords() {
        return new BoundedExecutor("passwords", Math.max(1, Runtime.getRuntime().availableProcessors() / 2), 64);
    }

    /** @return ends as the work ends; or with a {@link ProblemException} if too much waits already */
    public CompletableFuture<Void> begin(Runnable work) {
        try {
            return CompletableFuture.runAsync(work, executor);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(tooMuch());
        }
    }

    public static ProblemException tooMuch() {
        return ProblemException.tooMany(
                RETRY_AFTER.toSeconds(), "busy", "The server has too much of this to do. Try again in a moment.");
    }

    /**
     * Ends what runs and drops what waits: when the server stops, no client is left to be answered. Nothing is interrupted,
     * since that could break a database's files.
     */
    @Override
    public void close() {
        OrderlyShutdown.of(executor, CLOSING_MILLIS);
    }

    /** Ends what runs and what waits, within a few seconds. @return how much was left waiting */
    int finish() {
        return OrderlyShutdown.await(executor, CLOSING_MILLIS)
                ? 0
                : executor.getQueue().size();
    }
}
