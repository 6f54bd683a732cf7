package io.cloudlab.http.api.jobs;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.jobs.Jobs;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.core.jobs.log.LogChunk;
import io.cloudlab.http.routing.Param;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A window of a job's output, small enough to be held in memory.
 *
 * @param next the line after the last one read; never beyond the lines there are
 * @param total how many lines there are by now
 */
record JobOutput(
        List<String> lines,
        long next,
        long total,
        boolean finished,
        @Nullable String deploymentId) {
    static final int MAX_LINES = 10_000;
    static final int MAX_BYTES = 1 << 20;

    static final Param<Long> LIMIT = Param.number(
                    "limit",
                    "The most lines wanted; there may be fewer, since an answer holds 1 MiB at most.",
                    1,
                    MAX_LINES)
            .or(MAX_LINES);

    /** Reads until there are enough lines, or bytes, or no more. */
    static JobOutput read(Jobs jobs, Caller caller, Job job, long from, long limit) {
        JobLog.State state = jobs.outputState(caller, job);
        List<String> lines = new ArrayList<>();
        long next = from;
        int bytes = 0;
        while (lines.size() < limit && bytes < MAX_BYTES) {
            LogChunk chunk = jobs.output(caller, job.id(), next, (int) limit - lines.size(), MAX_BYTES - bytes);
            if (chunk.isEmpty()) break;
            lines.addAll(chunk.lines());
            int[] bounds = chunk.bounds();
            bytes += bounds[bounds.length - 1] - bounds[0] + chunk.count();
            next = chunk.nextLine();
        }
        long total = lines.isEmpty() ? state.lines() : Math.max(state.lines(), next);
        return new JobOutput(lines, Math.min(next, total), total, state.finished(), state.deploymentId());
    }
}
