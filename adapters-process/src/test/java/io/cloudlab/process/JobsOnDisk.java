package io.cloudlab.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.jobs.JobId;
import io.cloudlab.core.jobs.JobRunner;
import io.cloudlab.core.vault.Redactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Real jobs in a temporary directory. Whatever they leave running is killed at the end. */
final class JobsOnDisk implements AutoCloseable {
    static final Duration GRACE = Duration.ofMillis(500);

    final Path jobs;
    final Path lab;
    private final List<String> nonces = new ArrayList<>();
    private final List<ProcessJobs> opened = new ArrayList<>();
    private final JobOptions options;
    private ProcessJobs current;

    JobsOnDisk(Path root, JobOptions options) throws IOException {
        jobs = root.resolve("jobs");
        lab = Files.createDirectories(root.resolve("lab"));
        this.options = options.withFreeShare(0);
        current = open();
    }

    ProcessJobs open() {
        ProcessJobs now = ProcessJobs.open(jobs, lab, options);
        opened.add(now);
        return now;
    }

    /** As if the server had been killed and started again. */
    void restart() {
        current.close();
        current = open();
    }

    JobRunner runner() {
        return current.runner();
    }

    FileJobLog log() {
        return (FileJobLog) current.log();
    }

    JobFolder folder(Run run) {
        return new JobFolder(jobs.resolve(run.id.value()));
    }

    /** Begins a bash script. */
    Run bash(String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of("bash", "-c", script, "script"));
        command.addAll(List.of(arguments));
        return start(List.of(command), Map.of());
    }

    Run start(List<List<String>> commands, Map<String, String> environment) {
        Run run = new Run();
        log().create(run.id);
        runner().start(new JobRunner.Launch(run.id, run.nonce, "", commands, environment), run);
        return run;
    }

    List<JobProcesses.Member> processes(Run run) {
        try {
            JobProcesses found =
                    new JobProcesses(run.nonce, folder(run).wrapper().orElse(null));
            return found.find();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    void awaitLine(Run run, String line) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .until(() -> run.lines().contains(line));
    }

    @Override
    public void close() {
        opened.forEach(ProcessJobs::close);
        try {
            for (String nonce : nonces) {
                assertThat(new TreeStop(new JobProcesses(nonce, null)).kill()).isZero();
            }
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    /** One job, and what its listener is told. */
    final class Run implements JobRunner.Listener {
        final JobId id = new JobId(String.format("%08x", System.nanoTime() & 0xffffffffL));
        final String nonce = "nonce-" + id + "-" + Long.toHexString(System.nanoTime());
        private final BlockingQueue<JobRunner.End> ends = new LinkedBlockingQueue<>();

        private Run() {
            nonces.add(nonce);
        }

        @Override
        public void ended(JobId ended, JobRunner.End end) {
            ends.add(end);
        }

        JobRunner.End end() {
            try {
                JobRunner.End end = ends.poll(30, TimeUnit.SECONDS);
                assertThat(end).as("the job's end").isNotNull();
                return end;
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }

        boolean hasEnded() {
            return !ends.isEmpty();
        }

        int code() {
            return ((JobRunner.End.Exited) end()).code();
        }

        List<String> lines() {
            return log().read(id, 0, Integer.MAX_VALUE, 4 << 20, Redactor.NONE).lines();
        }
    }
}
