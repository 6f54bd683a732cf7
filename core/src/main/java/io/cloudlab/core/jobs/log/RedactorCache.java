package io.cloudlab.core.jobs.log;

import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.core.jobs.job.JobSecrets;
import io.cloudlab.core.vault.MasterKey;
import io.cloudlab.core.vault.Redactor;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Caches what must be masked in the output of a job. All viewers of a job get the same redactor, for as long as one
 * of them holds it or there is memory to spare. Thread-safe.
 */
public final class RedactorCache {
    private static final int MAX_KEPT = 200;

    private final MasterKey key;
    private final Map<JobId, SoftReference<Redactor>> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<JobId, SoftReference<Redactor>> eldest) {
            return size() > MAX_KEPT;
        }
    };

    public RedactorCache(MasterKey key) {
        this.key = key;
    }

    /** What the job has said about itself, such as an id, without its secrets; null stays null. */
    @Nullable
    public String masked(Job job, @Nullable String text) {
        return text == null ? null : of(job).masked(text);
    }

    /**
     * A user who starts a job could try guesses of the vault password as inputs, and see which one is right by its mask.
     * Where an input that is no secret holds it, it is therefore left as it is, like any other guess.
     */
    private static List<String> masked(Job job, JobSecrets secrets) {
        List<String> masked = secrets.values();
        String vault = secrets.environment().get(JobRunner.VAULT_PASSWORD);
        if (vault == null) return masked;
        Redactor guess = Redactor.of(List.of(vault));
        boolean guessed = job.request().inputs().values().stream()
                .map(String::valueOf)
                .anyMatch(input -> !guess.masked(input).equals(input));
        if (guessed) masked.removeIf(vault::equals);
        return masked;
    }

    public Redactor of(Job job) {
        if (job.plan().secrets() == null) return Redactor.NONE;
        synchronized (kept) {
            SoftReference<Redactor> reference = kept.get(job.id());
            Redactor known = reference == null ? null : reference.get();
            if (known != null) return known;
            Redactor fresh = Redactor.of(masked(job, JobSecrets.open(job.plan().secrets(), key, job.id())));
            kept.put(job.id(), new SoftReference<>(fresh));
            return fresh;
        }
    }
}
