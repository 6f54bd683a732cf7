package io.cloudlab.core.jobs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a job ended.
 *
 * @param status completed or failed
 * @param exitCode null where no process ran to an end, or its end was not recorded
 * @param reason why there is no ordinary end, such as {@code lost}, {@code not started}, {@code cancelled}; null otherwise
 * @param outputLines lines in its log
 * @param outputBytes bytes in its log
 * @param deploymentId what the job printed as {@code DEPLOYMENT_ID=…}, if anything
 */
public record JobOutcome(
        JobStatus status,
        @Nullable Integer exitCode,
        boolean cancelled,
        @Nullable String reason,
        Instant finishedAt,
        long outputLines,
        long outputBytes,
        @Nullable String deploymentId) {
    /** The processes vanished without a record of their end. */
    public static final String LOST = "lost";
    /** The job was chosen to run, and no process of it ever began. */
    public static final String NOT_STARTED = "not started";

    public static final String CANCELLED = "cancelled";

    public JobOutcome {
        if (status == JobStatus.RUNNING) throw new IllegalArgumentException("a job that runs has no outcome");
    }
}
