package io.cloudlab.core.jobs.job;

/**
 * How the tasks of a job's playbooks went on one host, as Ansible counts them.
 *
 * @param ok ended well; {@code changed} of them changed something
 * @param failures failed, and nothing rescued the play from it
 * @param rescued failed, and was rescued
 * @param ignored failed, and was ignored
 */
public record HostTotals(int ok, int changed, int failures, int unreachable, int skipped, int rescued, int ignored) {
    /** Of several playbooks. */
    public HostTotals plus(HostTotals other) {
        return new HostTotals(
                ok + other.ok,
                changed + other.changed,
                failures + other.failures,
                unreachable + other.unreachable,
                skipped + other.skipped,
                rescued + other.rescued,
                ignored + other.ignored);
    }
}
