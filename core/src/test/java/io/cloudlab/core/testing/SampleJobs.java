package io.cloudlab.core.testing;

import io.cloudlab.core.jobs.job.Concurrency;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobKind;
import io.cloudlab.core.jobs.job.JobOutcome;
import io.cloudlab.core.jobs.job.JobPlan;
import io.cloudlab.core.jobs.job.JobRequest;
import io.cloudlab.core.jobs.job.JobStatus;
import io.cloudlab.core.jobs.job.JobSubject;
import io.cloudlab.core.jobs.job.Phase;
import io.cloudlab.core.testing.contract.StoresContract;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Jobs in any state, for tests of what is done with them. */
public final class SampleJobs {
    private SampleJobs() {}

    /** @param number becomes the id */
    public static Job queued(int number, String service, Concurrency lane) {
        return queued(number, request(service, "deploy", 1, "mira", null, StoresContract.NOON), lane);
    }

    public static Job queued(int number, JobRequest request, Concurrency lane) {
        JobPlan plan = new JobPlan(
                "Running deploy.sh for " + request.service(),
                "services/" + request.service(),
                List.of(List.of("bash", "deploy.sh")),
                Map.of(),
                Map.of(),
                null,
                lane);
        return new Job(
                new JobId(String.format("%08x", number)),
                "nonce" + number,
                request,
                plan,
                Phase.QUEUED,
                null,
                null,
                0,
                null);
    }

    public static JobRequest request(
            String service, String action, int userId, String username, @Nullable Long objectId, Instant acceptedAt) {
        JobSubject subject = objectId == null
                ? new JobSubject.Service(service)
                : new JobSubject.ItemAction("server", objectId, service);
        return new JobRequest(subject, action, null, Map.of(), userId, username, acceptedAt, null);
    }

    /** A request for a job of another kind. */
    public static JobRequest request(JobKind kind, String service, String action) {
        JobSubject subject = kind == JobKind.OBJECT
                ? new JobSubject.ItemAction("server", 17, kind, service)
                : JobSubject.of(kind, service, null, kind == JobKind.TYPE ? service : null);
        return new JobRequest(subject, action, null, Map.of(), 1, "mira", StoresContract.NOON, null);
    }

    /** The same job in another phase before its end. */
    public static Job in(Phase phase, Job job) {
        String cancelledBy = phase == Phase.STOPPING ? "tom" : job.cancelledBy();
        return new Job(
                job.id(),
                job.nonce(),
                job.request(),
                job.plan(),
                phase,
                cancelledBy,
                null,
                job.version(),
                job.server());
    }

    public static Job ended(Job job, JobStatus status, Instant finishedAt, long outputBytes) {
        JobOutcome outcome = new JobOutcome(
                status, status == JobStatus.COMPLETED ? 0 : 1, false, null, finishedAt, 3, outputBytes, null);
        return ended(job, outcome);
    }

    public static Job ended(Job job, JobOutcome outcome) {
        return new Job(
                job.id(),
                job.nonce(),
                job.request(),
                job.plan(),
                Phase.ENDED,
                job.cancelledBy(),
                outcome,
                job.version(),
                job.server());
    }
}
