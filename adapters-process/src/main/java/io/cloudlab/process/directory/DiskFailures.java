package io.cloudlab.process.directory;

import io.cloudlab.core.shared.Unavailable;
import java.io.IOException;

/** What callers are told when a disk fails. */
public final class DiskFailures {
    private DiskFailures() {}

    public static Unavailable of(IOException failure) {
        String reason = String.valueOf(failure.getMessage());
        return reason.contains("No space left") || reason.contains("quota")
                ? new Unavailable("disk-full", "The disk is full.", failure)
                : new Unavailable("files-unavailable", "The files cannot be used now.", failure);
    }
}
