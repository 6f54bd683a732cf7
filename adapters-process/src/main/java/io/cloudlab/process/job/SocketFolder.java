package io.cloudlab.process.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where Ansible puts the control sockets of a job's connections: in the job's own folder, or, as a socket's path may have 107
 * bytes, in a directory that a link in that folder leads to.
 */
public final class SocketFolder {
    /** Ansible's control sockets need about 35 bytes more. */
    private static final int MAX_LENGTH = 70;

    private static final String FAR = "clm";

    private SocketFolder() {}

    static Path link(JobFolder job) {
        return job.path().resolve("control");
    }

    public static Path of(JobFolder job) throws IOException {
        return Files.isSymbolicLink(link(job))
                ? Files.readSymbolicLink(link(job))
                : job.temporary().resolve("s");
    }

    /** For a job that is about to begin. */
    public static Path create(JobFolder job) throws IOException {
        Path near = of(job);
        if (near.toString().length() <= MAX_LENGTH) return near;
        Path far = Files.createTempDirectory(FAR); // 0700
        Files.createSymbolicLink(link(job), far);
        return far;
    }

    static void remove(JobFolder job) throws IOException {
        if (!Files.isSymbolicLink(link(job))) return;
        Path far = Files.readSymbolicLink(link(job));
        boolean ours = far.getFileName().toString().startsWith(FAR)
                && Path.of(System.getProperty("java.io.tmpdir")).equals(far.getParent());
        if (ours) new JobFolder(far).remove();
        Files.deleteIfExists(link(job));
    }
}
