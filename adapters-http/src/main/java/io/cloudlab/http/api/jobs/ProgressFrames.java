package io.cloudlab.http.api.jobs;

import io.cloudlab.core.jobs.JobProgress;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.PlayProgress;
import io.cloudlab.http.error.Json;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Tells one viewer how far the playbooks of a job are: what is new, at most twice a second. Not thread-safe. */
public final class ProgressFrames {
    private static final long PAUSE = Duration.ofMillis(500).toNanos();

    private final JobProgress progress;
    private final Job job;
    private final LongSupplier nanos;
    private PlayProgress told = PlayProgress.NONE;
    private long asked;

    ProgressFrames(JobProgress progress, Job job, LongSupplier nanos) {
        this.progress = progress;
        this.job = job;
        this.nanos = nanos;
        this.asked = nanos.getAsLong() - PAUSE;
    }

    private record Frame(
            String type, @Nullable String play, ProgressJson.@Nullable Task task, List<ProgressJson.Host> hosts) {}

    /** @param last whether nothing comes after it, so that it is not too soon. @return null if there is nothing new */
    @Nullable
    ByteBuffer next(boolean last) {
        long now = nanos.getAsLong();
        if (!last && now - asked < PAUSE) return null;
        asked = now;
        PlayProgress plays = progress.plays(job);
        if (plays.equals(told)) return null;
        told = plays;
        return ByteBuffer.wrap(Json.bytes(
                new Frame("progress", plays.play(), ProgressJson.Task.of(plays.task()), ProgressJson.hosts(plays))));
    }
}
