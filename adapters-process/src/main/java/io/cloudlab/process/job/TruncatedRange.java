package io.cloudlab.process.job;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The lines that are missing from a log that outgrew its quota.
 *
 * @param from the first missing line
 * @param to the first line after them, or null if it has not been found yet
 */
public record TruncatedRange(LinePosition from, @Nullable LinePosition to) {
    public boolean holds(long offset) {
        return offset >= from.offset() && (to == null || offset < to.offset());
    }

    /** What stands in its place, as the text of one line. */
    public static byte[] note(long bytes) {
        return ("[… " + bytes + " bytes left out: the output grew over its limit]").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Bytes that have been removed from the middle of a spool, as its wrapper has written them down.
     *
     * @param lines how many lines ended in them, or -1 if they have not been counted
     */
    public record Gap(long start, long end, long lines) {}
}
