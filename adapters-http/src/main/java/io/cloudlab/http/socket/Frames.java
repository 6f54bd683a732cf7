package io.cloudlab.http.socket;

import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobOutcome;
import io.cloudlab.core.jobs.job.JobStatus;
import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.http.error.Json;
import io.cloudlab.http.error.Problem;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The messages of WebSockets, other than output, and how they are closed. */
public final class Frames {
    private Frames() {}

    private record Connected(String type, String jobId, JobStatus status, long lines) {}

    private record Started(String type, String jobId) {}

    private record Open(String type, long index, String text) {}

    private record Done(
            String type,
            JobStatus status,
            @Nullable Integer exitCode,
            @Nullable Instant finishedAt) {}

    private record Failure(String type, String message) {}

    public static ByteBuffer connected(Job job, long lines) {
        return json(new Connected("connected", job.id().value(), job.status(), lines));
    }

    public static ByteBuffer started(Job job) {
        return json(new Started("started", job.id().value()));
    }

    public static ByteBuffer open(JobLog.Line line) {
        return json(new Open("open", line.number(), line.text()));
    }

    public static ByteBuffer done(Job job) {
        JobOutcome outcome = job.outcome();
        return json(new Done(
                "done",
                job.status(),
                outcome == null ? null : outcome.exitCode(),
                outcome == null ? null : outcome.finishedAt()));
    }

    public static ByteBuffer error(String message) {
        return json(new Failure("error", message));
    }

    /** How a socket is closed for this problem. */
    static int closeCode(Problem problem) {
        return switch (problem.status()) {
            case 401 -> 4001;
            case 403 -> 4003;
            case 404 -> 4004;
            case 400, 422 -> 4002;
            default -> 1011;
        };
    }

    private static ByteBuffer json(Object message) {
        return ByteBuffer.wrap(Json.bytes(message));
    }
}
