package io.cloudlab.http.api.jobs;

import io.cloudlab.core.jobs.job.Job;
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

    /** @param fixed whether it will be the same for ever */
    record Row(JobJson json, boolean fixed) {}

    /** @param rendering makes the rows that are not known */
    byte[] list(Page<Job> page, Function<Job, Row> rendering) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(64 * 1024);
        out.writeBytes(ascii("{\"jobs\":["));
        boolean first = true;
        for (Job job : page.items()) {
            if (!first) out.write(',');
            first = false;
            out.writeBytes(row(job, rendering));
        }
        out.writeBytes(ascii("],\"total\":" + page.total() + ",\"page\":"
                + page.request().page() + ",\"per_page\":" + page.request().perPage() + "}"));
        return out.toByteArray();
    }

    private byte[] row(Job job, Function<Job, Row> rendering) {
        byte[] known = job.hasEnded() ? find(job) : null;
        if (known != null) return known;
        Row row = rendering.apply(job);
        byte[] json = Json.bytes(row.json());
        if (row.fixed() && json.length <= MAX_ROW) keep(job, json);
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
