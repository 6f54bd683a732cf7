package io.cloudlab.core.jobs.job;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.testing.Eventually;
import io.cloudlab.core.testing.TestCloudLab;
import io.cloudlab.core.testing.UnreliableStores;
import io.cloudlab.core.testing.fake.FakeJobRunner;
import java.util.concurrent.atomic.AtomicReference;

/** A system in memory whose database and disk can fail, and how jobs get somewhere in it. */
final class FragileLab implements AutoCloseable {
    final AtomicReference<UnreliableStores> stores = new AtomicReference<>();
    final TestCloudLab lab = new TestCloudLab(builder -> builder, real -> {
        stores.set(new UnreliableStores(real));
        return stores.get();
    });
    final FakeJobRunner runner = lab.lab().runner();
    final Caller admin = Caller.system("test");

    Job deploy(String service) {
        lab.lab().catalogue().add(service);
        return lab.cloudLab().jobs().deploy(admin, new ServiceName(service));
    }

    Job running(String service) throws InterruptedException {
        Job job = deploy(service);
        runner.awaitStart(job.id());
        awaitPhase(job, Phase.RUNNING);
        return job;
    }

    void awaitPhase(Job job, Phase phase) {
        Eventually.until(
                "the job is " + phase,
                () -> lab.stores().jobs().find(job.id()).orElseThrow().phase() == phase);
    }

    @Override
    public void close() {
        lab.close();
    }
}
