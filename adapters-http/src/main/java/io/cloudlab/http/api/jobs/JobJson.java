package io.cloudlab.http.api.jobs;

import io.cloudlab.core.jobs.job.HostTotals;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobKind;
import io.cloudlab.core.jobs.job.JobOutcome;
import io.cloudlab.core.jobs.job.JobRequest;
import io.cloudlab.core.jobs.job.JobStatus;
import io.cloudlab.core.jobs.job.Phase;
import io.cloudlab.core.jobs.job.Retry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A job as clients see it.
 *
 * @param retryOf the job that failed before, of which this is the next try, or null
 * @param notBefore when a job that waits may begin, or null for as soon as its turn comes
 */
public record JobJson(
        String id,
        JobKind kind,
        String service,
        String action,
        @Nullable String script,
        JobStatus status,
        Instant startedAt,
        @Nullable Instant finishedAt,
        List<String> output,
        boolean outputTruncated,
        long outputLines,
        @Nullable Integer userId,
        String username,
        @Nullable Integer exitCode,
        boolean cancelled,
        ShownPhase phase,
        @Nullable String reason,
        @Nullable String deploymentId,
        @Nullable Long objectId,
        @Nullable String typeSlug,
        Map<String, Object> inputs,
        Map<String, Host> hosts,
        Map<String, String> outputs,
        @Nullable String retryOf,
        @Nullable Instant notBefore) {

    /** How far a job is, as far as clients need to know. */
    enum ShownPhase {
        QUEUED,
        RUNNING,
        STOPPING,
        ENDED;

        static ShownPhase of(Phase phase) {
            return switch (phase) {
                case QUEUED, LAUNCHING -> QUEUED;
                case RUNNING -> RUNNING;
                case STOPPING -> STOPPING;
                case ENDED -> ENDED;
            };
        }
    }

    /** What starting a job answers. */
    public record Started(String jobId, JobStatus status) {
        public static Started of(Job job) {
            return new Started(job.id().value(), job.status());
        }
    }

    /** How the playbooks of an ended job went on one host. */
    record Host(int ok, int changed, int failures, int unreachable, int skipped, int rescued, int ignored) {
        static Host of(HostTotals totals) {
            return new Host(
                    totals.ok(),
                    totals.changed(),
                    totals.failures(),
                    totals.unreachable(),
                    totals.skipped(),
                    totals.rescued(),
                    totals.ignored());
        }
    }

    record Cancelled(String status, String jobId) {}

    record ListOf(List<JobJson> jobs, long total, int page, int perPage) {}

    /**
     * @param from the line wanted first
     * @param next where to go on reading
     * @param finished whether no more lines will come after {@code total}
     * @param open the last line while it has stood without an end for half a second
     */
    record Output(
            String jobId,
            long from,
            List<String> lines,
            long next,
            long total,
            boolean finished,
            @Nullable OpenLine open) {
        record OpenLine(long index, String text) {}
    }

    /** @param next where to go on searching, or null at the end of the log */
    record Found(String jobId, List<Line> lines, @Nullable Long next) {
        record Line(long number, String text) {}
    }

    /** @param lines how many there are in all */
    static JobJson of(Job job, List<String> output, long lines, @Nullable String deploymentId) {
        JobRequest request = job.request();
        JobOutcome outcome = job.outcome();
        Retry retry = job.plan().retry();
        return new JobJson(
                job.id().value(),
                request.kind(),
                request.service(),
                request.action(),
                request.script(),
                job.status(),
                request.acceptedAt(),
                outcome == null ? null : outcome.finishedAt(),
                output,
                output.size() < lines,
                lines,
                request.userId(),
                request.username(),
                outcome == null ? null : outcome.exitCode(),
                outcome != null && outcome.cancelled(),
                ShownPhase.of(job.phase()),
                outcome == null ? null : outcome.reason(),
                deploymentId,
                request.subject().objectId(),
                request.subject().typeSlug(),
                request.inputs(),
                outcome == null ? Map.of() : hosts(outcome),
                outcome == null ? Map.of() : outcome.outputs(),
                retry.of() == null ? null : retry.of().value(),
                job.phase() == Phase.QUEUED ? retry.notBefore() : null);
    }

    private static Map<String, Host> hosts(JobOutcome outcome) {
        Map<String, Host> hosts = new LinkedHashMap<>();
        outcome.hosts().forEach((name, totals) -> hosts.put(name, Host.of(totals)));
        return hosts;
    }
}
