package io.cloudlab.process;

import static org.awaitility.Awaitility.await;

import io.cloudlab.core.jobs.JobId;
import io.cloudlab.core.jobs.JobLog;
import io.cloudlab.core.testing.JobLogContract;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class FileJobLogTest implements JobLogContract {
    @TempDir
    Path root;

    private ProcessJobs jobs;

    @BeforeEach
    void open() {
        jobs = ProcessJobs.open(root.resolve("jobs"), root, JobOptions.DEFAULT.withFreeShare(0));
    }

    @AfterEach
    void close() {
        jobs.close();
    }

    @Override
    public FileJobLog log() {
        return (FileJobLog) jobs.log();
    }

    @Override
    public JobLog.Line awaitLine(Supplier<Optional<JobLog.Line>> asking) {
        return await().until(asking::get, Optional::isPresent).orElseThrow();
    }

    @Override
    public void print(JobId id, byte[] bytes) {
        try {
            new JobFolder(root.resolve("jobs/" + id)).print(bytes);
            log().state(id); // reads what has been added
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }
}
