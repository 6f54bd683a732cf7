package io.cloudlab.core.jobs.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.jobs.Jobs;
import io.cloudlab.core.jobs.job.Concurrency;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobStatus;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.testing.SampleJobs;
import io.cloudlab.core.testing.TestCloudLab;
import io.cloudlab.core.testing.fake.FakeJobRunner;
import io.cloudlab.core.testing.memory.InMemoryJobLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What viewers are told, and those who wait. */
class FollowerTest {
    private static final Duration LONG = Duration.ofSeconds(40);

    private final TestCloudLab lab = new TestCloudLab();
    private final Jobs jobs = lab.cloudLab().jobs();
    private final FakeJobRunner runner = lab.lab().runner();
    private final InMemoryJobLog log = lab.lab().log();
    private final Caller admin = lab.cloudLab().system("test");
    private final Semaphore wakes = new Semaphore(0);

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void everyLineComesInOrderAndThenTheEnd() throws InterruptedException {
        Job job = started();
        List<String> printed = new ArrayList<>(List.of("--- Running deploy.sh for web ---"));
        Thread printer = new Thread(() -> {
            for (int i = 0; i < 2_000; i++) log.print(job.id(), "line " + i + "\n");
            runner.finish(job.id(), 0);
        });
        for (int i = 0; i < 2_000; i++) printed.add("line " + i);

        try (JobFollower follower = jobs.follow(admin, job.id(), 0, wakes::release)) {
            printer.start();
            List<String> seen = new ArrayList<>();
            Job ended = readToTheEnd(follower, seen);

            assertThat(seen).containsExactlyElementsOf(printed);
            assertThat(ended.status()).isEqualTo(JobStatus.COMPLETED);
        }
        printer.join();
    }

    /** A cancel in the queue writes the last line before it is stored: the server may end in between. */
    @Test
    void lineOfACancelIsToldOnceTheCancelIsStored() throws InterruptedException {
        Job first = started();
        Job waiting = jobs.deploy(admin, new ServiceName("web"));
        try (JobFollower follower = jobs.follow(admin, waiting.id(), 0, wakes::release)) {
            log.create(waiting.id());
            log.finish(waiting.id(), List.of("[cancelled by mira: nothing of it is left running]"));

            assertThat(follower.next(1000)).isInstanceOf(JobFollower.Update.Nothing.class);
            assertThat(follower.next(1000)).isInstanceOf(JobFollower.Update.Nothing.class);
            assertThat(jobs.tail(admin, waiting, 5)).isEmpty();
            assertThat(jobs.output(admin, waiting.id(), 0, 5, 1000).isEmpty()).isTrue();
            assertThat(jobs.outputState(admin, waiting)).isEqualTo(JobLog.State.EMPTY);
            assertThat(jobs.searchOutput(admin, waiting.id(), "cancelled", 0, 5).lines())
                    .isEmpty();
            runner.finish(first.id(), 0);
            runner.awaitStart(waiting.id());
            log.print(waiting.id(), "line\n");
            runner.finish(waiting.id(), 0);
            jobs.await(admin, waiting.id(), LONG);
            List<String> seen = new ArrayList<>();
            readToTheEnd(follower, seen);
            assertThat(seen).contains("line").noneMatch(line -> line.startsWith("[cancelled"));
        }
    }

    @Test
    void viewerOfAJobThatWaitsIsToldThatItWasCancelled() throws InterruptedException {
        started();
        Job waiting = jobs.deploy(admin, new ServiceName("web"));
        try (JobFollower follower = jobs.follow(admin, waiting.id(), 0, wakes::release)) {
            jobs.cancel(admin, waiting.id());
            List<String> seen = new ArrayList<>();
            readToTheEnd(follower, seen);
            assertThat(seen).singleElement().asString().startsWith("[cancelled by ");
        }
    }

    @Test
    void followerMayBeginAnywhere() throws InterruptedException {
        Job job = started();
        log.print(job.id(), "one\ntwo\nthree\n");

        try (JobFollower follower = jobs.follow(admin, job.id(), 2, wakes::release)) {
            LogChunk chunk = ((JobFollower.Update.Output) follower.next(1000)).chunk();
            assertThat(chunk.firstLine()).isEqualTo(2);
            assertThat(chunk.lines()).containsExactly("two", "three");
            assertThat(follower.next(1000)).isInstanceOf(JobFollower.Update.Nothing.class);
        }
    }

