package io.cloudlab.process.run;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cloudlab.core.jobs.LaunchFailed;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.core.jobs.job.PlayProgress;
import io.cloudlab.process.job.JobFolder;
import io.cloudlab.process.job.SocketFolder;
import io.cloudlab.process.job.WrapperId;
import io.cloudlab.process.log.FileJobLog;
import io.cloudlab.process.log.PollLoop;
import io.cloudlab.process.log.Spools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs jobs under wrappers that go on without this program; see wrapper.sh. */
public final class DetachedRunner implements JobRunner, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DetachedRunner.class);
    /** How long a wrapper may take to begin before it is looked for. */
    private static final long START_TIMEOUT = 2_000_000_000L;

    /** Of so many jobs it is remembered how far their playbooks are, while viewers ask. */
    private static final int MAX_PLAYS = 200;

    private static final Duration PLAYS_KEPT = Duration.ofMinutes(1);

    private final Path lab;
    private final Wrapper wrapper;
    private final JobEnvironment environment;
    private final FileJobLog log;
    private final Spools spools;
    private final PollLoop pulse;
    private final Executor workers;
    private final CompletableFuture<ProcessIsolation> containing;
    private final Map<JobId, Watched> watched = new ConcurrentHashMap<>();
    private final Cache<JobId, PlayTracker> plays = Caffeine.newBuilder()
            .maximumSize(MAX_PLAYS)
            .expireAfterAccess(PLAYS_KEPT)
            .build();

    private record Watched(JobWatch watch, PollLoop.Beat beat) {}

    public DetachedRunner(
            Path lab,
            Wrapper wrapper,
            JobEnvironment environment,
            CompletableFuture<ProcessIsolation> containing,
            FileJobLog log,
            Spools spools,
            PollLoop pulse,
            Executor workers) {
        this.lab = lab;
        this.wrapper = wrapper;
        this.environment = environment;
        this.log = log;
        this.spools = spools;
        this.pulse = pulse;
        this.workers = workers;
        this.containing = containing;
    }

    @Override
    public void start(Launch launch, Listener listener) {
        log.create(launch.id());
        JobFolder folder = spools.folder(launch.id());
        try {
            start(launch, folder, listener);
        } catch (LaunchFailed e) {
            discardTemporary(folder);
            throw e;
        }
    }

    private void start(Launch launch, JobFolder folder, Listener listener) {
        Path directory = directory(launch.directory());
        Map<String, String> variables;
        try {
            variables = environment.of(launch, folder);
            if (launch.commands().stream().anyMatch(command -> command.contains(VARIABLES)))
                VariablesFile.write(folder.variables(), launch.variables());
        } catch (IOException e) {
            throw new LaunchFailed("The directory of the job cannot be written.", e);
        }
        JobWatch watch = watch(launch.id(), launch.nonce(), START_TIMEOUT, listener);
        try {
            wrapper.start(launch, folder, containing.join(), directory, variables, code -> {
                watch.checkNow();
                runNow(launch.id());
            });
        } catch (LaunchFailed e) {
            watch.close();
            throw e;
        }
        look(launch.id(), watch);
    }

    private static void discardTemporary(JobFolder folder) {
        try {
            folder.removeTemporary();
        } catch (IOException e) {
            LOG.warn("The temporary files of a job that was not started remain: {}", folder.path(), e);
        }
    }

    @Override
    public void attach(JobId id, String nonce, Listener listener) {
        look(id, watch(id, nonce, 0, listener));
    }

    @Override
    public int stop(JobId id, String nonce, Duration grace) {
        JobFolder folder = spools.folder(id);
        try {
            WrapperId known = begun(folder, nonce);
            ProcessTreeKiller stop = new ProcessTreeKiller(new JobProcesses(nonce, known, SocketFolder.of(folder)));
            boolean certain = known != null && known.nonce().equals(nonce) && known.isAlive();
            int left = certain && known != null ? stop.stop(known, grace) : stop.kill();
            runNow(id);
            return left;
        } catch (IOException e) {
            throw FileJobLog.unreadable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new JobProcesses(nonce, null).find().size();
        }
    }

    /** What has ended stands in another place. */
    @Override
    public PlayProgress progress(JobId id) {
        JobFolder folder = spools.folder(id);
        PlayTracker tracker = plays.get(id, absent -> new PlayTracker());
        try {
            return tracker.read(Files.exists(folder.events()) ? folder.events() : folder.reported());
        } catch (IOException e) {
            LOG.debug("What the playbooks of a job report cannot be read.", e);
            return PlayProgress.NONE;
        }
    }

    @Override
    public Containment containment() {
        return containing.join().shown();
    }

    /** Stops watching; the jobs go on. */
    @Override
    public void close() {
        watched.values().forEach(job -> job.watch().close());
    }

    /** The wrapper, once it has begun; null if none ever will. */
    private @Nullable WrapperId begun(JobFolder folder, String nonce) throws IOException, InterruptedException {
        while (folder.exists()) {
            Optional<WrapperId> known = folder.wrapper();
            if (known.isPresent()) return known.get();
            if (folder.ending(nonce).isPresent() || wrapper.preventStart(folder)) return null;
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return null;
    }

    private Path directory(String relative) {
        Path directory = lab.resolve(relative).normalize();
        try {
            if (Files.isDirectory(directory) && directory.toRealPath().startsWith(lab.toRealPath())) return directory;
        } catch (IOException e) {
            LOG.debug("A directory of the lab cannot be read.", e);
        }
        throw new LaunchFailed("There is no directory " + relative + " in the lab directory.");
    }

    private JobWatch watch(JobId id, String nonce, long timeout, Listener listener) {
        JobFolder folder = spools.folder(id);
        return new JobWatch(id, nonce, folder, wrapper, workers, timeout, (end, known) -> {
            watched.remove(id);
            end(id, nonce, folder, end, known, listener);
        });
    }

    private void runNow(JobId id) {
        Watched job = watched.get(id);
        if (job != null) job.beat().runNow();
    }

    private void look(JobId id, JobWatch watch) {
        log.beginReading(id);
        watched.put(id, new Watched(watch, pulse.add(watch)));
        if (watch.isOver()) watched.remove(id);
    }

    /** Clears away what is left, reads the rest of the output, and only then tells. */
    private void end(JobId id, String nonce, JobFolder folder, End end, @Nullable WrapperId known, Listener listener) {
        try {
            boolean holdsTogether = known != null && known.namespace() && end instanceof End.Exited;
            if (!holdsTogether) {
                ProcessTreeKiller stop = new ProcessTreeKiller(new JobProcesses(nonce, known, SocketFolder.of(folder)));
                stop.kill();
                if (end instanceof End.Lost) stop.settleCopiers();
            }
            log.readAll(id);
            log.noteFullDisk(id);
            folder.removeTemporary();
        } catch (IOException | RuntimeException e) {
            LOG.warn("What is left of job {} could not be removed.", id, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return; // the next start takes it up again
        } finally {
            log.endReading(id);
        }
        listener.ended(id, withReports(end, folder));
    }

    private static End withReports(End end, JobFolder folder) {
        if (!(end instanceof End.Exited exited)) return end;
        try {
            return new End.Exited(
                    exited.code(),
                    exited.at(),
                    PlayEvents.read(folder.events()),
                    OutputsFile.read(folder.keptOutputs()));
        } catch (IOException e) {
            LOG.warn("What a job has reported cannot be read.", e);
            return end;
        }
    }
}
