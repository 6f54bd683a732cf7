package io.cloudlab.process.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory of a job for what shall not reach the disk: in memory where the host has such a place, else the temporary one. */
public final class MemoryFolder {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    private MemoryFolder() {}

    static FarFolder far(JobFolder job) {
        return new FarFolder(job, "memory", SHARED_MEMORY);
    }

    /** For a job that is about to begin. */
    public static Path create(JobFolder job) throws IOException {
        far(job).remove(); // of a start that was not finished
        return Files.isDirectory(SHARED_MEMORY) && Files.isWritable(SHARED_MEMORY)
                ? far(job).create()
                : job.temporary();
    }
}
