package io.cloudlab.http.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LogThrottleTest {
    private final AtomicLong nanos = new AtomicLong();
    private final LogThrottle pace = new LogThrottle(Duration.ofSeconds(10), nanos::get);

    @Test
    void eachSubjectIsDueOnceInAWhile() {
        assertThat(pace.isDue("database")).isTrue();
        assertThat(pace.isDue("database")).isFalse();
        assertThat(pace.isDue("disk")).isTrue();

        nanos.addAndGet(Duration.ofSeconds(10).toNanos());

        assertThat(pace.isDue("database")).isTrue();
        assertThat(pace.isDue("database")).isFalse();
    }
}
