package io.cloudlab.http;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long things take; tests do not want to wait.
 *
 * @param timeout how long a body may take to arrive
 * @param betweenTicks how often WebSockets are checked
 * @param nanos the time for rate limits, in nanoseconds from any beginning, never going back
 */
public record Timing(Duration timeout, Duration betweenTicks, LongSupplier nanos) {
    static final Timing USUAL = new Timing(Duration.ofSeconds(20), Duration.ofSeconds(1));

    public Timing(Duration timeout, Duration betweenTicks) {
        this(timeout, betweenTicks, System::nanoTime);
    }
}
