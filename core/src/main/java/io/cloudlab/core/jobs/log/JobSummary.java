package io.cloudlab.core.jobs.log;

import io.cloudlab.core.jobs.job.Job;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job with the end of its output, as lists show it.
 *
 * @param lastLines masked; the reason in brackets where the log cannot be read now
 * @param lines how many lines there are by now
 * @param settled whether it will never change again
 */
public record JobSummary(
        Job job,
        List<String> lastLines,
        long lines,
        @Nullable String deploymentId,
        boolean settled) {}
