package io.cloudlab.core.jobs.log;

import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobEvents;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobOutcome;
import io.cloudlab.core.jobs.job.JobStore;
import io.cloudlab.core.jobs.job.Phase;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.vault.Redactor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One viewer of a job: its output from some line on, then its end. Costs nothing while the viewer does not read. Not
 * thread-safe, except for {@link #close}.
 */
public final class JobFollower implements AutoCloseable {
    private final JobStore store;
    private final JobLog log;
    private final JobId id;
    private final JobLog.Cursor cursor;
    private final Runnable unsubscribe;
    private volatile boolean ended;
    /** Whether the job waited in the queue when the store was asked last. */
    private boolean waiting;
    /** What a cancel has written that may not be stored yet. */
    private @Nullable LogChunk held;

    private boolean openLines;
    /** Whether the store was asked since this follower is told of the end, which it may have missed just before. */
    private boolean asked;

    JobFollower(JobStore store, JobLog log, JobEvents events, Job job, long from, Redactor redactor, Runnable wake) {
        this.store = store;
        this.log = log;
        this.id = job.id();
        this.waiting = job.phase() == Phase.QUEUED;
        this.cursor = log.follow(id, from, redactor, wake);
        this.unsubscribe = events.await(id, () -> {
            ended = true;
            wake.run();
        });
    }

    /** What a viewer is told next. */
    public sealed interface Update {
        record Output(LogChunk chunk) implements Update {}

        /** The last line as it stands without an end; takes the place of what was told of a line with this number. */
        record Open(JobLog.Line line) implements Update {}

        record Done(Job job) implements Update {}

        /** There is nothing to tell now; the follower's wake-up will be called. */
        record Nothing() implements Update {}
    }

    /** Also tells of a last line that has stood without an end for half a second. */
    public JobFollower withOpenLines() {
        openLines = true;
        return this;
    }

    /** Never blocks for output. {@code maxBytes} bounds the raw bytes of the lines handed out, one line excepted. */
    public Update next(int maxBytes) {
        boolean mayHaveEnded = ended || !asked;
        LogChunk chunk = nextChunk(maxBytes);
        if (held != null) return new Update.Nothing();
        if (!chunk.isEmpty()) return new Update.Output(chunk);
        if (mayHaveEnded || cursor.atEnd()) {
            Job job = find();
            asked = true;
            if (job.hasEnded() && (cursor.atEnd() || !log.state(id).finished())) return new Update.Done(job);
        }
        if (openLines) {
            Optional<JobLog.Line> open = cursor.openLine();
            if (open.isPresent()) return new Update.Open(open.get());
        }
        return new Update.Nothing();
    }

    /**
     * A job that waits has no output, so whatever is in its log is the last line of a cancel. Until that is stored it may
     * still be taken back.
     */
    private LogChunk nextChunk(int maxBytes) {
        LogChunk kept = held;
        held = null;
        LogChunk chunk = kept == null ? cursor.next(maxBytes) : kept;
        if (!waiting || chunk.isEmpty()) return chunk;
        Job job = find();
        if (job.phase() == Phase.QUEUED) {
            held = chunk;
            return chunk;
        }
        waiting = false;
        return kept == null || wasCancelledInQueue(job) ? chunk : cursor.next(maxBytes);
    }

    private static boolean wasCancelledInQueue(Job job) {
        JobOutcome outcome = job.outcome();
        return outcome != null && outcome.cancelled() && job.server() == null;
    }

    private Job find() {
        return store.find(id).orElseThrow(() -> new NotFound("job"));
    }

    @Override
    public void close() {
        unsubscribe.run();
        cursor.close();
    }
}
