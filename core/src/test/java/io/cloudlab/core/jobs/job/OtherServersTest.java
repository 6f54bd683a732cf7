package io.cloudlab.core.jobs.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.Health.Check;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.jobs.Jobs;
import io.cloudlab.core.server.ServerId;
import io.cloudlab.core.server.ServerLease;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.shared.BackgroundExecutors;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.testing.Eventually;
import io.cloudlab.core.testing.SampleJobs;
import io.cloudlab.core.testing.SampleServers;
import io.cloudlab.core.testing.TestCloudLab;
import io.cloudlab.core.testing.fake.FakeJobRunner;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a server does about the jobs of another one that has used the same database. */
class OtherServersTest {
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final Caller ADMIN = Caller.system("test");
    private static final ServerId HERE = SampleServers.server("lab1").id();
    private static final ServerId THERE = SampleServers.server("lab9").id();

    private final TestCloudLab lab = new TestCloudLab();
    private final FakeJobRunner runner = lab.lab().runner();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void onlyOwnJobsAndThoseWithoutServerAreTakenUp() {
        lab.cloudLab().close();
        Job theirs = stored(1, "theirs", THERE);
        Job own = stored(2, "own", HERE);
        Job former = storedWithoutServer(3, "former");

        lab.restart();

        Eventually.until(
                "lost jobs are noticed",
                () -> now(own).hasEnded() && now(former).hasEnded());
        assertThat(now(theirs)).isEqualTo(theirs);
        assertThat(now(former).server()).isEqualTo(HERE);
        assertThat(check("server").state()).isEqualTo(Check.State.WARNING);
        assertThat(check("server").detail()).startsWith("1 jobs of other servers have not ended");
    }

    @Test
    void jobsOfOtherServersTakeNoPlaceAndKeepTheirServiceUntilTheyAreCancelled() throws InterruptedException {
        lab.cloudLab().close();
        for (int each = 0; each < 6; each++) stored(each, "theirs" + each, THERE);
        Jobs jobs = lab.restart().jobs();
        Job other = deploy("web");
        runner.awaitStart(other.id());
        assertThat(now(other).server()).isEqualTo(HERE);
        Job waiting = deploy("theirs0");

        Job cancelled = jobs.cancel(
                ADMIN, SampleJobs.queued(0, "theirs0", Concurrency.EXCLUSIVE).id());

        JobOutcome outcome = jobs.await(ADMIN, cancelled.id(), LONG);
        assertThat(outcome.cancelled()).isTrue();
        assertThat(lab.lab().log().lines(cancelled.id()).get(0)).startsWith("[ERROR: the job ran on another server");
        assertThat(runner.stopped()).isEmpty();
        runner.awaitStart(waiting.id());
    }

    @Test
    void jobOfAnotherServerThatWasBeingStoppedThereCanBeCancelledOnceMore() throws InterruptedException {
        lab.cloudLab().close();
        Job theirs = stored(1, "theirs", THERE);
        theirs = lab.stores().jobs().update(theirs.stopping("mira"));
        Jobs jobs = lab.restart().jobs();

        jobs.cancel(ADMIN, theirs.id());

        assertThat(jobs.await(ADMIN, theirs.id(), LONG).cancelled()).isTrue();
    }

    @Test
    void serverThatLostTheDatabaseStartsNothingAndSaysSo() throws InterruptedException {
        CountDownLatch starting = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        runner.onStart(launch -> {
            starting.countDown();
            awaitQuietly(go);
        });
        deploy("web");
        starting.await();
        Job waiting = deploy("wiki");
        ServerLease other = new ServerLease(
                lab.stores().transactions(),
                lab.stores().leases(),
                SampleServers.server("lab9"),
                System::nanoTime,
                BackgroundExecutors.DAEMON_THREADS);
        lab.stores().transactions().run(() -> {
            lab.stores().leases().advance(ServerLease.VALIDITY.plusSeconds(1));
            other.take();
        });

        go.countDown();

        Eventually.until("the loss is noticed", () -> check("server").state() == Check.State.FAILED);
        assertThat(now(waiting).phase()).isEqualTo(Phase.QUEUED);
        assertThat(runner.launches()).hasSize(1);
        assertThatThrownBy(() -> deploy("third"))
                .isInstanceOfSatisfying(
                        Unavailable.class, e -> assertThat(e.code()).isEqualTo("lease-lost"));
        other.close();
    }

    @Test
    void programOnTheSameStoresIsRefusedWhileAnotherServerUsesThem() {
        assertThatThrownBy(
                        () -> lab.builder().server(SampleServers.server("lab9")).build())
                .hasMessageStartingWith("The database is in use by server lab1 since ");
        assertThatThrownBy(() -> lab.builder()
                        .server(SampleServers.server("lab9"))
                        .withoutJobs()
                        .build())
                .hasMessageStartingWith("The database is in use by server lab1 since ");
        lab.builder().withoutJobs().build();
        assertThat(check("server").state()).isEqualTo(Check.State.OK);
    }

    private Job deploy(String service) {
        lab.lab().catalogue().add(service);
        return lab.cloudLab().jobs().deploy(ADMIN, new ServiceName(service));
    }

    private Job stored(int number, String service, ServerId server) {
        Job job = storedWithoutServer(number, service);
        return lab.stores().jobs().update(job.at(server));
    }

    private Job storedWithoutServer(int number, String service) {
        Job job = SampleJobs.queued(number, service, Concurrency.EXCLUSIVE);
        lab.stores().jobs().insert(job);
        return lab.stores().jobs().update(SampleJobs.in(Phase.RUNNING, job));
    }

    private Job now(Job job) {
        return lab.stores().jobs().find(job.id()).orElseThrow();
    }

    private Check check(String name) {
        return lab.cloudLab().health().checks().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
