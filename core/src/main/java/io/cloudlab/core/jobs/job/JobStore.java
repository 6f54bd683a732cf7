package io.cloudlab.core.jobs.job;

import io.cloudlab.core.jobs.ServiceBusy;
import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.core.server.ServerId;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where jobs are kept. Output is not: see {@link JobLog}. Implementations are thread-safe. */
public interface JobStore {
    /**
     * Stores a job that waits in the queue.
     *
     * @return false, and nothing is stored, if the id is taken
     */
    boolean insert(Job job);

    Optional<Job> find(JobId id);

    /** Those of the ids under which a job is stored. */
    Set<JobId> known(Collection<JobId> ids);

    /**
     * Replaces the stored job's phase, server, canceller and outcome, unless it has changed since {@code job} was read.
     *
     * @return the job as stored, with its new version
     * @throws io.cloudlab.core.shared.StaleWrite if the stored version differs, or there is none
     * @throws ServiceBusy if the job would become the second {@linkplain Job#isActive() active} one in
     *     {@link Concurrency#EXCLUSIVE} of its service; nothing is written
     */
    Job update(Job job);

    /** The newest first, by time of acceptance, then in reverse order of insertion. */
    Page<Job> list(JobFilter filter, PageRequest page);

    /** The newest job of a service, in the order of {@link #list}. */
    Optional<Job> latest(String service);

    /** Every job that is active, in order of insertion. */
    List<Job> active();

    /** How many jobs outside {@link Concurrency#URGENT} are active, those of other servers left out. */
    int activeCount(ServerId server);

    /** How many active jobs belong to other servers. */
    int activeElsewhere(ServerId server);

    /**
     * How many jobs of the user wait in the queue, those in {@link Concurrency#URGENT} left out. Until the transaction ends, other
     * transactions that ask the same wait, so that what was counted stays true.
     */
    int queuedOf(int userId);

    /**
     * The queued job that may run next, of those that are {@linkplain Retry#isDue due}: one in {@link Concurrency#URGENT}; or, if {@code placeFree}, one in {@link Concurrency#PARALLEL},
     * or one in {@link Concurrency#EXCLUSIVE} whose service has no active job in that lane. Users take turns: a job's turn is one
     * behind the last of its user's jobs that wait, and never before the turn that active jobs have reached. Of one turn
     * the job that was inserted first is next, so one user's jobs run in order of insertion.
     */
    Optional<Job> nextRunnable(boolean placeFree, Instant now);

    /** Ended jobs that finished before {@code time}, oldest first, at most {@code limit}. */
    List<Job> endedBefore(Instant time, int limit);

    /** How many ended jobs there are, and the bytes of their logs. */
    Totals endedTotals();

    /** Forgets an ended job; forgetting it again changes nothing. */
    void delete(JobId id);

    record Totals(long jobs, long bytes) {}
}
