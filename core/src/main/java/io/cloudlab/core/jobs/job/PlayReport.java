package io.cloudlab.core.jobs.job;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the playbooks of a job have reported of themselves.
 *
 * @param hosts by name; at most {@value #MAX_HOSTS}
 * @param shortfall what kept playbooks from their work though their job may have ended with 0, or {@link Shortfall#NONE}
 * @param destroyed the ids of the cloud's instances that are gone now; at most {@value #MAX_DESTROYED}
 */
public record PlayReport(Map<String, HostTotals> hosts, Shortfall shortfall, Set<String> destroyed) {
    public static final int MAX_HOSTS = 1_000;
    public static final int MAX_DESTROYED = 10_000;

    /** Of a job without playbooks. */
    public static final PlayReport NONE = new PlayReport(Map.of(), Shortfall.NONE, Set.of());

    /** Why playbooks did not do their work. */
    public enum Shortfall {
        NONE,
        /** One of the plays matched no host. Ansible ends with 0 then. */
        NO_HOSTS,
        /** The inventory of a playbook was missing, or could not be read. */
        NO_INVENTORY
    }

    public PlayReport {
        hosts = Collections.unmodifiableMap(new TreeMap<>(hosts));
        destroyed = Set.copyOf(destroyed);
    }
}
