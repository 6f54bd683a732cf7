package io.cloudlab.core.jobs.job;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether a job is tried again when it fails, and whether it is such a try itself.
 *
 * @param left how many more tries there may be
 * @param delay between the end of one and the beginning of the next
 * @param of the job that failed before, or null for the first
 * @param notBefore when this one may begin, or null for at once
 */
public record Retry(
        int left,
        Duration delay,
        @Nullable JobId of,
        @Nullable Instant notBefore) {
    public static final Retry NONE = new Retry(0, Duration.ZERO, null, null);

    /** What a script may ask for. */
    public static final int MAX_TIMES = 10;

    /** Of a first try. */
    public static Retry of(int times, Duration delay) {
        return new Retry(times, delay, null, null);
    }

    /** That of the next try. */
    Retry after(JobId failed, Instant now) {
        return new Retry(left - 1, delay, failed, now.plus(delay));
    }

    /** Whether a job with this may begin. */
    public boolean isDue(Instant now) {
        return notBefore == null || !now.isBefore(notBefore);
    }
}
