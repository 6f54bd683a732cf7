package io.cloudlab.process;

import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.process.job.JobFolder;
import io.cloudlab.process.log.ChunkCache;
import io.cloudlab.process.log.FileJobLog;
import io.cloudlab.process.log.PollLoop;
import io.cloudlab.process.log.Spools;
import io.cloudlab.process.run.DetachedRunner;
import io.cloudlab.process.run.JobEnvironment;
import io.cloudlab.process.run.JobView;
import io.cloudlab.process.run.ProcessIsolation;
import io.cloudlab.process.run.Wrapper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs jobs on this machine, as processes that go on when this program ends, and keeps their output in files.
 *
 * <p>Needs Linux with util-linux and coreutils. Thread-safe. Closing it leaves the jobs running; a program that opens the same
 * directory again can {@linkplain JobRunner#attach take them up}.
 */
public final class ProcessJobs implements AutoCloseable {
    private static final int WORKERS = 8;
    private static final long CACHED_BYTES = 8 << 20;

    private final PollLoop pulse;
    private final ExecutorService workers;
    private final Spools spools;
    private final FileJobLog log;
    private final DetachedRunner runner;

    private ProcessJobs(Path jobs, Path lab, JobOptions options) throws IOException {
        this.workers = workers();
        Wrapper wrapper = new Wrapper(jobs.resolve(".scripts"), options.path(), options.output(), workers);
        removeRemains(jobs);
        ChunkCache cache = new ChunkCache(CACHED_BYTES);
        this.pulse = new PollLoop();
        this.spools = new Spools(jobs, pulse, cache);
        this.log = new FileJobLog(jobs, options.freeShare(), spools, cache);
        this.runner = new DetachedRunner(
                lab,
                wrapper,
                new JobEnvironment(lab, options.path(), options.home(), wrapper.vaultPassword()),
                containing(options, lab, wrapper),
                log,
                spools,
                pulse,
                workers);
    }

    /**
     * @param jobs the directory that holds one directory for each job; made, readable for its owner alone, if missing.
     *     Only one program at a time may use it
     * @param lab the lab directory, in which jobs run
     * @throws Unavailable if the directory cannot be read and written
     */
    public static ProcessJobs open(Path jobs, Path lab, JobOptions options) {
        try {
            Files.createDirectories(
                    jobs, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return new ProcessJobs(jobs.toRealPath(), lab.toAbsolutePath().normalize(), options);
        } catch (IOException e) {
            throw new Unavailable("jobs-directory", "The directory of the jobs cannot be used.", e);
        }
    }

    public JobRunner runner() {
        return runner;
    }

    public JobLog log() {
        return log;
    }

    @Override
    public void close() {
        pulse.close();
        workers.shutdownNow();
        runner.close();
        spools.close();
    }

    /** Found by trying, meanwhile. */
    private CompletableFuture<ProcessIsolation> containing(JobOptions options, Path lab, Wrapper wrapper) {
        if (options.weak()) return CompletableFuture.completedFuture(ProcessIsolation.WEAK);
        JobFolder scratch = spools.scratch();
        List<Path> needed = List.of(lab, options.home(), Path.of(System.getProperty("java.io.tmpdir")));
        return CompletableFuture.supplyAsync(
                () -> ProcessIsolation.probe(
                        wrapper.ownEnvironment(), JobView.hiding(options.data(), scratch.path(), needed), scratch),
                workers);
    }

    /** Jobs that were being made or removed when an earlier run of the program ended. */
    private static void removeRemains(Path jobs) throws IOException {
        try (DirectoryStream<Path> remains = Files.newDirectoryStream(jobs, ".*.{new,gone}")) {
            for (Path remain : remains) new JobFolder(remain).remove();
        }
    }

    private static ExecutorService workers() {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(WORKERS, WORKERS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "cloudlab-job-ends");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