    @Test
    void viewerTakesNoMoreThanHeAsksFor() throws InterruptedException {
        Job job = started();
        log.print(job.id(), "12345678\n".repeat(10));

        try (JobFollower follower = jobs.follow(admin, job.id(), 1, wakes::release)) {
            assertThat(((JobFollower.Update.Output) follower.next(20)).chunk().count())
                    .isEqualTo(2);
            assertThat(((JobFollower.Update.Output) follower.next(1)).chunk().count())
                    .isEqualTo(1);
        }
    }

    @Test
    void lateViewerGetsEverythingAndTheEnd() throws InterruptedException {
        Job job = started();
        log.print(job.id(), "one\n");
        runner.finish(job.id(), 2);
        jobs.await(admin, job.id(), LONG);

        try (JobFollower follower = jobs.follow(admin, job.id(), 1, wakes::release)) {
            List<String> seen = new ArrayList<>();
            assertThat(readToTheEnd(follower, seen).outcome().exitCode()).isEqualTo(2);
            assertThat(seen).containsExactly("one", "[EXIT CODE: 2]");
        }
    }

    @Test
    void viewerOfAQueuedJobSeesItCancelled() throws InterruptedException {
        started();
        Job queued = jobs.deploy(admin, new ServiceName("web"));

        try (JobFollower follower = jobs.follow(admin, queued.id(), 0, wakes::release)) {
            assertThat(follower.next(1000)).isInstanceOf(JobFollower.Update.Nothing.class);
            jobs.cancel(admin, queued.id());

            List<String> seen = new ArrayList<>();
            assertThat(readToTheEnd(follower, seen).outcome().cancelled()).isTrue();
            assertThat(seen).containsExactly("[cancelled by test: nothing of it is left running]");
        }
    }

    @Test
    void jobThatEndedWithoutItsLogBeingFinishedIsOverAllTheSame() {
        Job job = SampleJobs.queued(1, "web", Concurrency.EXCLUSIVE);
        lab.stores()
                .transactions()
                .run(
                        () -> { // at once, so that nobody starts it
                            lab.stores().jobs().insert(job);
                            Job ended = SampleJobs.ended(
                                    job, JobStatus.FAILED, lab.clock().instant(), 0);
                            lab.stores().jobs().update(ended);
                        });

        try (JobFollower follower = jobs.follow(admin, job.id(), 0, wakes::release)) {
            assertThat(follower.next(1000)).isInstanceOf(JobFollower.Update.Done.class);
        }
    }

    @Test
    void viewerWhoLeftIsNotWoken() throws InterruptedException {
        Job job = started();
        jobs.follow(admin, job.id(), 0, wakes::release).close();

        log.print(job.id(), "one\n");
        runner.finish(job.id(), 0);
        jobs.await(admin, job.id(), LONG);

        assertThat(wakes.availablePermits()).isZero();
    }

    @Test
    void waitingEndsWithTheJobOrWithPatience() throws InterruptedException {
        Job job = started();

        assertThatThrownBy(() -> jobs.await(admin, job.id(), Duration.ofMillis(1)))
                .isInstanceOfSatisfying(
                        Unavailable.class, refused -> assertThat(refused.code()).isEqualTo("still-running"));
        Thread finisher = new Thread(() -> runner.finish(job.id(), 0));
        finisher.start();
        assertThat(jobs.await(admin, job.id(), LONG).exitCode()).isZero();
        assertThat(jobs.await(admin, job.id(), Duration.ZERO).exitCode()).isZero();
        finisher.join();
    }

    @Test
    void whatIsKnownOfTheOutputComesFromTheOutcomeOnceThereIsOne() throws InterruptedException {
        Job job = started();
        log.print(job.id(), "DEPLOYMENT_ID=web-7\n");

        assertThat(jobs.outputState(admin, job)).isEqualTo(new JobLog.State(2, 54, false, "web-7"));
        runner.finish(job.id(), 0);
        jobs.await(admin, job.id(), LONG);
        log.delete(job.id());
        assertThat(jobs.outputState(admin, jobs.find(admin, job.id())))
                .isEqualTo(new JobLog.State(2, 54, true, "web-7"));
    }

    private Job started() throws InterruptedException {
        lab.lab().catalogue().add("web");
        Job job = jobs.deploy(admin, new ServiceName("web"));
        runner.awaitStart(job.id());
        return job;
    }

    /** Reads as a viewer does: whenever it is woken, until there is nothing more to tell. */
    private Job readToTheEnd(JobFollower follower, List<String> seen) throws InterruptedException {
        while (true) {
            JobFollower.Update update = follower.next(4_096);
            if (update instanceof JobFollower.Update.Done done) return done.job();
            if (update instanceof JobFollower.Update.Output output)
                seen.addAll(output.chunk().lines());
            else assertThat(wakes.tryAcquire(40, TimeUnit.SECONDS)).as("woken").isTrue();
        }
    }
}
