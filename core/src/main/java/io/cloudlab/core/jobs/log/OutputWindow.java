package io.cloudlab.core.jobs.log;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a job's output, masked, that is small enough to be held in memory.
 *
 * @param next the line after the last one; never beyond the lines there are
 * @param total how many lines there are by now
 */
public record OutputWindow(
        List<String> lines,
        long next,
        long total,
        boolean finished,
        @Nullable String deploymentId) {
    public static final int MAX_LINES = 10_000;
    public static final int MAX_BYTES = 1 << 20;
}
