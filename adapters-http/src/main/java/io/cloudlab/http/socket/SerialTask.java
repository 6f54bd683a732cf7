package io.cloudlab.http.socket;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something whenever it is woken: on an executor's threads, by one of them at a time, and never missing a call. */
final class SerialTask {
    private static final Logger LOG = LoggerFactory.getLogger(SerialTask.class);

    private final Executor executor;
    private final BooleanSupplier turn;
    private final AtomicInteger wakeUps = new AtomicInteger();

    /** @param turn returns false if there is more to do, but others have waited long enough */
    SerialTask(Executor executor, BooleanSupplier turn) {
        this.executor = executor;
        this.turn = turn;
    }

    void wake() {
        if (wakeUps.getAndIncrement() == 0) submit();
    }

    /** As {@link #wake}, and takes the turn on the calling thread: handing over takes longer than a short turn. */
    void wakeHere() {
        if (wakeUps.getAndIncrement() == 0) run();
    }

    private void submit() {
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException e) {
            // the server closes all connections itself
        }
    }

    /** A turn that fails is over: were it not, the wake-ups that come later would count for nothing. */
    private boolean turned() {
        try {
            return turn.getAsBoolean();
        } catch (RuntimeException | Error e) {
            LOG.error("A serial task failed.", e);
            return true;
        }
    }

    private void run() {
        int seen = wakeUps.get();
        do {
            if (!turned()) {
                submit();
                return;
            }
            seen = wakeUps.addAndGet(-seen);
        } while (seen != 0);
    }
}
