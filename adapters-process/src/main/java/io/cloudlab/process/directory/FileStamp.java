package io.cloudlab.process.directory;

import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What shows cheaply that a file or directory has changed. */
public record FileStamp(Object key, FileTime modified, long size, Set<PosixFilePermission> permissions) {
    /** File systems count time in steps, some of a second: a file changed just now may change again unseen. */
    private static final Duration COARSEST_STEP = Duration.ofSeconds(2);

    public static Optional<FileStamp> of(Optional<PosixFileAttributes> file) {
        return file.map(attributes -> new FileStamp(
                Objects.requireNonNullElse(attributes.fileKey(), ""),
                attributes.lastModifiedTime(),
                attributes.size(),
                attributes.permissions()));
    }

    /** Whether every later change will show. */
    public boolean isSettled(Instant now) {
        return modified.toInstant().isBefore(now.minus(COARSEST_STEP));
    }
}
