package io.cloudlab.process.run;

import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.core.testing.contract.jobs.JobRunnerContract;
import io.cloudlab.process.JobOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class DetachedRunnerContractTest implements JobRunnerContract {
    @TempDir
    private Path root;

    private JobsOnDisk here;

    @BeforeEach
    void open() throws IOException {
        here = new JobsOnDisk(root, JobOptions.DEFAULT);
    }

    @AfterEach
    void close() {
        here.close();
    }

    @Override
    public JobRunner runner() {
        return here.runner();
    }

    @Override
    public void prepare(JobId id) {
        here.log().create(id);
    }

    @Override
    public List<List<String>> waiting(JobId id) {
        return List.of(List.of(
                "bash",
                "-c",
                "touch " + id + ".begun; until [ -e " + id + " ]; do sleep 0.01; done; exit $(<" + id + ")"));
    }

    @Override
    public void awaitBegin(JobId id) {
        Awaitility.await().until(() -> Files.exists(here.lab.resolve(id + ".begun")));
    }

    @Override
    public void finish(JobId id, int code) {
        try {
            Path draft = Files.writeString(here.lab.resolve(id + ".new"), String.valueOf(code));
            Files.move(draft, here.lab.resolve(id.value()), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<List<String>> impossible() {
        return List.of(List.of("bash", "-c", "echo \0"));
    }

    @Override
    public void restart() {
        here.restart();
    }
}
