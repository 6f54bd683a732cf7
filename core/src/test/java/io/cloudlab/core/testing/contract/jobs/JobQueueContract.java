package io.cloudlab.core.testing.contract.jobs;

import static io.cloudlab.core.testing.SampleJobs.ended;
import static io.cloudlab.core.testing.SampleJobs.in;
import static io.cloudlab.core.testing.SampleJobs.queued;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.jobs.ServiceBusy;
import io.cloudlab.core.jobs.job.Concurrency;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobFilter;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobKind;
import io.cloudlab.core.jobs.job.JobPlan;
import io.cloudlab.core.jobs.job.JobRequest;
import io.cloudlab.core.jobs.job.JobStatus;
import io.cloudlab.core.jobs.job.JobStore;
import io.cloudlab.core.jobs.job.Phase;
import io.cloudlab.core.jobs.job.Retry;
import io.cloudlab.core.server.ServerId;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.testing.Race;
import io.cloudlab.core.testing.SampleJobs;
import io.cloudlab.core.testing.SampleServers;
import io.cloudlab.core.testing.contract.StoresContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How every {@link JobStore} keeps the queue and the exclusive lane. */
public interface JobQueueContract extends StoresContract {
    ServerId HERE = SampleServers.server("lab1").id();
    ServerId THERE = SampleServers.server("lab2").id();

    private JobStore jobs() {
        return stores().jobs();
    }

    private Job inserted(int number, String service, Concurrency lane) {
        Job job = queued(number, service, lane);
        assertThat(jobs().insert(job)).isTrue();
        return job;
    }

    private Job active(int number, String service, Concurrency lane) {
        return jobs().update(in(Phase.LAUNCHING, inserted(number, service, lane)));
    }

    @Test
    default void jobThatIsTriedAgainWaitsUntilItIsDue() {
        JobPlan plan = new JobPlan(
                "Running go",
                "services/web",
                List.of(List.of("true")),
                Map.of(),
                Map.of(),
                null,
                Concurrency.EXCLUSIVE,
                JobPlan.Inputs.NONE,
                null,
                Retry.of(1, Duration.ofSeconds(60)));
        Job failed = Job.accepted(
                new JobId("0000000f"), "nonce", SampleJobs.request("web", "go", 1, "mira", null, NOON), plan);
        Job due = failed.again(new JobId("00000002"), "another nonce", null, NOON);
        assertThat(jobs().insert(due)).isTrue();

        assertThat(jobs().nextRunnable(true, NOON.plusSeconds(59))).isEmpty();
        assertThat(jobs().nextRunnable(true, NOON.plusSeconds(60))).contains(due);
        Job other = SampleJobs.queued(3, "web", Concurrency.EXCLUSIVE);
        assertThat(jobs().insert(other)).isTrue();
        assertThat(jobs().nextRunnable(true, NOON))
                .as("others need not wait for it")
                .contains(other);
    }

    @Test
    default void emptyQueueHasNothingToRun() {
        Job done = inserted(1, "wiki", Concurrency.EXCLUSIVE);
        jobs().update(ended(done, JobStatus.COMPLETED, NOON, 0));
        assertThat(jobs().nextRunnable(true, NOON)).isEmpty();
    }

    @Test
    default void jobsRunInTheOrderOfTheirInsertion() {
        Job first = inserted(9, "wiki", Concurrency.EXCLUSIVE);
        inserted(1, "wiki", Concurrency.PARALLEL);
        assertThat(jobs().nextRunnable(true, NOON)).contains(first);
    }

    @Test
    default void jobsOfDifferentKindsShareNoLaneThoughTheirNamesAreEqual() {
        int number = 0;
        for (String name : List.of("inventory", "all", "server", "cloud")) {
            for (JobKind kind : JobKind.values()) {
                Job job = queued(++number, SampleJobs.request(kind, name, "deploy"), Concurrency.EXCLUSIVE);
                assertThat(jobs().insert(job)).isTrue();
                assertThat(jobs().nextRunnable(true, NOON)).contains(job);
                jobs().update(in(Phase.LAUNCHING, job));
            }
        }
        Job second = queued(++number, SampleJobs.request(JobKind.CLOUD, "inventory", "refresh"), Concurrency.EXCLUSIVE);
        assertThat(jobs().insert(second)).isTrue();
        assertThat(jobs().nextRunnable(true, NOON)).isEmpty();
        assertThatThrownBy(() -> jobs().update(in(Phase.LAUNCHING, second))).isInstanceOf(ServiceBusy.class);
    }

