package io.cloudlab.core.jobs.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.jobs.JobEngine;
import io.cloudlab.core.jobs.Jobs;
import io.cloudlab.core.testing.Eventually;
import io.cloudlab.core.testing.SampleJobs;
import io.cloudlab.core.testing.TestCloudLab;
import io.cloudlab.core.testing.fake.FakeJobRunner;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of jobs when the program ends. */
class RecoveryTest {
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
    void runningJobGoesOnUnderTheNextProgram() throws InterruptedException {
        Job job = fragile.running("web");

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
        Job job = fragile.running("web");
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
        Job job = fragile.running("web");
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
        Job job = fragile.running("web");

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
        Job job = fragile.running("web");
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
    void closingAwaitsTheStartUnderWayAndBeginsNoOther() throws InterruptedException {
        CountDownLatch starting = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        runner.onStart(launch -> {
            starting.countDown();
            awaitQuietly(go);
        });
        Job first = fragile.deploy("web");
        starting.await();
        Job second = fragile.deploy("wiki");
        Thread closing = new Thread(lab.cloudLab()::close);

        closing.start();
        Eventually.until(
                "closing waits", () -> isInJobEngine(closing) && closing.getState() == Thread.State.TIMED_WAITING);
        go.countDown();
        closing.join();

        assertThat(lab.stores().jobs().find(first.id()).orElseThrow().phase()).isEqualTo(Phase.RUNNING);
        assertThat(lab.stores().jobs().find(second.id()).orElseThrow().phase()).isEqualTo(Phase.QUEUED);
        assertThat(runner.launches()).hasSize(1);
    }

    @Test
    void jobsThatWaitedStartUnderTheNextProgram() throws InterruptedException {
        lab.user("mira");
        lab.cloudLab().close();
        Job job = SampleJobs.queued(1, "web", Concurrency.EXCLUSIVE);
        lab.stores().jobs().insert(job);

        lab.restart();

        runner.awaitStart(job.id());
    }

    @Test
    void cancelThatWasNotStoredLeavesNothingInTheLog() throws InterruptedException {
        Job first = fragile.running("web");
        Job waiting = fragile.deploy("web");
        lab.cloudLab().close();
        lab.lab().log().create(waiting.id());
        lab.lab().log().finish(waiting.id(), List.of("[cancelled by mira: nothing of it is left running]"));

        lab.restart();

        assertThat(lab.lab().log().lines(waiting.id())).isEmpty();
        runner.finish(first.id(), 0);
        runner.awaitStart(waiting.id());
        assertThat(lab.lab().log().lines(waiting.id())).containsExactly("--- Running deploy.sh for web ---");
    }

    @Test
    void jobWhoseStartWasNotWrittenDownCountsAsRunning() throws InterruptedException {
        CountDownLatch launched = new CountDownLatch(1);
        fragile.stores.get().afterNext("update", () -> {
            fragile.stores.get().down(true);
            launched.countDown();
        });
        Job job = fragile.deploy("web");
        launched.await();
        runner.awaitStart(job.id());
        lab.cloudLab().close();
        assertThat(lab.stores().jobs().find(job.id()).orElseThrow().phase()).isEqualTo(Phase.LAUNCHING);

        lab.restart();

        fragile.awaitPhase(job, Phase.RUNNING);
        runner.finish(job.id(), 0);
        assertThat(lab.cloudLab().jobs().await(admin, job.id(), LONG).status()).isEqualTo(JobStatus.COMPLETED);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Job stored(Phase phase) {
        Job job = SampleJobs.queued(1, "web", Concurrency.EXCLUSIVE);
        lab.stores().jobs().insert(job);
        return lab.stores().jobs().update(SampleJobs.in(phase, job));
    }

    private void awaitAttached(Job job) {
        Eventually.until("the job is watched", () -> runner.isWatched(job.id()));
    }

    private static boolean isInJobEngine(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(JobEngine.class.getName()));
    }
}
