package io.cloudlab.http.work;

import io.cloudlab.http.error.ProblemException;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work whose duration and outcome must not show in the answer: it begins when the answer is written. What was accepted is
 * done; what cannot be is refused before. Thread-safe.
 */
public final class DeferredWork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeferredWork.class);

    private final Semaphore places;
    private final BoundedExecutor worker;

    /** @param max how much may wait */
    public DeferredWork(int max) {
        this.places = new Semaphore(max);
        this.worker = new BoundedExecutor("afterwards", 1, max);
    }

    /** @throws ProblemException with 429 if too much waits already; nothing is answered then */
    public void run(Runnable answer, Runnable work) {
        if (!places.tryAcquire()) throw BoundedExecutor.tooMuch();
        try {
            answer.run();
        } finally {
            worker.begin(() -> attempt(work)).whenComplete((done, refused) -> {
                places.release();
                if (refused != null) LOG.error("A deferred task was not run, since the server has stopped.");
            });
        }
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.error("A deferred task failed.", e);
        }
    }

    @Override
    public void close() {
        int left = worker.finish();
        if (left > 0) LOG.error("The server stops; {} deferred tasks were not run.", left);
    }
}
