package io.cloudlab.core.jobs.job;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a job ended.
 *
 * @param status completed or failed
 * @param exitCode null where no process ran to an end, or its end was not recorded
 * @param reason why there is no ordinary end, such as {@code lost}, {@code not started}, {@code cancelled},
 *     {@code timed-out}, {@code no hosts matched}, {@code no inventory}; null otherwise
 * @param outputLines lines in its log
 * @param outputBytes bytes in its log
 * @param deploymentId what the job printed as {@code DEPLOYMENT_ID=…}, if anything
 * @param hosts how its playbooks went, by host; empty for a job without playbooks
 * @param outputs what it has written as its outputs, by name, secrets masked
 */
public record JobOutcome(
        JobStatus status,
        @Nullable Integer exitCode,
        boolean cancelled,
        @Nullable String reason,
        Instant finishedAt,
        long outputLines,
        long outputBytes,
        @Nullable String deploymentId,
        Map<String, HostTotals> hosts,
        Map<String, String> outputs) {
    /** The processes vanished without a record of their end. */
    public static final String LOST = "lost";
    /** The job was chosen to run, and no process of it ever began. */
    public static final String NOT_STARTED = "not started";

    /** The user who started the job was no longer permitted to when its turn came. */
    public static final String NOT_PERMITTED = "not permitted";

    public static final String CANCELLED = "cancelled";
    /** It took longer than its timeout and was ended. */
    public static final String TIMED_OUT = "timed-out";
    /** The commands ended well, but a play had no host to work on. */
    public static final String NO_HOSTS = "no hosts matched";
    /** The inventory of a playbook was missing, or could not be read. */
    public static final String NO_INVENTORY = "no inventory";

    public JobOutcome {
        if (status == JobStatus.RUNNING) throw new IllegalArgumentException("a job that runs has no outcome");
        hosts = Collections.unmodifiableMap(new TreeMap<>(hosts));
        outputs = Collections.unmodifiableMap(new TreeMap<>(outputs));
    }

    /** Of a job without playbooks and outputs. */
    public JobOutcome(
            JobStatus status,
            @Nullable Integer exitCode,
            boolean cancelled,
            @Nullable String reason,
            Instant finishedAt,
            long outputLines,
            long outputBytes,
            @Nullable String deploymentId) {
        this(
                status,
                exitCode,
                cancelled,
                reason,
                finishedAt,
                outputLines,
                outputBytes,
                deploymentId,
                Map.of(),
                Map.of());
    }
}
