package io.cloudlab.core.jobs;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobFilter;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobRequest;
import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.core.jobs.job.JobStatus;
import io.cloudlab.core.jobs.job.JobStore;
import io.cloudlab.core.jobs.job.PlayProgress;
import io.cloudlab.core.jobs.log.RedactorCache;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.vault.Redactor;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Shows how far playbooks have come. Thread-safe. */
public final class JobProgress {
    /** Of so many former jobs it is taken how long such a job usually takes. */
    private static final int FORMER = 20;

    private static final int FEWEST = 3;

    private final Jobs jobs;
    private final JobStore store;
    private final JobRunner runner;
    private final RedactorCache redactors;

    public JobProgress(Jobs jobs, JobStore store, JobRunner runner, RedactorCache redactors) {
        this.jobs = jobs;
        this.store = store;
        this.runner = runner;
        this.redactors = redactors;
    }

    /**
     * How far a job is.
     *
     * @param plays secrets masked
     * @param usualSeconds how long such jobs took that completed, the middle one; null if there are too few
     */
    public record View(PlayProgress plays, @Nullable Long usualSeconds) {}

    /**
     * @throws NotFound if there is no such job
     * @throws io.cloudlab.core.access.Denied if the caller may not see it
     */
    public View of(Caller caller, JobId id) {
        Job job = jobs.find(caller, id);
        OptionalLong usual = usualSeconds(job.request());
        return new View(plays(job), usual.isPresent() ? usual.getAsLong() : null);
    }

    /** The same for a viewer whose rights are looked at elsewhere. */
    public PlayProgress plays(Job job) {
        PlayProgress plays = runner.progress(job.id());
        return plays.equals(PlayProgress.NONE) ? plays : masked(plays, redactors.of(job));
    }

    private static PlayProgress masked(PlayProgress plays, Redactor redactor) {
        PlayProgress.Task task = plays.task();
        return new PlayProgress(
                masked(plays.play(), redactor),
                task == null
                        ? null
                        : new PlayProgress.Task(
                                redactor.masked(task.name()), redactor.masked(task.action()), task.number()),
                plays.hosts().stream()
                        .map(host -> new PlayProgress.Host(
                                redactor.masked(host.name()),
                                host.ok(),
                                host.changed(),
                                host.failed(),
                                host.unreachable(),
                                host.skipped(),
                                masked(host.now(), redactor),
                                host.since()))
                        .toList());
    }

    private static @Nullable String masked(@Nullable String text, Redactor redactor) {
        return text == null ? null : redactor.masked(text);
    }

    private OptionalLong usualSeconds(JobRequest request) {
        JobFilter alike = new JobFilter(
                request.kind(),
                request.service(),
                null,
                null,
                JobStatus.COMPLETED,
                request.action(),
                request.subject().objectId());
        List<Long> took = store.list(alike, new PageRequest(1, FORMER)).items().stream()
                .filter(former -> Objects.equals(former.request().script(), request.script()))
                .flatMap(former -> former.took().stream())
                .map(Duration::toSeconds)
                .sorted()
                .toList();
        return took.size() < FEWEST ? OptionalLong.empty() : OptionalLong.of(took.get(took.size() / 2));
    }
}
