package io.cloudlab.core.testing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a state that another thread causes. */
public final class Eventually {
    private static final long START_TIMEOUT = TimeUnit.SECONDS.toNanos(45);

    private Eventually() {}

    /** Returns as soon as {@code state} holds. Fails, naming {@code what}, if it does not hold in good time. */
    public static void until(String what, BooleanSupplier state) {
        long start = System.nanoTime();
        while (!state.getAsBoolean()) {
            if (System.nanoTime() - start > START_TIMEOUT) throw new AssertionError("waited in vain until " + what);
            LockSupport.parkNanos(1_000_000);
        }
    }
}