    private Job insertedFor(String username, int number) {
        JobRequest request =
                SampleJobs.request("wiki", "deploy", username.length(), username, null, StoresContract.NOON);
        Job job = queued(number, request, Concurrency.PARALLEL);
        assertThat(jobs().insert(job)).isTrue();
        return job;
    }

    /** Starts and ends what may run next, so often. @return whose jobs these were */
    private List<String> run(int times) {
        return IntStream.range(0, times)
                .mapToObj(each -> {
                    Job next = jobs().nextRunnable(true, NOON).orElseThrow();
                    Job running = jobs().update(in(Phase.LAUNCHING, next));
                    jobs().update(ended(running, JobStatus.COMPLETED, NOON, 0));
                    return next.request().username();
                })
                .toList();
    }

    @Test
    default void usersTakeTurnsHoweverManyJobsOneOfThemHasWaiting() {
        for (int number = 0; number < 50; number++) insertedFor("mira", number);
        insertedFor("milo", 50);
        insertedFor("MILO", 51);
        insertedFor("zoe", 52);

        assertThat(run(7)).containsExactly("mira", "milo", "zoe", "mira", "MILO", "mira", "mira");
    }

    @Test
    default void lateUserWaitsOneTurnAndGetsNoPastTurns() {
        for (int number = 0; number < 50; number++) insertedFor("mira", number);
        run(20);
        Job running = jobs().nextRunnable(true, NOON).orElseThrow();
        jobs().update(in(Phase.LAUNCHING, running));
        for (int number = 50; number < 60; number++) insertedFor("milo", number);

        assertThat(run(4)).containsExactly("milo", "mira", "milo", "mira");
    }

    @Test
    default void pastTurnsDoNotDelayAUser() {
        for (int number = 0; number < 20; number++) insertedFor("mira", number);
        run(20);
        insertedFor("milo", 20);
        insertedFor("milo", 21);
        insertedFor("mira", 22);

        assertThat(run(3)).containsExactly("milo", "mira", "milo");
    }

    @Test
    default void waitingJobsOfAUserAreCounted() {
        insertedFor("mira", 1);
        Job running = insertedFor("mira", 2);
        jobs().update(in(Phase.LAUNCHING, running));
        insertedFor("zoe", 3);
        JobRequest request = SampleJobs.request("wiki", "stop", 4, "mira", null, StoresContract.NOON);
        assertThat(jobs().insert(queued(4, request, Concurrency.URGENT))).isTrue();

        assertThat(jobs().queuedOf(4)).isEqualTo(1);
        assertThat(jobs().queuedOf(3)).isEqualTo(1);
        assertThat(jobs().queuedOf(77)).isZero();
    }

    @Test
    default void exclusiveJobWaitsForTheOtherOfItsServiceAndLetsOthersPass() {
        active(1, "wiki", Concurrency.EXCLUSIVE);
        inserted(2, "wiki", Concurrency.EXCLUSIVE);
        Job other = inserted(3, "blog", Concurrency.EXCLUSIVE);
        assertThat(jobs().nextRunnable(true, NOON)).contains(other);
    }

    @Test
    default void exclusiveJobDoesNotWaitForParallelOrUrgentOnes() {
        active(1, "wiki", Concurrency.PARALLEL);
        active(2, "wiki", Concurrency.URGENT);
        Job exclusive = inserted(3, "wiki", Concurrency.EXCLUSIVE);

        assertThat(jobs().nextRunnable(true, NOON)).contains(exclusive);
        assertThat(jobs().update(in(Phase.LAUNCHING, exclusive)).isActive()).isTrue();
    }

