package io.cloudlab.process.log;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads on in a log that may still grow: often while it does, and ever less often while it does not. */
final class LogTail implements PollLoop.Task {
    private static final Logger LOG = LoggerFactory.getLogger(LogTail.class);
    private static final long MILLISECOND = 1_000_000L;
    private static final long SHORTEST = MILLISECOND;
    private static final long MAX_WATCHED = 20 * MILLISECOND;
    private static final long MAX_LENGTH = 250 * MILLISECOND;
    /** How much of one log may be read before the others have their turn. */
    private static final long BUDGET = 1 << 20;

    private final Spool spool;
    private final byte[] buffer;
    private volatile boolean stopped;
    private boolean troubled;
    private long pause = SHORTEST;

    /** @param buffer may be shared by all that run on one thread */
    LogTail(Spool spool, byte[] buffer) {
        this.spool = spool;
        this.buffer = buffer;
    }

    @Override
    public long run() {
        if (stopped || spool.progress().finished()) return PollLoop.NEVER;
        long grown = 0;
        try {
            grown = spool.catchUp(buffer, BUDGET);
            troubled = false;
        } catch (IOException e) {
            if (!troubled && !stopped) LOG.warn("A job log cannot be read.", e);
            troubled = true;
        }
        if (spool.followers().count() > 0 && spool.tail().isNews(spool.progress()))
            spool.followers().wake();
        long longest = spool.followers().count() > 0 ? MAX_WATCHED : MAX_LENGTH;
        pause = grown > 0 ? SHORTEST : Math.min(pause + pause / 4, longest);
        return grown >= BUDGET / 2 ? 0 : pause;
    }

    /** Begins to look often again. */
    void expectMore() {
        pause = SHORTEST;
    }

    void stop() {
        stopped = true;
    }
}
