package io.cloudlab.http;

import io.cloudlab.core.jobs.Job;
import io.cloudlab.core.jobs.JobOutcome;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The messages of a job's WebSocket, other than output. */
final class Frames {
    private Frames() {}

    private record Connected(String type, String jobId, String status, long lines) {}

    private record Done(
            String type,
            String status,
            @Nullable Integer exitCode,
            @Nullable Instant finishedAt) {}

    private record Failure(String type, String message) {}

    static ByteBuffer connected(Job job, long lines) {
        return json(new Connected("connected", job.id().value(), JobJson.word(job.status()), lines));
    }

    static ByteBuffer done(Job job) {
        JobOutcome outcome = job.outcome();
        return json(new Done(
                "done",
                JobJson.word(job.status()),
                outcome == null ? null : outcome.exitCode(),
                outcome == null ? null : outcome.finishedAt()));
    }

    static ByteBuffer error(String message) {
        return json(new Failure("error", message));
    }

    private static ByteBuffer json(Object message) {
        return ByteBuffer.wrap(Json.bytes(message));
    }
}
