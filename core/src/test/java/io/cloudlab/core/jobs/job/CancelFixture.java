package io.cloudlab.core.jobs.job;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.jobs.Jobs;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.testing.Eventually;
import io.cloudlab.core.testing.TestCloudLab;
import io.cloudlab.core.testing.UnreliableStores;
import io.cloudlab.core.testing.fake.FakeJobRunner;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A system with one service and somebody who may deploy and cancel. */
abstract class CancelFixture {
    static final Duration LONG = Duration.ofSeconds(40);
    static final ServiceName WEB = new ServiceName("web");
    static final String CANCELLED = "[cancelled by mira: nothing of it is left running]";

    final AtomicReference<UnreliableStores> stores = new AtomicReference<>();
    final TestCloudLab lab = new TestCloudLab(builder -> builder, real -> {
        stores.set(new UnreliableStores(real));
        return stores.get();
    });
    final Jobs jobs = lab.cloudLab().jobs();
    final FakeJobRunner runner = lab.lab().runner();
    final Caller mira =
            lab.caller("mira", Permission.SERVICES_DEPLOY, Permission.JOBS_VIEW_OWN, Permission.JOBS_CANCEL);

    @BeforeEach
    void addService() {
        lab.lab().catalogue().add("web");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    Job running() throws InterruptedException {
        Job job = jobs.deploy(mira, WEB);
        runner.awaitStart(job.id());
        Eventually.until("the job runs", () -> jobs.find(mira, job.id()).phase() == Phase.RUNNING);
        return job;
    }

    CountDownLatch holdStops() {
        CountDownLatch release = new CountDownLatch(1);
        runner.onStop(id -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            runner.finish(id, 143);
            return 0;
        });
        return release;
    }

    List<String> lastLines(Job job) {
        List<String> lines = lab.lab().log().lines(job.id());
        return lines.subList(lines.size() - 2, lines.size());
    }
}
