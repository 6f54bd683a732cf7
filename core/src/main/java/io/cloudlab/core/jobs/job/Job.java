package io.cloudlab.core.jobs.job;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.server.ServerId;
import io.cloudlab.core.vault.SealedSecret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * One run of a deploy or a script. Immutable; each transition returns a new value and refuses to go back.
 *
 * @param nonce a random text that ties the job's processes and files to this row
 * @param cancelledBy who cancelled it; null for a job that is being stopped because its timeout is over
 * @param outcome null until it has ended
 * @param server whose processes it has; null until it is chosen to run, and for jobs of former versions
 * @param version guards updates
 * @param deadline when its timeout is over; null if it has none, or does not run yet
 */
public record Job(
        JobId id,
        String nonce,
        JobRequest request,
        JobPlan plan,
        Phase phase,
        @Nullable String cancelledBy,
        @Nullable JobOutcome outcome,
        long version,
        @Nullable ServerId server,
        @Nullable Instant deadline) {
    public Job {
        if ((phase == Phase.ENDED) != (outcome != null))
            throw new IllegalArgumentException("only an ended job has an outcome");
    }

    /** Without a deadline. */
    public Job(
            JobId id,
            String nonce,
            JobRequest request,
            JobPlan plan,
            Phase phase,
            @Nullable String cancelledBy,
            @Nullable JobOutcome outcome,
            long version,
            @Nullable ServerId server) {
        this(id, nonce, request, plan, phase, cancelledBy, outcome, version, server, null);
    }

    public static Job accepted(JobId id, String nonce, JobRequest request, JobPlan plan) {
        return new Job(id, nonce, request, plan, Phase.QUEUED, null, null, 0, null);
    }

    /** A text that no two jobs share. */
    public static String nonce(Random random) {
        return String.format("%016x%016x", random.nextLong(), random.nextLong());
    }

    /** The next try of this job, which has failed. @param resealed its secrets, sealed for the new id */
    public Job again(JobId next, String ownNonce, @Nullable SealedSecret resealed, Instant now) {
        return accepted(
                next,
                ownNonce,
                request.again(now),
                plan.again(resealed, plan.retry().after(id, now)));
    }

    public JobStatus status() {
        return outcome == null ? JobStatus.RUNNING : outcome.status();
    }

    public boolean hasEnded() {
        return phase == Phase.ENDED;
    }

    /** Whether the caller may see it, also for those who watch it and must notice when that ends. */
    public boolean isVisibleTo(Caller caller) {
        if (caller.may(Permission.JOBS_VIEW_ALL)) return true;
        return caller.may(Permission.JOBS_VIEW_OWN)
                && caller.userId() != null
                && caller.userId().equals(request.userId());
    }

    /** From its acceptance to its end; empty until then. */
    public Optional<Duration> took() {
        return Optional.ofNullable(outcome).map(end -> Duration.between(request.acceptedAt(), end.finishedAt()));
    }

    /** The script it runs, relative to its service; empty if it runs no script of a service. */
    public Optional<String> scriptFile() {
        if (!plan.directory().startsWith(JobPlan.SERVICES) || plan.commands().isEmpty()) return Optional.empty();
        List<String> first = plan.commands().get(0);
        if (first.get(0).equals(JobPlan.ANSIBLE_PLAYBOOK)) return Optional.of(first.get(first.size() - 1));
        if (first.get(0).startsWith(JobPlan.HERE))
            return Optional.of(first.get(0).substring(JobPlan.HERE.length()));
        return first.size() > 1 && first.get(0).equals(JobPlan.SHELL) ? Optional.of(first.get(1)) : Optional.empty();
    }

    /** Whether it destroys the instances of a service: nothing else of a service is urgent. */
    public boolean stopsService() {
        return request.kind() == JobKind.SERVICE && plan.lane() == Concurrency.URGENT;
    }

    /** Whether it has been chosen to run and has not ended. */
    public boolean isActive() {
        return phase != Phase.QUEUED && phase != Phase.ENDED;
    }

    /** Whether its processes are, or were, those of another server. */
    public boolean isElsewhere(ServerId here) {
        return server != null && !server.equals(here);
    }

    /** @param now from when on its timeout counts */
    public Job launching(ServerId by, Instant now) {
        Instant end = plan.timeout() == null ? null : now.plus(plan.timeout());
        return new Job(id, nonce, request, plan, later(Phase.LAUNCHING), null, null, version, by, end);
    }

    /** The same as a job of this server. */
    public Job at(ServerId by) {
        return new Job(id, nonce, request, plan, phase, cancelledBy, outcome, version, by, deadline);
    }

    public Job running() {
        return moved(Phase.RUNNING, null);
    }

    /** Asked to stop by {@code username}; a second request changes nothing. */
    public Job stopping(String username) {
        return phase == Phase.STOPPING
                ? this
                : new Job(id, nonce, request, plan, later(Phase.STOPPING), username, null, version, server, deadline);
    }

    /** Asked to stop because its timeout is over. */
    public Job timedOut() {
        return new Job(id, nonce, request, plan, later(Phase.STOPPING), null, null, version, server, deadline);
    }

    /** Whether it is being stopped because its timeout is over. */
    public boolean isTimedOut() {
        return phase == Phase.STOPPING && cancelledBy == null;
    }

    public Job ended(JobOutcome how) {
        return moved(Phase.ENDED, how);
    }

    public Job withVersion(long given) {
        return new Job(id, nonce, request, plan, phase, cancelledBy, outcome, given, server, deadline);
    }

    private Job moved(Phase to, @Nullable JobOutcome how) {
        return new Job(id, nonce, request, plan, later(to), cancelledBy, how, version, server, deadline);
    }

    private Phase later(Phase to) {
        if (to.compareTo(phase) <= 0) throw new IllegalStateException("a job cannot go from " + phase + " to " + to);
        return to;
    }
}
