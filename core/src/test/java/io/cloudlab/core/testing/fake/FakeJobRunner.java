package io.cloudlab.core.testing.fake;

import io.cloudlab.core.jobs.LaunchFailed;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.core.jobs.job.PlayProgress;
import io.cloudlab.core.jobs.job.PlayReport;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Pretends to run jobs: what was started is remembered, and a test says how it ends. Like real processes, those here
 * outlive the listener: after {@link #stopWatching} they go on, may end, and are found again by {@link #attach}.
 * Thread-safe. Listeners are called on the thread that brings the end about.
 */
public final class FakeJobRunner implements JobRunner {
    /** The exit code of a job that was stopped: 128 + TERM. */
    public static final int TERMINATED = 143;

    private static final Duration START_TIMEOUT = Duration.ofSeconds(40);

    private final Clock clock;
    private final Map<JobId, Process> processes = new HashMap<>();
    private final Map<JobId, PlayProgress> progress = new ConcurrentHashMap<>();
    private final List<Launch> launches = new ArrayList<>();
    private final List<JobId> stopped = new ArrayList<>();
    private @Nullable RuntimeException refusal;
    private Consumer<Launch> onStart = launch -> {};
    private ToIntFunction<JobId> onStop = id -> {
        finish(id, TERMINATED);
        return 0;
    };
    private Containment containment = new Containment("a fake", false, true);

    private static final class Process {
        final String nonce;

        @Nullable
        Listener listener;

        @Nullable
        End end;

        Process(String nonce, Listener listener) {
            this.nonce = nonce;
            this.listener = listener;
        }
    }

    /** How far the playbooks of a job are, from now on. */
    public void progress(JobId id, PlayProgress now) {
        progress.put(id, now);
    }

    @Override
    public PlayProgress progress(JobId id) {
        return progress.getOrDefault(id, PlayProgress.NONE);
    }

    /** @param clock says when jobs end */
    public FakeJobRunner(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void start(Launch launch, Listener listener) {
        Consumer<Launch> then;
        synchronized (this) {
            RuntimeException refused = refusal;
            refusal = null;
            if (refused != null) throw refused;
            if (processes.putIfAbsent(launch.id(), new Process(launch.nonce(), listener)) != null)
                throw new AssertionError("job " + launch.id() + " was started twice");
            launches.add(launch);
            then = onStart;
            notifyAll();
        }
        then.accept(launch);
    }

    @Override
    public void attach(JobId id, String nonce, Listener listener) {
        End end;
        synchronized (this) {
            Process process = processes.get(id);
            if (process == null || !process.nonce.equals(nonce)) {
                end = new End.NotStarted();
            } else if (process.end == null) {
                process.listener = listener;
                return;
            } else {
                end = process.end;
            }
        }
        listener.ended(id, end);
    }

    @Override
    public int stop(JobId id, String nonce, Duration grace) {
        ToIntFunction<JobId> how;
        synchronized (this) {
            stopped.add(id);
            how = onStop;
            notifyAll();
        }
        return how.applyAsInt(id);
    }

    @Override
    public synchronized Containment containment() {
        return containment;
    }

    /** The job's processes end by themselves. Does nothing if they have ended already, or never began. */
    public void finish(JobId id, int code) {
        end(id, new End.Exited(code, clock.instant()));
    }

    /** The job's processes end by themselves, and its playbooks have reported this. */
    public void finish(JobId id, int code, PlayReport plays) {
        end(id, new End.Exited(code, clock.instant(), plays, Map.of()));
    }

    /** The job's processes end by themselves, and the job has written these outputs. */
    public void finish(JobId id, int code, Map<String, String> outputs) {
        end(id, new End.Exited(code, clock.instant(), PlayReport.NONE, outputs));
    }

    /** The job's processes vanish. Does nothing if they have ended already, or never began. */
    public void lose(JobId id) {
        end(id, new End.Lost());
    }

    /** The next start is refused with {@link LaunchFailed}. */
    public void refuseNextStart(String why) {
        failNextStart(new LaunchFailed(why));
    }

    /** The next start throws this. */
    public synchronized void failNextStart(RuntimeException failure) {
        refusal = failure;
    }

    /** What every job does as soon as it has been started, such as printing something and finishing. */
    public synchronized void onStart(Consumer<Launch> what) {
        onStart = what;
    }

    /** What stopping does, and how many processes it leaves; unless told otherwise, the job ends and leaves none. */
    public synchronized void onStop(ToIntFunction<JobId> how) {
        onStop = how;
    }

    public synchronized void containment(Containment given) {
        containment = given;
    }

    /** As if the program that started the jobs had ended: they go on, and no listener is told how they end. */
    public synchronized void stopWatching() {
        processes.values().forEach(process -> process.listener = null);
    }

    /** Everything that was started, in order. */
    public synchronized List<Launch> launches() {
        return List.copyOf(launches);
    }

    /** What was started for a job. */
    public synchronized Optional<Launch> launch(JobId id) {
        return launches.stream().filter(launch -> launch.id().equals(id)).findFirst();
    }

    /** The jobs that were asked to stop, in order, once for every time they were asked. */
    public synchronized List<JobId> stopped() {
        return List.copyOf(stopped);
    }

    /** Whether it was started and has not ended. */
    public synchronized boolean isRunning(JobId id) {
        Process process = processes.get(id);
        return process != null && process.end == null;
    }

    /** Whether a listener will be told how it ends. */
    public synchronized boolean isWatched(JobId id) {
        Process process = processes.get(id);
        return process != null && process.listener != null;
    }

    /** Waits until the job has been started. */
    public synchronized Launch awaitStart(JobId id) throws InterruptedException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (launch(id).isEmpty()) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) throw new AssertionError("job " + id + " was not started in time");
            wait(left);
        }
        return launch(id).get();
    }

    private void end(JobId id, End end) {
        Listener listener;
        synchronized (this) {
            Process process = processes.get(id);
            if (process == null || process.end != null) return;
            process.end = end;
            listener = process.listener;
        }
        if (listener != null) listener.ended(id, end);
    }
}
