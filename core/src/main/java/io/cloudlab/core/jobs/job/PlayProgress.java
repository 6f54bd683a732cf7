package io.cloudlab.core.jobs.job;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the playbooks of a job have come, as they say themselves.
 *
 * @param play the name of the play; null before the first
 * @param task the task that began last; null before the first
 * @param hosts by name, at most {@value #MAX_HOSTS}; all playbooks of the job together
 */
public record PlayProgress(@Nullable String play, @Nullable Task task, List<Host> hosts) {
    public static final int MAX_HOSTS = 500;

    /** Of a job that has said nothing, or runs no playbook. */
    public static final PlayProgress NONE = new PlayProgress(null, null, List.of());

    public PlayProgress {
        hosts = List.copyOf(hosts);
    }

    /** @param number how many tasks have begun, this one included */
    public record Task(String name, String action, int number) {}

    /**
     * What has been done on one host.
     *
     * @param now the task that runs there, or null
     * @param since when that began, or null
     */
    public record Host(
            String name,
            int ok,
            int changed,
            int failed,
            int unreachable,
            int skipped,
            @Nullable String now,
            @Nullable Instant since) {}
}
