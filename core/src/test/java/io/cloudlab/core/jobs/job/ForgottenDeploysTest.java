package io.cloudlab.core.jobs.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.inventory.item.ItemFilter;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.SyncAdapter;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.jobs.JobLimits;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.shared.BackgroundExecutors;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.testing.Eventually;
import io.cloudlab.core.testing.TestCloudLab;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ForgottenDeploysTest {
    private static final JobLimits LIMITS =
            new JobLimits(4, Duration.ofSeconds(1), Duration.ofDays(1), 1_000, 1L << 30);

    private final AtomicReference<Runnable> sweep = new AtomicReference<>();
    private final TestCloudLab lab =
            new TestCloudLab(builder -> builder.jobLimits(LIMITS).executors(new SweptByTheTest()));
    private final Caller root = Caller.system("test");

    /** Hands the sweep of old jobs to the test. */
    private final class SweptByTheTest implements BackgroundExecutors {
        @Override
        public ScheduledExecutorService scheduler(String name) {
            if (!name.equals("cloudlab-retention")) return DAEMON_THREADS.scheduler(name);
            return new ScheduledThreadPoolExecutor(1) {
                @Override
                public ScheduledFuture<?> scheduleWithFixedDelay(
                        Runnable command, long initialDelay, long delay, TimeUnit unit) {
                    sweep.set(command);
                    return super.scheduleWithFixedDelay(command, initialDelay, delay, unit);
                }
            };
        }

        @Override
        public ExecutorService workers(String name) {
            return DAEMON_THREADS.workers(name);
        }
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private long deployments() {
        return lab.cloudLab()
                .items()
                .list(root, "deployment", ItemFilter.ALL, new PageRequest(1, 1))
                .total();
    }

    @Test
    void deploymentGoesWithItsJob() throws InterruptedException {
        lab.lab().catalogue().add("hello");
        Field job = Field.of("job_id", FieldType.STRING).asRequired().asUnique();
        lab.lab()
                .types()
                .set(new ItemType(
                        new TypeSlug("deployment"),
                        "Deployment",
                        null,
                        "",
                        List.of(job),
                        List.of(),
                        SyncAdapter.DEPLOYMENTS));
        JobId id = lab.cloudLab().jobs().deploy(root, new ServiceName("hello")).id();
        lab.lab().runner().awaitStart(id);
        lab.lab().runner().finish(id, 0);
        Eventually.until("there is a deployment", () -> deployments() == 1);
        lab.clock().advance(Duration.ofDays(2));

        Objects.requireNonNull(sweep.get()).run();

        assertThat(lab.stores().jobs().find(id)).isEmpty();
        Eventually.until("it is gone", () -> deployments() == 0);
    }
}
