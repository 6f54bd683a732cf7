package io.cloudlab.process.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.core.vault.Redactor;
import io.cloudlab.process.JobOptions;
import io.cloudlab.process.ProcessJobs;
import io.cloudlab.process.job.JobFolder;
import io.cloudlab.process.job.WrapperId;
import io.cloudlab.process.log.FileJobLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
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
    /** For jobs that end by themselves when they are asked to, however busy the machine is. */
    static final Duration GRACE = Duration.ofSeconds(40);
    /** For jobs that have to be killed. */
    static final Duration SHORT_GRACE = Duration.ofMillis(500);

    private static final SecureRandom RANDOM = new SecureRandom();

    final Path jobs;
    final Path lab;
    private final List<String> nonces = new ArrayList<>();
    private final List<ProcessJobs> opened = new ArrayList<>();
    private final JobOptions options;
    private ProcessJobs current;

    /** Whether this host lets jobs have a PID namespace; a CI host must. */
    static boolean namespacesArePermitted() {
        ProcessIsolation best = containing();
        if ("true".equals(System.getenv("CI"))) assertThat(best.hasNamespace()).isTrue();
        return best.hasNamespace();
    }

    /** The best way to hold processes together here. */
    static ProcessIsolation containing() {
        Path none = Path.of("/proc/none");
        return ProcessIsolation.probe(Map.of("PATH", JobOptions.DEFAULT.path()), null, new JobFolder(none));
    }

    JobsOnDisk(Path root, JobOptions options) throws IOException {
        this(root, root.resolve("lab"), options);
    }

    JobsOnDisk(Path data, Path lab, JobOptions options) throws IOException {
        jobs = data.resolve("jobs");
        this.lab = Files.createDirectories(lab);
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

    /** A job that was accepted, and not started. */
    Run accept() {
        Run run = new Run();
        log().create(run.id);
        return run;
    }

    /** Begins a bash script. */
    Run bash(String script, String... arguments) {
        List<String> command = new ArrayList<>(List.of("bash", "-c", script, "script"));
        command.addAll(List.of(arguments));
        return start(List.of(command), Map.of());
    }

    Run start(List<List<String>> commands, Map<String, String> environment) {
        Run run = accept();
        start(run, commands, environment);
        return run;
    }

    void start(Run run, List<List<String>> commands, Map<String, String> environment) {
        start(run, commands, environment, Map.of());
    }

    void start(Run run, List<List<String>> commands, Map<String, String> environment, Map<String, Object> variables) {
        runner().start(new JobRunner.Launch(run.id, run.nonce, "", commands, environment, variables), run);
    }

    List<JobProcesses.Member> processes(Run run) {
        try {
            JobProcesses found =
                    new JobProcesses(run.nonce, folder(run).wrapper().orElse(null));
            return found.find();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    void killWrapper(Run run) {
        try {
            WrapperId wrapper = folder(run).wrapper().orElseThrow();
            assertThat(wrapper.isAlive()).isTrue();
            ProcessHandle.of(wrapper.pid()).orElseThrow().destroyForcibly();
            Awaitility.await().until(() -> !wrapper.isAlive());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Another listener for the same job. */
    Run sameAs(Run run) {
        return new Run(run.id, run.nonce);
    }

    void awaitLine(Run run, String line) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .until(() -> run.lines().contains(line));
    }

    @Override
    public void close() {
        opened.forEach(each -> each.runner().containment()); // finding it out uses the directory of the jobs
        opened.forEach(ProcessJobs::close);
        try {
            for (String nonce : nonces) {
                assertThat(new ProcessTreeKiller(new JobProcesses(nonce, null)).kill())
                        .isZero();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** One job, and what its listener is told. */
    final class Run implements JobRunner.Listener {
        final JobId id;
        final String nonce;
        private final BlockingQueue<JobRunner.End> ends = new LinkedBlockingQueue<>();

        private Run() {
            this(new JobId(String.format("%08x", RANDOM.nextInt())), String.format("nonce-%016x", RANDOM.nextLong()));
        }

        private Run(JobId id, String nonce) {
            this.id = id;
            this.nonce = nonce;
            nonces.add(nonce);
        }

        @Override
        public void ended(JobId ended, JobRunner.End end) {
            ends.add(end);
        }

        JobRunner.End end() {
            try {
                JobRunner.End end = ends.poll(50, TimeUnit.SECONDS);
                assertThat(end).as("the job's end").isNotNull();
                return end;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        /** Looks at the job again, after a restart. */
        void attach() {
            runner().attach(id, nonce, this);
        }

        int stop() {
            return stop(GRACE);
        }

        int stop(Duration grace) {
            return runner().stop(id, nonce, grace);
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
