package io.cloudlab.http.api.jobs;

import io.cloudlab.core.jobs.job.PlayProgress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the playbooks of a job are.
 *
 * @param play null before the first play
 * @param task the task that began last, or null
 * @param usualSeconds how long such jobs take as a rule, or null
 */
record ProgressJson(
        String jobId,
        @Nullable String play,
        @Nullable Task task,
        List<Host> hosts,
        @Nullable Long usualSeconds) {
    /** @param n how many tasks have begun, this one included */
    record Task(String name, String action, int n) {
        static @Nullable Task of(PlayProgress.@Nullable Task task) {
            return task == null ? null : new Task(task.name(), task.action(), task.number());
        }
    }

    /**
     * @param now the task that runs there, or null
     * @param since when that began, or null
     */
    record Host(
            String host,
            int ok,
            int changed,
            int failed,
            int unreachable,
            int skipped,
            @Nullable String now,
            @Nullable Instant since) {
        static Host of(PlayProgress.Host host) {
            return new Host(
                    host.name(),
                    host.ok(),
                    host.changed(),
                    host.failed(),
                    host.unreachable(),
                    host.skipped(),
                    host.now(),
                    host.since());
        }
    }

    static List<Host> hosts(PlayProgress plays) {
        return plays.hosts().stream().map(Host::of).toList();
    }
}
