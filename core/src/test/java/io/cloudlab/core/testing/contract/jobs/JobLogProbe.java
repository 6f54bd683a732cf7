package io.cloudlab.core.testing.contract.jobs;

import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.core.jobs.log.LogChunk;
import io.cloudlab.core.vault.Redactor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A log under test, and how tests write and read it. {@link #log()} returns the same, initially empty log store. */
public interface JobLogProbe {
    JobId JOB = new JobId("0f3c9a1e");
    int KIB_16 = JobLog.MAX_LINE_LENGTH;

    JobLog log();

    /** Adds to a log what processes write. */
    void print(JobId id, byte[] bytes);

    /** Where time is not that of the clock: half a second passes. */
    default void letTimePass() {}

    /** Asks until there is an open line; where time is not that of the clock, once. */
    default JobLog.Line awaitLine(Supplier<Optional<JobLog.Line>> asking) {
        letTimePass();
        return asking.get().orElseThrow();
    }

    default void print(String text) {
        print(JOB, text.getBytes(StandardCharsets.UTF_8));
    }

    default List<String> lines(Redactor redactor) {
        return log().read(JOB, 0, 1_000_000, 100_000_000, redactor).lines();
    }

    default List<String> lines() {
        return lines(Redactor.NONE);
    }

    default String raw(Redactor redactor) throws IOException {
        try (InputStream bytes = log().raw(JOB, redactor)) {
            return new String(bytes.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    static List<String> rest(JobLog.Cursor cursor) {
        List<String> all = new ArrayList<>();
        for (LogChunk chunk; !(chunk = cursor.next(64 * 1024)).isEmpty(); ) all.addAll(chunk.lines());
        return all;
    }
}
