package io.cloudlab.core.jobs;

import io.cloudlab.core.vault.MasterKey;
import io.cloudlab.core.vault.Redactor;

/** Knows what must be masked in the output of a job. */
final class Redactors {
    private final MasterKey key;

    Redactors(MasterKey key) {
        this.key = key;
    }

    Redactor of(Job job) {
        if (job.plan().secrets() == null) return Redactor.NONE;
        return Redactor.of(JobSecrets.open(job.plan().secrets(), key, job.id()).values());
    }
}
