package io.cloudlab.core.testing;

import io.cloudlab.core.Lab;
import io.cloudlab.core.shared.Unavailable;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** A lab in memory. Closing it forgets nothing, so that it can be given to the next {@code CloudLab}. Thread-safe. */
public final class FakeLab implements Lab {
    private final FakeCatalogue catalogue = new FakeCatalogue();
    private final FakeJobRunner runner;
    private final InMemoryJobLog log = new InMemoryJobLog();
    private volatile @Nullable Unavailable broken;

    /** @param clock says when jobs end */
    public FakeLab(Clock clock) {
        runner = new FakeJobRunner(clock);
    }

    @Override
    public FakeCatalogue catalogue() {
        return catalogue;
    }

    @Override
    public FakeJobRunner runner() {
        return runner;
    }

    @Override
    public InMemoryJobLog log() {
        return log;
    }

    /** From now on {@link #ping} fails with this; null for never. */
    public void broken(@Nullable Unavailable why) {
        broken = why;
    }

    @Override
    public void ping() {
        Unavailable why = broken;
        if (why != null) throw why;
    }

    @Override
    public void close() {
        runner.stopWatching();
    }
}
