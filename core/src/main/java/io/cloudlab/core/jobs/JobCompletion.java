package io.cloudlab.core.jobs;

import io.cloudlab.core.jobs.job.HostTotals;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobEnded;
import io.cloudlab.core.jobs.job.JobEvents;
import io.cloudlab.core.jobs.job.JobFilter;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobOutcome;
import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.core.jobs.job.JobStatus;
import io.cloudlab.core.jobs.job.JobStore;
import io.cloudlab.core.jobs.job.Phase;
import io.cloudlab.core.jobs.job.PlayReport;
import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.core.jobs.log.RedactorCache;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.shared.StaleWrite;
import io.cloudlab.core.shared.Transactions;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.vault.Redactor;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes down how jobs end: the last lines of their logs, then the outcome, then the news of it. */
public final class JobCompletion {
    private static final System.Logger LOGGER = System.getLogger(JobCompletion.class.getName());

    /** Stands for the number of processes that could not be ended, where it is not known. */
    static final int UNKNOWN = -1;

    private final Transactions transactions;
    private final JobStore store;
    private final JobLog log;
    private final RedactorCache redactors;
    private final JobEvents events;
    private final JobRetries retries;
    private final Clock clock;

    public JobCompletion(
            Transactions transactions,
            JobStore store,
            JobLog log,
            RedactorCache redactors,
            JobEvents events,
            JobRetries retries,
            Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.log = log;
        this.redactors = redactors;
        this.events = events;
        this.retries = retries;
        this.clock = clock;
    }

    /**
     * The job's processes have ended.
     *
     * @param left how many processes of a cancelled job could not be ended, or {@link #UNKNOWN}
     * @throws StaleWrite if the job has been changed meanwhile; its log is as it was then
     */
    void ended(Job job, JobRunner.End end, int left) {
        if (end instanceof JobRunner.End.Exited exited) {
            exited(job, exited, left);
        } else if (end instanceof JobRunner.End.Lost) {
            String why = "the job was lost: its processes vanished, and how they ended is not recorded";
            finish(job, List.of(error(why)), unrecorded(JobOutcome.LOST), left);
        } else {
            notStarted(job, "the job was not started, because the server ended at that moment");
        }
    }

    private void exited(Job job, JobRunner.End.Exited exited, int left) {
        List<String> trailer = new ArrayList<>();
        String reason = null;
        PlayReport.Shortfall shortfall = exited.plays().shortfall();
        if (shortfall == PlayReport.Shortfall.NO_INVENTORY) {
            trailer.add(error("the inventory of a playbook is missing, or cannot be read: nothing was done there"));
            reason = JobOutcome.NO_INVENTORY;
        } else if (shortfall == PlayReport.Shortfall.NO_HOSTS && exited.code() == 0) {
            trailer.add(error("a play matched no host: nothing was done there, although it ended with 0"));
            reason = JobOutcome.NO_HOSTS;
        }
        if (exited.code() != 0) trailer.add("[EXIT CODE: " + exited.code() + "]");
        finish(job, trailer, new How(exited.code(), reason, exited.at(), exited.plays(), exited.outputs()), left);
    }

    /**
     * No process of the job could be started.
     *
     * @throws StaleWrite as {@link #ended}
     */
    void notStarted(Job job, String why) {
        finish(job, List.of(error(why)), unrecorded(JobOutcome.NOT_STARTED), 0);
    }

    /**
     * A job of a server that does not use the database now was cancelled.
     *
     * @throws StaleWrite as {@link #ended}
     */
    void elsewhere(Job job) {
        String why = "the job ran on another server: whether its processes have ended is not known here";
        finish(job, List.of(error(why)), unrecorded(JobOutcome.LOST), UNKNOWN);
    }

    /**
     * The job can no longer be started.
     *
     * @param together done in the transaction that stores the end
     * @throws StaleWrite as {@link #ended}
     */
    void refused(Job job, String why, Runnable together) {
        finish(job, List.of(error(why)), unrecorded(JobOutcome.NOT_PERMITTED), 0, together);
    }

    /** Tells {@code listener} when jobs that are tried again may begin. */
    void onRetry(Consumer<Instant> listener) {
        retries.onAccepted(listener);
    }

    /** Goes through the jobs that wait. */
    void queued(Consumer<Job> each) {
        JobFilter unended = new JobFilter(null, null, null, JobStatus.RUNNING, null, null);
        List<Job> found;
        int number = 1;
        do {
            found = store.list(unended, new PageRequest(number++, PageRequest.MAX_PER_PAGE))
                    .items();
            for (Job job : found) if (job.phase() == Phase.QUEUED) each.accept(job);
        } while (!found.isEmpty());
    }

    /**
     * Removes what a cancel has written to the log of a job that waits, or whose turn has just come, where the end of the program
     * came before the commit.
     */
    void discardUnstored(Job job) {
        if (log.state(job.id()).finished()) log.delete(job.id());
    }

