package io.cloudlab.http;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Does something whenever it is woken: on an executor's threads, by one of them at a time, and never missing a call. */
final class Turns {
    private final Executor executor;
    private final BooleanSupplier turn;
    private final AtomicInteger wakeUps = new AtomicInteger();

    /** @param turn returns false if there is more to do, but others have waited long enough */
    Turns(Executor executor, BooleanSupplier turn) {
        this.executor = executor;
        this.turn = turn;
    }

    void wake() {
        if (wakeUps.getAndIncrement() == 0) submit();
    }

    private void submit() {
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException stopping) {
            // the server says goodbye to everybody itself
        }
    }

    private void run() {
        int seen = wakeUps.get();
        do {
            if (!turn.getAsBoolean()) {
                submit();
                return;
            }
            seen = wakeUps.addAndGet(-seen);
        } while (seen != 0);
    }
}
