package io.cloudlab.core.jobs;

import io.cloudlab.core.shared.InvalidInput;
import java.time.Duration;

/**
 * How much jobs may take.
 *
 * @param atOnce how many may be active at once; further ones wait
 * @param grace how long a cancelled job has between TERM and KILL
 * @param kept how long an ended job and its log are kept
 * @param mostKept how many ended jobs are kept, of any age
 * @param mostBytesKept how many bytes of logs of ended jobs are kept, of any age
 * @param queuedPerUser how many jobs of one user may wait; more are refused
 */
public record JobLimits(
        int atOnce, Duration grace, Duration kept, long mostKept, long mostBytesKept, int queuedPerUser) {
    /** The usual {@link #queuedPerUser}. */
    public static final int MAX_QUEUED_PER_USER = 1_000;

    /** Twice the processors and four more at once; 10 s of grace; 90 days, 200,000 jobs and 100 GiB kept. */
    public static final JobLimits DEFAULT = new JobLimits(
            2 * Runtime.getRuntime().availableProcessors() + 4,
            Duration.ofSeconds(10),
            Duration.ofDays(90),
            200_000,
            100L << 30);

    /** With {@link #MAX_QUEUED_PER_USER}. */
    public JobLimits(int atOnce, Duration grace, Duration kept, long mostKept, long mostBytesKept) {
        this(atOnce, grace, kept, mostKept, mostBytesKept, MAX_QUEUED_PER_USER);
    }

    public JobLimits withQueuedPerUser(int max) {
        return new JobLimits(atOnce, grace, kept, mostKept, mostBytesKept, max);
    }

    public JobLimits {
        if (atOnce < 1) throw new InvalidInput("max-jobs", "must be at least 1");
        if (grace.isNegative()) throw new InvalidInput("job-grace", "must not be negative");
        if (kept.isNegative() || kept.isZero()) throw new InvalidInput("job-retention", "must be longer than nothing");
        if (queuedPerUser < 1) throw new InvalidInput("queued-jobs", "must be at least 1");
    }
}
