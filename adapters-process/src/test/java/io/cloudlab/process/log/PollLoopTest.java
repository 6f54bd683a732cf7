package io.cloudlab.process.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PollLoopTest {
    private static final long HOUR = 3_600_000_000_000L;

    private final PollLoop pulse = new PollLoop();

    @AfterEach
    void close() {
        pulse.close();
    }

    @Test
    void taskRunsAgainUntilItIsDone() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(3);
        pulse.add(() -> {
            runs.incrementAndGet();
            done.countDown();
            return done.getCount() == 0 ? PollLoop.NEVER : 1000;
        });
        assertThat(done.await(40, TimeUnit.SECONDS)).isTrue();
        Semaphore later = new Semaphore(0);
        pulse.add(() -> {
            later.release();
            return later.availablePermits() < 20 ? 1_000_000 : PollLoop.NEVER;
        });
        assertThat(later.tryAcquire(20, 40, TimeUnit.SECONDS)).isTrue();
        assertThat(runs).hasValue(3);
    }

    @Test
    void hurriedTaskDoesNotWaitForItsTime() throws Exception {
        Semaphore runs = new Semaphore(0);
        PollLoop.Beat beat = pulse.add(() -> {
            runs.release();
            return HOUR;
        });
        assertThat(runs.tryAcquire(40, TimeUnit.SECONDS)).isTrue();
        beat.runNow();
        assertThat(runs.tryAcquire(40, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void taskThatNeverRestsLeavesTheOthersTheirTurn() throws Exception {
        pulse.add(() -> 0);
        CountDownLatch turns = new CountDownLatch(100);
        pulse.add(() -> {
            turns.countDown();
            return 1000;
        });
        assertThat(turns.await(40, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void errorOfTheVirtualMachineEndsNothing() throws Exception {
        CountDownLatch tries = new CountDownLatch(2);
        pulse.add(() -> {
            tries.countDown();
            throw new OutOfMemoryError("on purpose");
        });
        CountDownLatch turns = new CountDownLatch(100);
        pulse.add(() -> {
            turns.countDown();
            return 1000;
        });
        assertThat(turns.await(40, TimeUnit.SECONDS)).isTrue();
        assertThat(tries.await(40, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void taskThatFailsIsTriedAgain() throws Exception {
        CountDownLatch tries = new CountDownLatch(2);
        pulse.add(() -> {
            tries.countDown();
            throw new IllegalStateException("on purpose");
        });
        assertThat(tries.await(40, TimeUnit.SECONDS)).isTrue();
    }
}
