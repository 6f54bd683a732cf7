package io.cloudlab.http.api.jobs;

import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.log.JobSummary;
import io.cloudlab.core.shared.Page;
import io.cloudlab.http.error.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes pages of the job list as {@link JobJson.ListOf}. What an ended job looks like does not change and is the same
 * for all callers who may see it, so its JSON is kept. Bounded in bytes. Thread-safe.
 */
final class JobRows {
    private static final long MAX_BYTES = 8 << 20;
    private static final int MAX_ROW = 64 * 1024;
    private static final int PER_ROW = 150;

    /** By the nonce, which is never given to two jobs. */
    private final Map<String, byte[]> kept = new LinkedHashMap<>(256, 0.75f, true);

    private long bytes;

    /** @param summaries asked for the jobs whose JSON is not kept */
    byte[] list(Page<Job> page, Function<Job, JobSummary> summaries) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64 * 1024);
        out.writeBytes(ascii("{\"jobs\":["));
        boolean first = true;
        for (Job job : page.items()) {
            if (!first) out.write(',');
            first = false;
            out.writeBytes(row(job, summaries));
        }
        out.writeBytes(ascii("],\"total\":" + page.total() + ",\"page\":"
                + page.request().page() + ",\"per_page\":" + page.request().perPage() + "}"));
        return out.toByteArray();
    }

    private byte[] row(Job job, Function<Job, JobSummary> summaries) {
        byte[] known = job.hasEnded() ? find(job) : null;
        if (known != null) return known;
        JobSummary summary = summaries.apply(job);
        byte[] json = Json.bytes(JobJson.of(job, summary.lastLines(), summary.lines(), summary.deploymentId()));
        if (summary.settled() && json.length <= MAX_ROW) keep(job, json);
        return json;
    }

    private byte @Nullable [] find(Job job) {
        synchronized (kept) {
            return kept.get(job.nonce());
        }
    }

    private void keep(Job job, byte[] json) {
        synchronized (kept) {
            if (kept.putIfAbsent(job.nonce(), json) == null) bytes += json.length + PER_ROW;
            Iterator<byte[]> eldest = kept.values().iterator();
            while (bytes > MAX_BYTES) {
                bytes -= eldest.next().length + PER_ROW;
                eldest.remove();
            }
        }
    }

    private static byte[] ascii(String json) {
        return json.getBytes(StandardCharsets.US_ASCII);
    }
}
