package io.cloudlab.core.shared;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UnfailingTest {
    @Test
    void schedulerContinuesAfterErrorAndException() throws Exception {
        CountDownLatch runs = new CountDownLatch(3);
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        try {
            scheduler.scheduleWithFixedDelay(
                    new Unfailing("test", () -> {
                        runs.countDown();
                        if (runs.getCount() == 2) throw new OutOfMemoryError("on purpose");
                        throw new IllegalStateException("on purpose");
                    }),
                    0,
                    1,
                    TimeUnit.MILLISECONDS);
            assertThat(runs.await(40, TimeUnit.SECONDS)).isTrue();
        } finally {
            scheduler.shutdown();
        }
    }
}
