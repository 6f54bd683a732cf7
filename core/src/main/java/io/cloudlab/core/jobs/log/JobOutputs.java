package io.cloudlab.core.jobs.log;

import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobEvents;
import io.cloudlab.core.jobs.job.JobOutcome;
import io.cloudlab.core.jobs.job.JobStore;
import io.cloudlab.core.jobs.job.Phase;
import io.cloudlab.core.shared.Unavailable;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The output of jobs, masked, for use cases that have decided that the caller may see the job. Thread-safe. */
public final class JobOutputs {
    private final JobStore store;
    private final JobLog log;
    private final RedactorCache redactors;
    private final JobEvents events;
    private final LastLines lastLines;

    public JobOutputs(JobStore store, JobLog log, RedactorCache redactors, JobEvents events) {
        this.store = store;
        this.log = log;
        this.redactors = redactors;
        this.events = events;
        this.lastLines = new LastLines(log, redactors);
    }

    /** @param wake called on any thread when there may be more to tell; must return at once */
    public JobFollower follow(Job job, long from, Runnable wake) {
        return new JobFollower(store, log, events, job, from, redactors.of(job), wake);
    }

    public JobLog.State state(Job job) {
        JobOutcome outcome = job.outcome();
        if (outcome != null)
            return new JobLog.State(outcome.outputLines(), outcome.outputBytes(), true, outcome.deploymentId());
        if (hasNone(job)) return JobLog.State.EMPTY;
        JobLog.State now = log.state(job.id());
        return new JobLog.State(now.lines(), now.bytes(), now.finished(), redactors.masked(job, now.deploymentId()));
    }

    /** What is in the log of a job that waits was written by a cancel that is not stored yet. */
    private boolean hasNone(Job job) {
        if (job.phase() != Phase.QUEUED) return false;
        return store.find(job.id()).filter(now -> now.phase() != Phase.QUEUED).isEmpty();
    }

    public LogChunk read(Job job, long from, int maxLines, int maxBytes) {
        if (hasNone(job)) return LogChunk.empty(from);
        return log.read(job.id(), from, maxLines, maxBytes, redactors.of(job));
    }

    public List<String> tail(Job job, int lines) {
        return hasNone(job) ? List.of() : lastLines.of(job, lines);
    }

    /** Reads until there are enough lines, {@link OutputWindow#MAX_BYTES}, or no more. */
    public OutputWindow window(Job job, long from, int maxLines) {
        JobLog.State state = state(job);
        List<String> lines = new ArrayList<>();
        long next = from;
        int bytes = 0;
        while (lines.size() < maxLines && bytes < OutputWindow.MAX_BYTES) {
            LogChunk chunk = read(job, next, maxLines - lines.size(), OutputWindow.MAX_BYTES - bytes);
            if (chunk.isEmpty()) break;
            lines.addAll(chunk.lines());
            int[] bounds = chunk.bounds();
            bytes += bounds[bounds.length - 1] - bounds[0] + chunk.count();
            next = chunk.nextLine();
        }
        long total = lines.isEmpty() ? state.lines() : Math.max(state.lines(), next);
        return new OutputWindow(lines, Math.min(next, total), total, state.finished(), state.deploymentId());
    }

    /** A log that cannot be read does not hide its job. */
    public JobSummary summary(Job job, int lines) {
        try {
            JobLog.State state = state(job);
            return new JobSummary(job, tail(job, lines), state.lines(), state.deploymentId(), job.hasEnded());
        } catch (Unavailable e) {
            List<String> reason = List.of("[" + e.detail() + "]");
            JobOutcome known = job.outcome();
            return known == null
                    ? new JobSummary(job, reason, 0, null, false)
                    : new JobSummary(job, reason, known.outputLines(), known.deploymentId(), false);
        }
    }

    public Optional<JobLog.Line> openLine(Job job) {
        return job.hasEnded() ? Optional.empty() : log.openLine(job.id(), redactors.of(job));
    }

    public InputStream raw(Job job) {
        return hasNone(job) ? InputStream.nullInputStream() : log.raw(job.id(), redactors.of(job));
    }

    public JobLog.Found search(Job job, String text, long from, int limit) {
        return hasNone(job)
                ? new JobLog.Found(List.of(), -1)
                : log.search(job.id(), text, from, limit, redactors.of(job));
    }
}
