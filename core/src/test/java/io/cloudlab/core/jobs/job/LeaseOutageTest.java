package io.cloudlab.core.jobs.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.jobs.Jobs;
import io.cloudlab.core.server.ServerLease;
import io.cloudlab.core.shared.BackgroundExecutors;
import io.cloudlab.core.testing.Eventually;
import io.cloudlab.core.testing.MutableClock;
import io.cloudlab.core.testing.SampleJobs;
import io.cloudlab.core.testing.SampleServers;
import io.cloudlab.core.testing.UnreliableStores;
import io.cloudlab.core.testing.fake.FakeLab;
import io.cloudlab.core.testing.memory.InMemoryStores;
import io.cloudlab.core.vault.MasterKey;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of queued jobs when the lease could not be renewed for a while, and nobody else has taken it. */
@Tag("slow")
class LeaseOutageTest {
    private final MutableClock clock = new MutableClock(Instant.parse("2026-03-01T09:00:00Z"));
    private final UnreliableStores stores = new UnreliableStores(new InMemoryStores());
    private final FakeLab lab = new FakeLab(clock);
    private final MasterKey key = MasterKey.generate();
    private final AtomicLong nanos = new AtomicLong();
    private final ServerLease lease = new ServerLease(
            stores.transactions(),
            stores.leases(),
            SampleServers.server("lab1"),
            nanos::get,
            BackgroundExecutors.DAEMON_THREADS);
    private final JobSystem system = new JobSystem(stores, lab, key, lease, clock);
    private final Jobs jobs = system.jobs;

    @AfterEach
    void close() {
        stores.down(false);
        system.close();
        lease.close();
    }

    @Test
    void queueGoesOnByItselfWhenTheLeaseIsRenewed() throws InterruptedException {
        Job job = SampleJobs.queued(1, "web", Concurrency.EXCLUSIVE);
        stores.jobs().insert(job);
        lease.take();
        nanos.addAndGet(ServerLease.VALIDITY.toNanos());
        assertThat(lease.isHeld()).isFalse();

        system.engine.recover();
        Eventually.until("a renewal has succeeded", lease::isHeld);

        Eventually.until(
                "the job has left the queue",
                () -> jobs.find(Caller.system("test"), job.id()).phase() != Phase.QUEUED);
    }
}
