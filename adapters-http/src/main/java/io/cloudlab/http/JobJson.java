package io.cloudlab.http;

import io.cloudlab.core.jobs.Job;
import io.cloudlab.core.jobs.JobOutcome;
import io.cloudlab.core.jobs.JobRequest;
import io.cloudlab.core.jobs.JobStatus;
import io.cloudlab.core.jobs.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A job as clients see it. */
record JobJson(
        String id,
        String service,
        String action,
        @Nullable String script,
        String status,
        Instant startedAt,
        @Nullable Instant finishedAt,
        List<String> output,
        boolean outputTruncated,
        long outputLines,
        @Nullable Integer userId,
        String username,
        @Nullable Integer exitCode,
        boolean cancelled,
        String phase,
        @Nullable String reason,
        @Nullable String deploymentId,
        @Nullable Long objectId,
        @Nullable String typeSlug,
        Map<String, Object> inputs) {

    /** What starting a job answers. */
    record Started(String jobId, String status) {
        static Started of(Job job) {
            return new Started(job.id().value(), word(job.status()));
        }
    }

    record Cancelled(String status, String jobId) {}

    record ListOf(List<JobJson> jobs, long total, int page, int perPage) {}

    /**
     * @param from the line wanted first
     * @param next where to go on reading
     * @param finished whether no more lines will come after {@code total}
     */
    record Output(String jobId, long from, List<String> lines, long next, long total, boolean finished) {}

    /** @param next where to go on searching, or null at the end of the log */
    record Found(String jobId, List<Line> lines, @Nullable Long next) {
        record Line(long number, String text) {}
    }

    /** @param lines how many there are in all */
    static JobJson of(Job job, List<String> output, long lines, @Nullable String deploymentId) {
        JobRequest request = job.request();
        JobOutcome outcome = job.outcome();
        return new JobJson(
                job.id().value(),
                request.service(),
                request.action(),
                request.script(),
                word(job.status()),
                request.acceptedAt(),
                outcome == null ? null : outcome.finishedAt(),
                output,
                output.size() < lines,
                lines,
                request.userId(),
                request.username(),
                outcome == null ? null : outcome.exitCode(),
                outcome != null && outcome.cancelled(),
                shown(job.phase()),
                outcome == null ? null : outcome.reason(),
                deploymentId,
                request.objectId(),
                request.typeSlug(),
                request.inputs());
    }

    static String word(JobStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private static String shown(Phase phase) {
        return switch (phase) {
            case QUEUED, LAUNCHING -> "queued";
            case RUNNING -> "running";
            case STOPPING -> "stopping";
            case ENDED -> "ended";
        };
    }
}
