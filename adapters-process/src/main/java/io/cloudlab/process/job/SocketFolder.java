package io.cloudlab.process.job;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Where Ansible puts the control sockets of a job's connections: in the job's own folder, or elsewhere if that is too long, as a
 * socket's path may have 107 bytes.
 */
public final class SocketFolder {
    /** Ansible's control sockets need about 35 bytes more. */
    private static final int MAX_LENGTH = 70;

    private SocketFolder() {}

    static FarFolder far(JobFolder job) {
        return new FarFolder(job, "control", Path.of(System.getProperty("java.io.tmpdir")));
    }

    public static Path of(JobFolder job) throws IOException {
        return far(job).find().orElse(job.temporary().resolve("s"));
    }

    /** For a job that is about to begin. */
    public static Path create(JobFolder job) throws IOException {
        Path near = of(job);
        return near.toString().length() <= MAX_LENGTH ? near : far(job).create();
    }
}
