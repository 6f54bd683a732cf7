package io.cloudlab.core.jobs.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.testing.TestCloudLab;
import io.cloudlab.core.testing.fake.FakeJobRunner;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of jobs when the database or the disk fails for a while. */
class OutageTest {
    private static final Duration LONG = Duration.ofSeconds(40);

    private final FragileLab fragile = new FragileLab();
    private final TestCloudLab lab = fragile.lab;
    private final FakeJobRunner runner = fragile.runner;
    private final Caller admin = fragile.admin;

    @AfterEach
    void close() {
        fragile.close();
    }

    @Test
    void jobThatEndsWhileTheDatabaseIsAwayEndsWhenItIsBack() throws InterruptedException {
        Job job = fragile.running("web");
        Job next = fragile.deploy("web");
        lab.clock().advance(Duration.ofMinutes(1));
        fragile.stores.get().down(true);

        runner.finish(job.id(), 4);
        Instant end = lab.clock().instant();
        lab.clock().advance(Duration.ofMinutes(1));
        fragile.stores.get().down(false);

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
            fragile.stores.get().down(true);
            down.countDown();
        });
        Job job = fragile.deploy("web");
        down.await();
        fragile.stores.get().down(false);

        fragile.awaitPhase(job, Phase.RUNNING);
    }

    @Test
    void failedLaunchDoesNotBlockItsServiceWhenTheDatabaseFailsToo() throws InterruptedException {
        CountDownLatch chosen = new CountDownLatch(1);
        fragile.stores.get().afterNext("update", () -> {
            fragile.stores.get().down(true);
            runner.refuseNextStart("no bash here");
            chosen.countDown();
        });
        Job job = fragile.deploy("web");
        chosen.await();
        fragile.stores.get().down(false);

        assertThat(lab.cloudLab().jobs().await(admin, job.id(), LONG).reason()).isEqualTo(JobOutcome.NOT_STARTED);
        runner.awaitStart(fragile.deploy("web").id());
    }

    @Test
    void queueGoesOnWhenTheDatabaseIsBack() throws InterruptedException {
        CountDownLatch looked = new CountDownLatch(1);
        Runnable fail = () -> {
            fragile.stores.get().down(true);
            looked.countDown();
        };
        // not before the job is stored: the engine may still be looking for jobs of an earlier run
        fragile.stores.get().afterNext("insert", () -> fragile.stores.get().afterNext("activeCount", fail));
        Job job = fragile.deploy("web");
        looked.await();
        fragile.stores.get().down(false);

        runner.awaitStart(job.id());
    }

    @Test
    void diskThatIsFullTakesNothingFromJobsThatRun() throws InterruptedException {
        Job job = fragile.running("web");
        lab.lab().log().full(true);

        runner.finish(job.id(), 1);

        lab.cloudLab().jobs().await(admin, job.id(), LONG);
        assertThat(lab.lab().log().lines(job.id())).last().isEqualTo("[EXIT CODE: 1]");
        assertThat(lab.lab().log().state(job.id()).finished()).isTrue();
    }

    @Test
    void diskThatFillsUpBeforeTheStartEndsTheJobWithThatReason() throws InterruptedException {
        fragile.stores.get().afterNext("insert", () -> lab.lab().log().full(true));
        Job job = fragile.deploy("web");

        assertThat(lab.cloudLab().jobs().await(admin, job.id(), LONG).reason()).isEqualTo(JobOutcome.NOT_STARTED);
        assertThat(lab.lab().log().lines(job.id())).last().isEqualTo("[ERROR: The disk is too full for new jobs.]");
    }
}
