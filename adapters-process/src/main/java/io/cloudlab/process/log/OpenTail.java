package io.cloudlab.process.log;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Knows for how long the last line of a log has stood without a line feed, such as a question or the bar of a progress,
 * and when viewers are to be told what it has become. Thread-safe.
 */
final class OpenTail {
    private static final long START_TIMEOUT = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long NOWHERE = -1;

    private final LongSupplier nanos;
    private long quiet;
    private long start = NOWHERE;
    private long since;
    private long toldSeen = NOWHERE;
    private long toldAt;

    /** @param nanos a clock as {@link System#nanoTime} */
    OpenTail(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** For how long nothing had been added when the log was opened. */
    synchronized void openedAfter(long quietNanos) {
        quiet = Math.max(0, quietNanos);
    }

    /** Takes notice of what has been read by now. */
    synchronized void at(Progress now) {
        if (now.seen() == now.settled()) {
            start = NOWHERE;
        } else if (start != now.settled()) {
            start = now.settled();
            since = nanos.getAsLong() - quiet;
        }
        quiet = 0;
    }

    /** Whether the last line has been open for long enough to be shown. */
    synchronized boolean stands(Progress now) {
        return start != NOWHERE
                && start == now.settled()
                && !now.finished()
                && nanos.getAsLong() - since >= START_TIMEOUT;
    }

    /** Whether it {@link #stands} and has grown since this was true last, and that is some time ago. */
    synchronized boolean isNews(Progress now) {
        if (!stands(now) || toldSeen == now.seen()) return false;
        long time = nanos.getAsLong();
        if (toldSeen > start && time - toldAt < START_TIMEOUT) return false;
        toldSeen = now.seen();
        toldAt = time;
        return true;
    }
}
