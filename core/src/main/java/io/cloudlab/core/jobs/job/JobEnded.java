package io.cloudlab.core.jobs.job;

import java.util.Set;

/**
 * A job has ended, and that is stored.
 *
 * @param destroyed the ids of the cloud's instances its playbooks have destroyed, as they say; not kept anywhere
 */
public record JobEnded(Job job, Set<String> destroyed) {
    public JobEnded {
        destroyed = Set.copyOf(destroyed);
    }
}
