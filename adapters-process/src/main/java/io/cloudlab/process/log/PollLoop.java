package io.cloudlab.process.log;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that runs many periodic tasks, each at its own pace. Nothing that runs on it may block. */
public final class PollLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PollLoop.class);
    private static final long IDLE_NANOS = 1_000_000_000L;
    /** Returned by a task that is done. */
    public static final long NEVER = -1;

    private final List<Beat> beats = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::run, "cloudlab-jobs");
    private volatile boolean closed;

    public PollLoop() {
        thread.setDaemon(true);
        thread.start();
    }

    public interface Task {
        /** @return in how many nanoseconds it wants to run again, or {@link #NEVER} */
        long run();
    }

    /** Runs the task soon, and then as often as it asks for. */
    public Beat add(Task task) {
        Beat beat = new Beat(task);
        beats.add(beat);
        LockSupport.unpark(thread);
        return beat;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            long nearest = System.nanoTime() + IDLE_NANOS;
            for (Beat beat : beats) {
                long due = beat.runIfDue();
                if (due - nearest < 0) nearest = due;
            }
            long pause = nearest - System.nanoTime();
            if (pause > 0) LockSupport.parkNanos(this, pause);
        }
    }

    /** Long pauses end a little later, so that many end together and the thread wakes up once for all of them. */
    private static long together(long due, long pause) {
        long step = Long.highestOneBit(Math.max(1, pause / 8));
        return (due / step + 1) * step;
    }

    /** A registered task. */
    public final class Beat {
        private final Task task;
        private volatile boolean runNow = true;
        private long due;

        private Beat(Task task) {
            this.task = task;
        }

        /** Has it run at once. */
        public void runNow() {
            runNow = true;
            LockSupport.unpark(thread);
        }

        private long runIfDue() {
            if (!runNow && due - System.nanoTime() > 0) return due;
            runNow = false;
            long pause = NEVER;
            try {
                pause = task.run();
            } catch (RuntimeException | Error e) {
                LOG.error("A periodic check of a job failed.", e);
                pause = IDLE_NANOS;
            }
            if (pause < 0) beats.remove(this);
            due = together(System.nanoTime() + (pause < 0 ? IDLE_NANOS : pause), pause);
            return due;
        }
    }
}
