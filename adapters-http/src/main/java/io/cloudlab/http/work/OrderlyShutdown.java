package io.cloudlab.http.work;

import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends threads without interrupting them: an interrupt inside the embedded database closes its file for every thread.
 */
public final class OrderlyShutdown {
    private OrderlyShutdown() {}

    /**
     * Drops what waits and lets what runs come to its end, for so long.
     *
     * @return whether it has ended
     */
    public static boolean of(ThreadPoolExecutor threads, long millis) {
        threads.shutdown();
        threads.getQueue().clear();
        return await(threads, millis);
    }

    /** Lets what runs and what waits come to its end, for so long. */
    static boolean await(ThreadPoolExecutor threads, long millis) {
        threads.shutdown();
        try {
            return threads.awaitTermination(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
