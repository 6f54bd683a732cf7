package io.cloudlab.process.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.core.testing.contract.jobs.JobLogContract;
import io.cloudlab.process.JobOptions;
import io.cloudlab.process.ProcessJobs;
import io.cloudlab.process.job.JobFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
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

    @Test
    void onlyDirectoriesOfJobsAreLogs() throws IOException {
        Path directory = root.resolve("jobs");
        JobFolder elsewhere = new JobFolder(root.resolve("0000000a"));
        elsewhere.create();
        elsewhere.writeState(new JobFolder.State(true, 0, 0, null));
        Files.createSymbolicLink(directory.resolve("0000000a"), elsewhere.path());
        JobFolder otherName = new JobFolder(directory.resolve("0000000g"));
        otherName.create();
        otherName.writeState(new JobFolder.State(true, 0, 0, null));
        Files.writeString(directory.resolve("0000000b"), "");
        Files.createDirectory(directory.resolve("0000000c"));

        List<JobId> found = new ArrayList<>();
        log().finishedBefore(Instant.now().plusSeconds(60), found::add);

        assertThat(found).isEmpty();
    }

    @Override
    public void print(JobId id, byte[] bytes) {
        try {
            new JobFolder(root.resolve("jobs/" + id)).print(bytes);
            log().state(id); // reads what has been added
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
