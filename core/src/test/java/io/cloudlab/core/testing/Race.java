package io.cloudlab.core.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/** Runs the same work on many threads at once. */
public final class Race {
    private Race() {}

    /** What each of {@code runners} threads got. Their first failure is passed on. */
    public static <T> List<T> of(int runners, IntFunction<T> run) {
        ExecutorService threads = Executors.newFixedThreadPool(runners);
        CountDownLatch start = new CountDownLatch(1);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int each = 0; each < runners; each++) {
                int number = each;
                running.add(threads.submit(() -> {
                    start.await();
                    return run.apply(number);
                }));
            }
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) results.add(one.get());
            return results;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("a runner failed", e);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Whether {@code work} was done, and not refused with {@code refusal}. */
    public static boolean succeeds(Class<? extends RuntimeException> refusal, Runnable work) {
        try {
            work.run();
            return true;
        } catch (RuntimeException e) {
            if (refusal.isInstance(e)) return false;
            throw e;
        }
    }

    /** Gives a thread that must be waiting for us a good while to prove that it is not. */
    public static void letGetStuck(Thread thread) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
        while (thread.isAlive() && System.nanoTime() < end) LockSupport.parkNanos(1_000_000);
    }
}
