package io.cloudlab.core.jobs;

import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.StaleWrite;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down how jobs end: the last lines of their logs, then the outcome, then the news of it. */
final class Endings {
    private final JobStore store;
    private final JobLog log;
    private final JobEvents events;
    private final Clock clock;

    Endings(JobStore store, JobLog log, JobEvents events, Clock clock) {
        this.store = store;
        this.log = log;
        this.events = events;
        this.clock = clock;
    }

    /** @param left how many processes of a cancelled job could not be ended */
    void ended(Job job, JobRunner.End end, int left) {
        boolean cancelled = job.phase() == Phase.STOPPING;
        Integer exitCode = null;
        Instant at = clock.instant();
        String reason = cancelled ? JobOutcome.CANCELLED : null;
        List<String> trailer = new ArrayList<>();
        if (end instanceof JobRunner.End.Exited exited) {
            exitCode = exited.code();
            at = exited.at();
            if (exited.code() != 0) trailer.add("[EXIT CODE: " + exited.code() + "]");
        } else if (end instanceof JobRunner.End.Lost) {
            if (!cancelled) reason = JobOutcome.LOST;
            trailer.add("[ERROR: the job was lost: its processes vanished, and nobody recorded how they ended]");
        } else if (!cancelled) {
            reason = JobOutcome.NOT_STARTED;
            trailer.add("[ERROR: the job was not started, because the server ended at that moment]");
        }
        if (cancelled) trailer.add(cancelledLine(job, left));
        boolean completed = !cancelled && exitCode != null && exitCode == 0;
        finish(job, trailer, completed, exitCode, cancelled, reason, at);
    }

    /** Ends a job of which no process could be started. */
    void notStarted(Job job, String why) {
        finish(job, List.of("[ERROR: " + why + "]"), false, null, false, JobOutcome.NOT_STARTED, clock.instant());
    }

    /** Ends a job that was cancelled before it was its turn. Call {@link #tellCancelledInQueue} after the commit. */
    Job cancelledInQueue(Job job, String username) {
        Job stopping = job.stopping(username);
        int bytes = cancelledLine(stopping, 0).getBytes(StandardCharsets.UTF_8).length + 1;
        JobOutcome outcome =
                new JobOutcome(JobStatus.FAILED, null, true, JobOutcome.CANCELLED, clock.instant(), 1, bytes, null);
        return store.update(stopping.ended(outcome));
    }

    void tellCancelledInQueue(Job job) {
        finished(job.id(), List.of(cancelledLine(job, 0)));
        events.publish(job);
    }

    private static String cancelledLine(Job job, int left) {
        String done = left == 0 ? "nothing of it is left running" : left + " of its processes could not be ended";
        return "[cancelled by " + job.cancelledBy() + ": " + done + "]";
    }

    private void finish(
            Job job,
            List<String> trailer,
            boolean completed,
            @Nullable Integer exitCode,
            boolean cancelled,
            @Nullable String reason,
            Instant at) {
        JobLog.State state = finished(job.id(), trailer);
        JobOutcome outcome = new JobOutcome(
                completed ? JobStatus.COMPLETED : JobStatus.FAILED,
                exitCode,
                cancelled,
                reason,
                at.isBefore(job.request().acceptedAt()) ? job.request().acceptedAt() : at,
                state.lines(),
                state.bytes(),
                state.deploymentId());
        Job now = job;
        while (!now.hasEnded()) {
            try {
                now = store.update(now.ended(outcome));
            } catch (StaleWrite changedMeanwhile) {
                now = store.find(job.id()).orElseThrow();
            }
        }
        events.publish(now);
    }

    private JobLog.State finished(JobId id, List<String> trailer) {
        try {
            log.create(id);
            return log.finish(id, trailer);
        } catch (CloudLabException diskFull) {
            return log.state(id);
        }
    }
}
