package io.cloudlab.process;

import io.cloudlab.process.run.OutputLimits;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How jobs run on this machine.
 *
 * @param path what the jobs get as {@code PATH}; entries that are not absolute are left out
 * @param home what they get as {@code HOME}
 * @param quota how many bytes a job's log may have before its middle is removed; at least 1 MiB
 * @param freeShare which share of the disk must be free for new jobs and files, from 0 to 1
 * @param weak whether to do without PID namespaces, even where the host permits them
 * @param quiet when the commands of a job have ended and other processes still hold its output open: for how long they
 *     must have printed nothing before they are ended
 * @param longest how long they have at most
 * @param data the server's data directory, which jobs need not see; null if it is not to be hidden
 */
public record JobOptions(
        String path,
        Path home,
        long quota,
        double freeShare,
        boolean weak,
        Duration quiet,
        Duration longest,
        @Nullable Path data) {
    private static final String USUAL_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final long MIB = 1 << 20;
    /** How much is kept of the beginning, and of the end, of a log that outgrows a large quota. */
    private static final long MAX_KEPT = 64 * MIB;

    /** 2 GiB of output, 5 % of the disk free, and the server's own PATH and home directory. */
    public static final JobOptions DEFAULT = new JobOptions(
            System.getenv().getOrDefault("PATH", USUAL_PATH),
            Path.of(System.getProperty("user.home")),
            2048 * MIB,
            0.05,
            false,
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            null);

    public JobOptions {
        if (quota < MIB) throw new IllegalArgumentException("the quota of a log must be at least 1 MiB");
        if (quiet.isNegative() || longest.isNegative())
            throw new IllegalArgumentException("a time to linger must not be negative");
        if (freeShare < 0 || freeShare > 1) throw new IllegalArgumentException("a share lies between 0 and 1");
        path = absoluteEntries(path);
    }

    public JobOptions withQuota(long bytes) {
        return new JobOptions(path, home, bytes, freeShare, weak, quiet, longest, data);
    }

    public JobOptions withFreeShare(double share) {
        return new JobOptions(path, home, quota, share, weak, quiet, longest, data);
    }

    public JobOptions withoutNamespaces() {
        return new JobOptions(path, home, quota, freeShare, true, quiet, longest, data);
    }

    public JobOptions withLinger(Duration untilQuiet, Duration atMost) {
        return new JobOptions(path, home, quota, freeShare, weak, untilQuiet, atMost, data);
    }

    /** Hides a directory from the jobs where the host permits namespaces, and nothing they need lies in it. */
    public JobOptions hiding(Path directory) {
        return new JobOptions(path, home, quota, freeShare, weak, quiet, longest, directory);
    }

    /** How much a job may print, and for how long after its end. */
    OutputLimits output() {
        return new OutputLimits(quota, Math.min(MAX_KEPT, quota / 4) / 4096 * 4096, quiet, longest);
    }

    private static String absoluteEntries(String path) {
        StringBuilder kept = new StringBuilder();
        for (String entry : path.split(":")) {
            if (entry.startsWith("/")) kept.append(kept.isEmpty() ? "" : ":").append(entry);
        }
        return kept.isEmpty() ? USUAL_PATH : kept.toString();
    }
}
