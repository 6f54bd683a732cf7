package io.cloudlab.core.services.input;

import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.ErrorKind;
import java.util.concurrent.Semaphore;

/**
 * Lets only so many launches at a time match patterns that take long, so that patterns never take all processors from
 * other requests. What ordinary patterns need is always let through. Nothing waits here, since a request that waits keeps
 * a thread. Thread-safe.
 */
public final class PatternTurns {
    /** About a millisecond. The pattern of a host name takes some 100 steps for each character of the text. */
    private static final int MAX_STEPS_AT_ANY_TIME = 20_000;

    private final PatternPrograms programs = new PatternPrograms();
    private final Semaphore places;

    /** For half of the processors. */
    public PatternTurns() {
        this(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    PatternTurns(int places) {
        this.places = new Semaphore(places);
    }

    public Turn begin() {
        return new Turn();
    }

    /** The matching of one launch. For one thread. */
    public final class Turn implements AutoCloseable {
        private long steps;
        private boolean placed;

        private Turn() {}

        PatternProgram program(String pattern) {
            return programs.of(pattern);
        }

        /** @throws CloudLabException of kind {@link ErrorKind#TOO_MANY} if it takes long, as do others at this moment */
        void spend(int more) {
            steps += more;
            if (placed || steps <= MAX_STEPS_AT_ANY_TIME) return;
            if (!places.tryAcquire())
                throw new CloudLabException(
                        ErrorKind.TOO_MANY,
                        "busy",
                        "The server matches other patterns that take long. Try again in a moment.");
            placed = true;
        }

        @Override
        public void close() {
            if (placed) places.release();
            placed = false;
        }
    }
}
