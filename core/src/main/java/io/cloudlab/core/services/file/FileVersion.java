package io.cloudlab.core.services.file;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who wrote what into a file, and when.
 *
 * @param id given by the store, rising; 0 before it is stored
 * @param digest of the content: SHA-256 in lower-case hexadecimal, or empty for as long as it was not needed
 * @param size in bytes
 * @param author a username; null if it was not written through here
 * @param writtenAt when the file itself says it was written
 */
public record FileVersion(
        long id,
        ServiceFile file,
        String digest,
        long size,
        @Nullable String author,
        Instant writtenAt) {
    FileVersion withDigest(String known) {
        return new FileVersion(id, file, known, size, author, writtenAt);
    }

    /** Whether this, whose digest is not known, is that content. Stores keep microseconds. */
    boolean isProbably(FileVersion other) {
        return digest.isEmpty()
                && size == other.size
                && writtenAt.truncatedTo(ChronoUnit.MICROS).equals(other.writtenAt.truncatedTo(ChronoUnit.MICROS));
    }
}
