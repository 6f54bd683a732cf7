package io.cloudlab.core.jobs;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the playbooks of a job have reported of themselves.
 *
 * @param hosts by name; at most {@value #MOST_HOSTS}
 * @param idle whether one of the plays matched no host, or a whole playbook worked on none: Ansible ends with 0 then
 */
public record PlayReport(Map<String, HostTotals> hosts, boolean idle) {
    public static final int MOST_HOSTS = 1_000;

    /** Of a job without playbooks. */
    public static final PlayReport NONE = new PlayReport(Map.of(), false);

    public PlayReport {
        hosts = Collections.unmodifiableMap(new TreeMap<>(hosts));
    }
}
