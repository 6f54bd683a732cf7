package io.cloudlab.core.jobs.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.shared.Conflict;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.testing.Race;
import io.cloudlab.core.testing.fake.FakeJobRunner;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CancelTest extends CancelFixture {
    @Test
    void runningJobIsStoppedAndSaysWhoDidIt() throws InterruptedException {
        Job job = running();

        Job stopping = jobs.cancel(mira, job.id());

        assertThat(stopping.phase()).isEqualTo(Phase.STOPPING);
        JobOutcome outcome = jobs.await(mira, job.id(), LONG);
        assertThat(outcome.status()).isEqualTo(JobStatus.FAILED);
        assertThat(outcome.cancelled()).isTrue();
        assertThat(outcome.reason()).isEqualTo(JobOutcome.CANCELLED);
        assertThat(outcome.exitCode()).isEqualTo(FakeJobRunner.TERMINATED);
        assertThat(lastLines(job)).containsExactly("[EXIT CODE: 143]", CANCELLED);
        assertThat(jobs.find(mira, job.id()).cancelledBy()).isEqualTo("mira");
        assertThat(lab.audit()).last().satisfies(entry -> {
            assertThat(entry.action()).isEqualTo("job.cancel");
            assertThat(entry.resource()).isEqualTo("jobs/" + job.id());
        });
    }

    @Test
    void queuedJobEndsAtOnceAndIsNeverStarted() throws InterruptedException {
        Job first = running();
        Job queued = jobs.deploy(mira, WEB);
        List<Job> told = new CopyOnWriteArrayList<>();
        jobs.onEnded(event -> told.add(event.job()));

        Job ended = jobs.cancel(mira, queued.id());

        assertThat(ended.phase()).isEqualTo(Phase.ENDED);
        assertThat(ended.outcome())
                .isEqualTo(new JobOutcome(
                        JobStatus.FAILED,
                        null,
                        true,
                        JobOutcome.CANCELLED,
                        lab.clock().instant(),
                        1,
                        CANCELLED.length() + 1,
                        null));
        assertThat(lab.lab().log().lines(queued.id())).containsExactly(CANCELLED);
        assertThat(told).containsExactly(ended);
        runner.finish(first.id(), 0);
        Job third = jobs.deploy(mira, WEB);
        runner.awaitStart(third.id());
        assertThat(runner.launch(queued.id())).isEmpty();
    }

    @Test
    void jobCancelledInTheQueueHasItsLastLineAsSoonAsItIsSeenToHaveEnded() throws InterruptedException {
        running();
        Job queued = jobs.deploy(mira, WEB);
        List<String> seen = new CopyOnWriteArrayList<>();

        lab.stores().transactions().run(() -> {
            lab.stores()
                    .transactions()
                    .afterCommit(() -> seen.addAll(lab.lab().log().lines(queued.id())));
            jobs.cancel(mira, queued.id());
        });

        assertThat(seen).containsExactly(CANCELLED);
    }

    @Test
    void jobThatIsJustBeingStartedIsStoppedAfterItsStart() throws InterruptedException {
        runner.onStart(launch -> jobs.cancel(mira, launch.id()));

        Job job = jobs.deploy(mira, WEB);

        assertThat(jobs.await(mira, job.id(), LONG).cancelled()).isTrue();
        assertThat(runner.stopped()).containsExactly(job.id());
        assertThat(runner.isRunning(job.id())).isFalse();
    }

    @Test
    void jobCancelledBetweenItsChoiceAndItsStartIsNotLeftRunning() throws InterruptedException {
        CountDownLatch cancelled = new CountDownLatch(1);
        Job first = running();
        Job job = jobs.deploy(mira, WEB);
        // the end of the first job is the next two updates, the choice of the second one the update after them
        Runnable cancel = () -> {
            jobs.cancel(mira, job.id());
            cancelled.countDown();
        };
        Runnable atTheChoice = () -> stores.get().afterNext("update", cancel);
        stores.get().afterNext("update", () -> stores.get().afterNext("update", atTheChoice));

        runner.finish(first.id(), 0);
        cancelled.await();

        assertThat(jobs.await(mira, job.id(), LONG).cancelled()).isTrue();
        assertThat(runner.isRunning(job.id())).isFalse();
        assertThat(lastLines(job)).containsExactly("[EXIT CODE: 143]", CANCELLED);
    }

    @Test
    void launchThatFailsAfterTheCancelEndsAsCancelled() throws InterruptedException {
        stores.get().afterNext("update", () -> {
            jobs.cancel(
                    mira,
                    jobs.list(mira, JobFilter.ANY, new PageRequest(1, 1))
                            .items()
                            .get(0)
                            .id());
            runner.refuseNextStart("no bash here");
        });

        Job job = jobs.deploy(mira, WEB);

        JobOutcome outcome = jobs.await(mira, job.id(), LONG);
        assertThat(outcome.cancelled()).isTrue();
        assertThat(outcome.exitCode()).isNull();
        assertThat(lastLines(job)).containsExactly("[ERROR: no bash here]", CANCELLED);
    }

    @Test
    void cancelThatMeetsTheEndIsKeptAndSoIsTheExitCode() throws InterruptedException {
        Job job = running();
        CountDownLatch cancelled = new CountDownLatch(1);
        stores.get()
                .afterNext(
                        "find",
                        () -> { // the engine has just seen it running
                            jobs.cancel(mira, job.id());
                            cancelled.countDown();
                        });

        runner.finish(job.id(), 0);
        cancelled.await();

        JobOutcome outcome = jobs.await(lab.cloudLab().system("test"), job.id(), LONG);
        assertThat(outcome.status()).isEqualTo(JobStatus.FAILED);
        assertThat(outcome.cancelled()).isTrue();
        assertThat(outcome.exitCode()).isZero();
        assertThat(lastLines(job)).contains(CANCELLED);
        assertThat(outcome.reason()).isEqualTo(JobOutcome.CANCELLED);
        assertThat(runner.stopped()).containsExactly(job.id()); // somebody has looked whether anything is left
    }

    @Test
    void cancellingTwiceIsTheSameAsCancellingOnce() throws InterruptedException {
        Job job = running();
        CountDownLatch release = holdStops();

        Job once = jobs.cancel(mira, job.id());
        Job twice = jobs.cancel(lab.cloudLab().system("somebody else"), job.id());

        assertThat(twice.cancelledBy()).isEqualTo("mira");
        assertThat(twice.version()).isEqualTo(once.version());
        release.countDown();
        jobs.await(mira, job.id(), LONG);
        assertThat(runner.stopped()).containsExactly(job.id());
        assertThat(lab.audit()).extracting(AuditEntry::action).containsOnlyOnce("job.cancel");
    }

    @Test
    void ofManyWhoCancelAtOnceOneIsWrittenDown() throws InterruptedException {
        Job job = running();
        CountDownLatch release = holdStops();

        Race.of(20, number -> jobs.cancel(mira, job.id()));

        release.countDown();
        jobs.await(mira, job.id(), LONG);
        assertThat(lab.audit()).extracting(AuditEntry::action).containsOnlyOnce("job.cancel");
        assertThat(runner.stopped()).containsExactly(job.id());
    }

    @Test
    void jobThatHasEndedCannotBeCancelled() throws InterruptedException {
        Job job = running();
        runner.finish(job.id(), 0);
        JobOutcome before = jobs.await(mira, job.id(), LONG);

        assertThatThrownBy(() -> jobs.cancel(mira, job.id()))
                .isInstanceOfSatisfying(
                        Conflict.class, refused -> assertThat(refused.code()).isEqualTo("job-not-running"));

        assertThat(jobs.find(mira, job.id()).outcome()).isEqualTo(before);
        assertThat(lab.audit()).extracting(AuditEntry::action).doesNotContain("job.cancel");
    }

    @Test
    void cancelledJobMakesRoomForTheNext() throws InterruptedException {
        Job job = running();
        Job next = jobs.deploy(mira, WEB);

        jobs.cancel(mira, job.id());

        assertThat(runner.awaitStart(next.id()).id()).isEqualTo(next.id());
    }

    @Test
    void cancelIsRefusedToWhoeverMayNotOrMayNotSeeTheJob() throws InterruptedException {
        Job job = running();
        Caller viewer = lab.caller("viewer", Permission.JOBS_VIEW_ALL);
        Caller stranger = lab.caller("stranger", Permission.JOBS_CANCEL, Permission.JOBS_VIEW_OWN);
        Caller blind = lab.caller("blind", Permission.JOBS_CANCEL);

        assertThatThrownBy(() -> jobs.cancel(viewer, job.id())).hasMessage("Permission denied: jobs.cancel");
        assertThatThrownBy(() -> jobs.cancel(stranger, job.id())).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> jobs.cancel(blind, job.id())).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> jobs.cancel(mira, new JobId("00000000"))).isInstanceOf(NotFound.class);
        assertThat(jobs.find(mira, job.id()).phase()).isEqualTo(Phase.RUNNING);
        assertThat(runner.stopped()).isEmpty();
    }
}
