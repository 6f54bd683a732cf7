package io.cloudlab.core.testing.memory;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One log of {@link InMemoryJobLog}. */
final class InMemoryLog {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean finished;
    /** Since when it has been finished. */
    @Nullable
    Instant finishedAt;
    /** Up to here it has stood for half a second. */
    int standing;

    void finish() {
        finished = true;
        finishedAt = Instant.now();
    }

    boolean wasFinishedBefore(Instant time) {
        return finishedAt != null && finishedAt.isBefore(time);
    }

    void add(String line) {
        byte[] before = bytes.toByteArray();
        if (before.length > 0 && before[before.length - 1] != '\n') bytes.write('\n');
        bytes.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
