package io.cloudlab.http;

import java.time.Duration;

/**
 * How long things take; tests do not want to wait.
 *
 * @param patience how long a body may take to arrive
 * @param betweenTicks how often WebSockets are looked after
 */
record Timing(Duration patience, Duration betweenTicks) {
    static final Timing USUAL = new Timing(Duration.ofSeconds(20), Duration.ofSeconds(1));
}
