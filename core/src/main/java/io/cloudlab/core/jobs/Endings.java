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
    private static final System.Logger LOGGER = System.getLogger(Endings.class.getName());

    /** What stands for the number of processes that could not be ended, where nobody could look. */
    static final int UNKNOWN = -1;

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

    /**
     * The job's processes have ended.
     *
     * @param left how many processes of a cancelled job could not be ended, or {@link #UNKNOWN}
     * @throws StaleWrite if the job has been changed meanwhile; its log is finished then, and stays so
     */
    void ended(Job job, JobRunner.End end, int left) {
        if (end instanceof JobRunner.End.Exited exited) {
            List<String> trailer = exited.code() == 0 ? List.of() : List.of("[EXIT CODE: " + exited.code() + "]");
            finish(job, trailer, exited.code(), null, exited.at(), left);
        } else if (end instanceof JobRunner.End.Lost) {
            String why = "the job was lost: its processes vanished, and nobody recorded how they ended";
            finish(job, List.of(error(why)), null, JobOutcome.LOST, clock.instant(), left);
        } else {
            notStarted(job, "the job was not started, because the server ended at that moment");
        }
    }

    /**
     * No process of the job could be started.
     *
     * @throws StaleWrite as {@link #ended}
     */
    void notStarted(Job job, String why) {
        finish(job, List.of(error(why)), null, JobOutcome.NOT_STARTED, clock.instant(), 0);
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

    private static String error(String why) {
        return "[ERROR: " + why + "]";
    }

    private static String cancelledLine(Job job, int left) {
        String done = left + " of its processes could not be ended";
        if (left == 0) done = "nothing of it is left running";
        if (left == UNKNOWN) done = "it has ended, but nobody could look whether anything of it is left running";
        return "[cancelled by " + job.cancelledBy() + ": " + done + "]";
    }

    private void finish(
            Job job, List<String> trailer, @Nullable Integer exitCode, @Nullable String reason, Instant at, int left) {
        boolean cancelled = job.phase() == Phase.STOPPING;
        List<String> lastLines = new ArrayList<>(trailer);
        if (cancelled) lastLines.add(cancelledLine(job, left));
        JobLog.State state = finished(job.id(), lastLines);
        boolean completed = !cancelled && exitCode != null && exitCode == 0;
        Instant accepted = job.request().acceptedAt();
        JobOutcome outcome = new JobOutcome(
                completed ? JobStatus.COMPLETED : JobStatus.FAILED,
                exitCode,
                cancelled,
                cancelled ? JobOutcome.CANCELLED : reason,
                at.isBefore(accepted) ? accepted : at,
                state.lines(),
                state.bytes(),
                state.deploymentId());
        events.publish(store.update(job.ended(outcome)));
    }

    private JobLog.State finished(JobId id, List<String> trailer) {
        try {
            log.create(id);
        } catch (CloudLabException diskFull) {
            LOGGER.log(System.Logger.Level.DEBUG, "Job {0} may have no log: {1}", id, diskFull.detail());
        }
        try {
            return log.finish(id, trailer);
        } catch (CloudLabException diskFull) {
            LOGGER.log(System.Logger.Level.WARNING, "The log of job {0} lacks its end: {1}", id, diskFull.detail());
            return log.state(id);
        }
    }
}
