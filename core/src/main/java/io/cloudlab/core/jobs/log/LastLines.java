package io.cloudlab.core.jobs.log;

import io.cloudlab.core.jobs.job.Job;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The last lines of jobs, masked. Those of ended jobs, which do not change any more, are kept, bounded in characters. Thread-safe. */
final class LastLines {
    private static final long MAX_CHARACTERS = 4 << 20;
    private static final int PER_ENTRY = 100;

    private final JobLog log;
    private final RedactorCache redactors;
    private final Map<Key, List<String>> kept = new LinkedHashMap<>(64, 0.75f, true);
    private long characters;

    LastLines(JobLog log, RedactorCache redactors) {
        this.log = log;
        this.redactors = redactors;
    }

    /** @param nonce is never given to two jobs, as ids may be in the course of years */
    private record Key(String nonce, int lines) {}

    List<String> of(Job job, int lines) {
        if (!job.hasEnded()) return log.tail(job.id(), lines, redactors.of(job));
        Key key = new Key(job.nonce(), lines);
        synchronized (kept) {
            List<String> known = kept.get(key);
            if (known != null) return known;
        }
        List<String> read = log.tail(job.id(), lines, redactors.of(job));
        synchronized (kept) {
            if (kept.putIfAbsent(key, read) == null) characters += size(read);
            while (characters > MAX_CHARACTERS) forgetEldest();
        }
        return read;
    }

    private void forgetEldest() {
        var eldest = kept.values().iterator();
        characters -= size(eldest.next());
        eldest.remove();
    }

    private static long size(List<String> lines) {
        long size = PER_ENTRY;
        for (String line : lines) size += line.length();
        return size;
    }
}
