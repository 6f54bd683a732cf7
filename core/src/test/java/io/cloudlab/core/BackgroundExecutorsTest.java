package io.cloudlab.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.shared.BackgroundExecutors;
import io.cloudlab.core.testing.TestCloudLab;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BackgroundExecutorsTest {
    private static final class Recorded implements BackgroundExecutors {
        final Map<String, ExecutorService> made = new ConcurrentHashMap<>();

        @Override
        public ScheduledExecutorService scheduler(String name) {
            ScheduledExecutorService scheduler = DAEMON_THREADS.scheduler(name);
            made.put(name, scheduler);
            return scheduler;
        }

        @Override
        public ExecutorService workers(String name) {
            ExecutorService workers = DAEMON_THREADS.workers(name);
            made.put(name, workers);
            return workers;
        }
    }

    @Test
    void systemUsesGivenExecutorsAndShutsThemDown() {
        Recorded executors = new Recorded();
        try (TestCloudLab lab = new TestCloudLab(builder -> builder.executors(executors))) {
            assertThat(executors.made)
                    .containsOnlyKeys(
                            "cloudlab-jobs",
                            "cloudlab-stop",
                            "cloudlab-retention",
                            "cloudlab-inventory",
                            "cloudlab-mail",
                            "cloudlab-mail-renewal",
                            "cloudlab-lease",
                            "cloudlab-terminals",
                            "cloudlab-terminal-watch");
            assertThat(executors.made.values()).noneMatch(ExecutorService::isShutdown);
            assertThat(lab.cloudLab().health().checks()).isNotEmpty();
        }
        assertThat(executors.made.values()).allMatch(ExecutorService::isShutdown);
    }

    @Test
    void schedulerRunsOnANamedDaemonThreadAndDropsDelayedTasksAtItsShutdown() throws Exception {
        ScheduledExecutorService scheduler = BackgroundExecutors.DAEMON_THREADS.scheduler("cloudlab-test");
        CountDownLatch later = new CountDownLatch(1);
        AtomicReference<Thread> thread = new AtomicReference<>();
        scheduler.submit(() -> thread.set(Thread.currentThread())).get();
        scheduler.schedule(later::countDown, 1, TimeUnit.HOURS);
        scheduler.shutdown();

        assertThat(scheduler.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(later.getCount()).isEqualTo(1);
        assertThat(thread.get().getName()).isEqualTo("cloudlab-test");
        assertThat(thread.get().isDaemon()).isTrue();
    }
}