    /** Ends a job that was cancelled before it was its turn, within the caller's transaction. */
    Job cancelledInQueue(Job job, String username) {
        Job stopping = store.update(job).stopping(username); // it cannot be started from here on
        JobLog.State state = finished(job.id(), List.of(stoppedLine(stopping, 0)));
        return ended(stopping, state, unrecorded(JobOutcome.CANCELLED));
    }

    private record How(
            @Nullable Integer exitCode,
            @Nullable String reason,
            Instant at,
            PlayReport plays,
            Map<String, String> outputs) {
        boolean completes(Job job) {
            return job.phase() != Phase.STOPPING && reason == null && exitCode != null && exitCode == 0;
        }
    }

    private How unrecorded(String reason) {
        return new How(null, reason, clock.instant(), PlayReport.NONE, Map.of());
    }

    private static String error(String why) {
        return "[ERROR: " + why + "]";
    }

    private static String stoppedLine(Job job, int left) {
        String done = left + " of its processes could not be ended";
        if (left == 0) done = "nothing of it is left running";
        if (left == UNKNOWN) done = "it has ended, but it is not known whether anything of it is left running";
        String why = job.isTimedOut()
                ? "timed out after "
                        + Objects.requireNonNull(job.plan().timeout()).toSeconds() + " s"
                : "cancelled by " + job.cancelledBy();
        return "[" + why + ": " + done + "]";
    }

    private void finish(Job job, List<String> trailer, How how, int left) {
        finish(job, trailer, how, left, () -> {});
    }

    private void finish(Job job, List<String> trailer, How how, int left, Runnable together) {
        List<String> lastLines = new ArrayList<>(trailer);
        if (job.phase() == Phase.STOPPING) lastLines.add(stoppedLine(job, left));
        if (JobRetries.follows(job, how.exitCode() != null, how.completes(job))) lastLines.add(JobRetries.line(job));
        log.state(job.id()); // reads what there is, so that the transaction is short
        Supplier<Job> end = () -> {
            Job claimed = store.update(job); // it cannot be cancelled from here on
            if (job.phase() == Phase.QUEUED) discardUnstored(job);
            together.run();
            JobLog.State state = finished(job.id(), lastLines);
            return ended(claimed, state, how);
        };
        try {
            transactions.run(() -> conclude(new JobEnded(end.get(), how.plays().destroyed())));
        } catch (ListenerFailed e) {
            String what = "Job " + job.id() + " has ended without what a listener had to do.";
            LOGGER.log(System.Logger.Level.ERROR, what, e.getCause());
            transactions.call(end);
        }
    }

    private void conclude(JobEnded ended) {
        try {
            events.conclude(ended);
        } catch (Unavailable e) {
            throw e;
        } catch (RuntimeException e) {
            throw new ListenerFailed(e);
        }
    }

    private static final class ListenerFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ListenerFailed(RuntimeException cause) {
            super(cause);
        }
    }

    private Job ended(Job job, JobLog.State state, How how) {
        boolean cancelled = job.phase() == Phase.STOPPING && !job.isTimedOut();
        String reason = cancelled ? JobOutcome.CANCELLED : job.isTimedOut() ? JobOutcome.TIMED_OUT : how.reason();
        boolean completed = how.completes(job);
        Instant accepted = job.request().acceptedAt();
        JobOutcome outcome = new JobOutcome(
                completed ? JobStatus.COMPLETED : JobStatus.FAILED,
                how.exitCode(),
                cancelled,
                reason,
                how.at().isBefore(accepted) ? accepted : how.at(),
                state.lines(),
                state.bytes(),
                redactors.masked(job, state.deploymentId()),
                maskedNames(job, how.plays().hosts()),
                masked(job, how.outputs()));
        Job ended = store.update(job.ended(outcome));
        if (JobRetries.follows(job, how.exitCode() != null, completed)) retries.accept(ended);
        transactions.afterCommit(
                () -> events.publish(new JobEnded(ended, how.plays().destroyed())));
        return ended;
    }

    /** A job says itself what its hosts are called. */
    private Map<String, HostTotals> maskedNames(Job job, Map<String, HostTotals> hosts) {
        if (hosts.isEmpty()) return hosts;
        Redactor redactor = redactors.of(job);
        Map<String, HostTotals> masked = new LinkedHashMap<>();
        hosts.forEach((name, totals) -> masked.putIfAbsent(redactor.masked(name), totals));
        return masked;
    }

    private Map<String, String> masked(Job job, Map<String, String> outputs) {
        if (outputs.isEmpty()) return outputs;
        Redactor redactor = redactors.of(job);
        Map<String, String> masked = new LinkedHashMap<>();
        outputs.forEach((name, value) -> masked.put(name, redactor.masked(value)));
        return masked;
    }

    private JobLog.State finished(JobId id, List<String> trailer) {
        try {
            log.create(id);
        } catch (CloudLabException e) {
            LOGGER.log(System.Logger.Level.DEBUG, "Job {0} may have no log: {1}", id, e.detail());
        }
        try {
            return log.finish(id, trailer);
        } catch (CloudLabException e) {
            LOGGER.log(System.Logger.Level.WARNING, "The log of job {0} lacks its end: {1}", id, e.detail());
            return log.state(id);
        }
    }
}