    @Test
    default void parallelJobDoesNotWaitForItsService() {
        active(1, "wiki", Concurrency.EXCLUSIVE);
        Job parallel = inserted(2, "wiki", Concurrency.PARALLEL);
        assertThat(jobs().nextRunnable(true, NOON)).contains(parallel);
    }

    @Test
    default void onlyUrgentJobsRunWithoutAFreePlace() {
        inserted(1, "wiki", Concurrency.EXCLUSIVE);
        inserted(2, "wiki", Concurrency.PARALLEL);
        assertThat(jobs().nextRunnable(false, NOON)).isEmpty();

        Job urgent = inserted(3, "wiki", Concurrency.URGENT);
        assertThat(jobs().nextRunnable(false, NOON)).contains(urgent);
    }

    @Test
    default void secondActiveExclusiveJobOfAServiceIsRefusedAndLeavesTheTransactionUsable() {
        active(1, "wiki", Concurrency.EXCLUSIVE);
        Job second = inserted(2, "wiki", Concurrency.EXCLUSIVE);
        stores().transactions().run(() -> {
            assertThatThrownBy(() -> jobs().update(in(Phase.LAUNCHING, second))).isInstanceOf(ServiceBusy.class);
            inserted(3, "wiki", Concurrency.EXCLUSIVE);
        });
        assertThat(jobs().find(second.id())).contains(second);
        assertThat(jobs().list(JobFilter.ANY, new PageRequest(1, 9)).total()).isEqualTo(3);
    }

    @Test
    default void serviceIsFreeAgainOnceItsJobHasEnded() {
        Job first = active(1, "wiki", Concurrency.EXCLUSIVE);
        Job second = inserted(2, "wiki", Concurrency.EXCLUSIVE);
        first = jobs().update(in(Phase.STOPPING, first));
        assertThat(jobs().nextRunnable(true, NOON)).isEmpty();

        jobs().update(ended(first, JobStatus.FAILED, NOON, 0));
        assertThat(jobs().nextRunnable(true, NOON)).contains(second);
        assertThat(jobs().update(in(Phase.LAUNCHING, second)).isActive()).isTrue();
    }

    @Test
    default void ofManyExclusiveJobsOfAServiceOneBecomesActive() {
        List<Job> waiting = IntStream.range(0, 20)
                .mapToObj(number -> inserted(number, "wiki", Concurrency.EXCLUSIVE))
                .toList();

        assertThat(Race.of(
                        20,
                        each -> Race.succeeds(
                                ServiceBusy.class, () -> jobs().update(in(Phase.LAUNCHING, waiting.get(each))))))
                .containsOnlyOnce(true);
        assertThat(jobs().active()).hasSize(1);
    }

    @Test
    default void activeJobsAreListedInOrderOfInsertionWithoutQueuedAndEndedOnes() {
        Job late = active(7, "a", Concurrency.EXCLUSIVE);
        inserted(8, "b", Concurrency.EXCLUSIVE);
        Job stopping = jobs().update(in(Phase.STOPPING, inserted(2, "c", Concurrency.URGENT)));
        Job running = jobs().update(in(Phase.RUNNING, inserted(1, "d", Concurrency.PARALLEL)));
        jobs().update(ended(inserted(3, "e", Concurrency.EXCLUSIVE), JobStatus.FAILED, NOON, 0));

        assertThat(jobs().active()).containsExactly(late, stopping, running);
        assertThat(jobs().activeCount(HERE)).isEqualTo(2);
    }

    @Test
    default void jobsOfAnotherServerAreCountedApart() {
        jobs().update(in(Phase.RUNNING, inserted(1, "a", Concurrency.EXCLUSIVE)).at(HERE));
        Job theirs = jobs().update(in(Phase.RUNNING, inserted(2, "b", Concurrency.PARALLEL))
                .at(THERE));
        inserted(3, "c", Concurrency.EXCLUSIVE);

        assertThat(jobs().find(theirs.id()).orElseThrow().server()).isEqualTo(THERE);
        assertThat(jobs().activeCount(HERE)).isEqualTo(1);
        assertThat(jobs().activeElsewhere(HERE)).isEqualTo(1);
        assertThat(jobs().activeCount(THERE)).isEqualTo(1);
    }
}
