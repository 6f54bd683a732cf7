package io.cloudlab.process.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A directory of a job that lies elsewhere, 0700. A link in the job's own folder leads to it, so that it is found again and
 * removed after a crash of the server.
 *
 * @param link the name of the link
 * @param parent where the directory lies
 */
record FarFolder(JobFolder job, String link, Path parent) {
    private static final String PREFIX = "clm";

    private Path place() {
        return job.path().resolve(link);
    }

    Path create() throws IOException {
        Path far = Files.createTempDirectory(parent, PREFIX);
        Files.createSymbolicLink(place(), far);
        return far;
    }

    Optional<Path> find() throws IOException {
        return Files.isSymbolicLink(place()) ? Optional.of(Files.readSymbolicLink(place())) : Optional.empty();
    }

    /** If the link leads to a place that is not of this kind, only the link goes. */
    void remove() throws IOException {
        Optional<Path> far = find();
        if (far.isEmpty()) return;
        boolean ours = far.get().getFileName().toString().startsWith(PREFIX)
                && parent.equals(far.get().getParent());
        if (ours) new JobFolder(far.get()).remove();
        Files.deleteIfExists(place());
    }
}
