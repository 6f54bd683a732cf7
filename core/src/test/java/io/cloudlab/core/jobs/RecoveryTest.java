package io.cloudlab.core.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.testing.Eventually;
import io.cloudlab.core.testing.FakeJobRunner;
import io.cloudlab.core.testing.SampleJobs;
import io.cloudlab.core.testing.TestCloudLab;
import io.cloudlab.core.testing.UnreliableStores;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of jobs when the program ends, or its database goes away for a while. */
class RecoveryTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final AtomicReference<UnreliableStores> stores = new AtomicReference<>();
    private final TestCloudLab lab = new TestCloudLab(builder -> builder, real -> {
        stores.set(new UnreliableStores(real));
        return stores.get();
    });
    private final FakeJobRunner runner = lab.lab().runner();
    private final Caller admin = Caller.system("test");

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void runningJobGoesOnUnderTheNextProgram() throws InterruptedException {
        Job job = running("web");

        Jobs next = lab.restart().jobs();
        lab.lab().log().print(job.id(), "still here\n");
        assertThat(next.find(admin, job.id()).status()).isEqualTo(JobStatus.RUNNING);
        awaitAttached(job);
        runner.finish(job.id(), 0);

        assertThat(next.await(admin, job.id(), LONG).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(lab.lab().log().lines(job.id())).contains("still here");
        assertThat(runner.launches()).hasSize(1);
    }

    @Test
    void jobThatEndedMeanwhileKeepsItsCodeAndTime() throws InterruptedException {
        Job job = running("web");
        lab.cloudLab().close();
        lab.clock().advance(Duration.ofMinutes(3));
        runner.finish(job.id(), 7);
        Instant end = lab.clock().instant();
        lab.clock().advance(Duration.ofMinutes(30));

        JobOutcome outcome = lab.restart().jobs().await(admin, job.id(), LONG);

        assertThat(outcome.exitCode()).isEqualTo(7);
        assertThat(outcome.finishedAt()).isEqualTo(end);
        assertThat(lab.lab().log().lines(job.id())).last().isEqualTo("[EXIT CODE: 7]");
        assertThat(runner.launches()).hasSize(1);
    }

    @Test
    void jobThatVanishedIsLostAndKeepsItsOutput() throws InterruptedException {
        Job job = running("web");
        lab.lab().log().print(job.id(), "the last words\n");
        lab.cloudLab().close();
        runner.lose(job.id());

        JobOutcome outcome = lab.restart().jobs().await(admin, job.id(), LONG);

        assertThat(outcome.status()).isEqualTo(JobStatus.FAILED);
        assertThat(outcome.reason()).isEqualTo(JobOutcome.LOST);
        assertThat(outcome.exitCode()).isNull();
        assertThat(outcome.cancelled()).isFalse();
        assertThat(lab.lab().log().lines(job.id()))
                .contains("the last words")
                .last()
                .asString()
                .startsWith("[ERROR: the job was lost");
    }

    @Test
    void jobThatVanishesUnderOurEyesIsLostToo() throws InterruptedException {
        Job job = running("web");

        runner.lose(job.id());

        assertThat(lab.cloudLab().jobs().await(admin, job.id(), LONG).reason()).isEqualTo(JobOutcome.LOST);
    }

    @Test
    void jobThatWasChosenButNeverBeganIsNotStartedLater() throws InterruptedException {
        lab.cloudLab().close();
        Job job = stored(Phase.LAUNCHING);

        JobOutcome outcome = lab.restart().jobs().await(admin, job.id(), LONG);

        assertThat(outcome.status()).isEqualTo(JobStatus.FAILED);
        assertThat(outcome.reason()).isEqualTo(JobOutcome.NOT_STARTED);
        assertThat(runner.launches()).isEmpty();
        assertThat(lab.lab().log().lines(job.id())).last().asString().startsWith("[ERROR: the job was not started");
    }

    @Test
    void jobThatWasBeingStoppedIsStoppedByTheNextProgram() throws InterruptedException {
        Job job = running("web");
        CountDownLatch asked = new CountDownLatch(1);
        runner.onStop(id -> {
            asked.countDown();
            return 0; // and the program ends before the job does
        });
        lab.cloudLab().jobs().cancel(Caller.system("mira"), job.id());
        asked.await();
        lab.cloudLab().close();
        runner.onStop(id -> {
            runner.finish(id, 143);
            return 0;
        });

        JobOutcome outcome = lab.restart().jobs().await(admin, job.id(), LONG);

        assertThat(outcome.cancelled()).isTrue();
        assertThat(outcome.exitCode()).isEqualTo(143);
        assertThat(lab.lab().log().lines(job.id()))
                .last()
                .isEqualTo("[cancelled by mira: nothing of it is left running]");
        assertThat(runner.stopped()).containsExactly(job.id(), job.id());
    }

    @Test
    void jobsThatWaitedStartUnderTheNextProgram() throws InterruptedException {
        lab.cloudLab().close();
        Job job = SampleJobs.queued(1, "web", Lane.EXCLUSIVE);
        lab.stores().jobs().insert(job);

        lab.restart();

        runner.awaitStart(job.id());
    }

    @Test
    void jobWhoseStartWasNotWrittenDownCountsAsRunning() throws InterruptedException {
        CountDownLatch launched = new CountDownLatch(1);
        stores.get().afterNext("update", () -> {
            stores.get().down(true);
            launched.countDown();
        });
        Job job = deploy("web");
        launched.await();
        runner.awaitStart(job.id());
        lab.cloudLab().close();
        assertThat(lab.stores().jobs().find(job.id()).orElseThrow().phase()).isEqualTo(Phase.LAUNCHING);

        lab.restart();

        awaitPhase(job, Phase.RUNNING);
        runner.finish(job.id(), 0);
        assertThat(lab.cloudLab().jobs().await(admin, job.id(), LONG).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void jobThatEndsWhileTheDatabaseIsAwayEndsWhenItIsBack() throws InterruptedException {
        Job job = running("web");
        Job next = deploy("web");
        lab.clock().advance(Duration.ofMinutes(1));
        stores.get().down(true);

        runner.finish(job.id(), 4);
        Instant end = lab.clock().instant();
        lab.clock().advance(Duration.ofMinutes(1));
        stores.get().down(false);

        JobOutcome outcome = lab.cloudLab().jobs().await(admin, job.id(), LONG);
        assertThat(outcome.exitCode()).isEqualTo(4);
        assertThat(outcome.finishedAt()).isEqualTo(end);
        assertThat(lab.lab().log().lines(job.id())).containsOnlyOnce("[EXIT CODE: 4]");
        runner.awaitStart(next.id());
    }

    @Test
    void startThatCannotBeWrittenDownIsWrittenDownLater() throws InterruptedException {
        CountDownLatch down = new CountDownLatch(1);
        runner.onStart(launch -> {
            stores.get().down(true);
            down.countDown();
        });
        Job job = deploy("web");
        down.await();
        stores.get().down(false);

        awaitPhase(job, Phase.RUNNING);
    }

    @Test
    void failedLaunchDoesNotBlockItsServiceWhenTheDatabaseFailsToo() throws InterruptedException {
        CountDownLatch chosen = new CountDownLatch(1);
        stores.get().afterNext("update", () -> {
            stores.get().down(true);
            runner.refuseNextStart("no bash here");
            chosen.countDown();
        });
        Job job = deploy("web");
        chosen.await();
        stores.get().down(false);

        assertThat(lab.cloudLab().jobs().await(admin, job.id(), LONG).reason()).isEqualTo(JobOutcome.NOT_STARTED);
        runner.awaitStart(deploy("web").id());
    }

    @Test
    void queueGoesOnWhenTheDatabaseIsBack() throws InterruptedException {
        CountDownLatch looked = new CountDownLatch(1);
        stores.get().afterNext("activeCount", () -> {
            stores.get().down(true);
            looked.countDown();
        });
        Job job = deploy("web");
        looked.await();
        stores.get().down(false);

        runner.awaitStart(job.id());
    }

    @Test
    void diskThatIsFullTakesNothingFromJobsThatRun() throws InterruptedException {
        Job job = running("web");
        lab.lab().log().full(true);

        runner.finish(job.id(), 1);

        lab.cloudLab().jobs().await(admin, job.id(), LONG);
        assertThat(lab.lab().log().lines(job.id())).last().isEqualTo("[EXIT CODE: 1]");
        assertThat(lab.lab().log().state(job.id()).finished()).isTrue();
    }

    @Test
    void diskThatFillsUpBeforeTheStartEndsTheJobWithThatReason() throws InterruptedException {
        stores.get().afterNext("insert", () -> lab.lab().log().full(true));
        Job job = deploy("web");

        assertThat(lab.cloudLab().jobs().await(admin, job.id(), LONG).reason()).isEqualTo(JobOutcome.NOT_STARTED);
        assertThat(lab.lab().log().lines(job.id())).last().isEqualTo("[ERROR: The disk is too full for new jobs.]");
    }

    private Job deploy(String service) {
        lab.lab().catalogue().add(service);
        return lab.cloudLab().jobs().deploy(admin, new ServiceName(service));
    }

    private Job running(String service) throws InterruptedException {
        Job job = deploy(service);
        runner.awaitStart(job.id());
        awaitPhase(job, Phase.RUNNING);
        return job;
    }

    private Job stored(Phase phase) {
        Job job = SampleJobs.queued(1, "web", Lane.EXCLUSIVE);
        lab.stores().jobs().insert(job);
        return lab.stores().jobs().update(SampleJobs.in(phase, job));
    }

    private void awaitPhase(Job job, Phase phase) {
        Eventually.until(
                "the job is " + phase,
                () -> lab.stores().jobs().find(job.id()).orElseThrow().phase() == phase);
    }

    private void awaitAttached(Job job) {
        Eventually.until("the job is watched", () -> runner.isWatched(job.id()));
    }
}
