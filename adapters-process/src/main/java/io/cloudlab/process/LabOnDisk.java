package io.cloudlab.process;

import io.cloudlab.core.Lab;
import io.cloudlab.core.jobs.JobLog;
import io.cloudlab.core.jobs.JobRunner;
import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.shared.Unavailable;
import java.io.IOException;
import java.nio.file.Path;

/** A lab directory together with the jobs that run in it. */
record LabOnDisk(Path root, CatalogueSource catalogue, Path jobsDirectory, ProcessJobs jobs) implements Lab {
    @Override
    public JobRunner runner() {
        return jobs.runner();
    }

    @Override
    public JobLog log() {
        return jobs.log();
    }

    @Override
    public void ping() {
        require(root, "lab-directory", "The lab directory cannot be read.");
        require(jobsDirectory, "jobs-directory", "The directory of the jobs cannot be read.");
    }

    @Override
    public void close() {
        jobs.close();
    }

    private static void require(Path directory, String code, String detail) {
        try (CatalogueTree tree = CatalogueTree.open(directory)) {
            tree.names();
        } catch (IOException unreadable) {
            throw new Unavailable(code, detail, unreadable);
        }
    }
}
