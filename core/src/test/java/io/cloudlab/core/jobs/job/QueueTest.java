package io.cloudlab.core.jobs.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.jobs.Jobs;
import io.cloudlab.core.jobs.LaunchJob;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.testing.SampleJobs;
import io.cloudlab.core.testing.TestCloudLab;
import io.cloudlab.core.testing.fake.FakeJobRunner;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When jobs start. {@link TestCloudLab} lets four be active at once. */
class QueueTest {
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final Script ASIDE = new Script("aside", "", "", "aside.sh", List.of(), true);

    private final TestCloudLab lab = new TestCloudLab();
    private final Jobs jobs = lab.cloudLab().jobs();
    private final FakeJobRunner runner = lab.lab().runner();
    private final Caller admin = lab.cloudLab().system("test");

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void twoJobsOfAServiceNeverRunAtOnce() throws InterruptedException {
        Job first = deploy("web");
        Job second = deploy("web");
        Job third = deploy("web");
        Job other = deploy("wiki"); // starts after the others have been looked at

        runner.awaitStart(other.id());
        assertThat(started()).containsExactly(first.id(), other.id());
        assertThat(jobs.find(admin, second.id()).phase()).isEqualTo(Phase.QUEUED);
        assertThat(jobs.find(admin, second.id()).status()).isEqualTo(JobStatus.RUNNING);

        runner.finish(first.id(), 1);
        runner.awaitStart(second.id());
        runner.finish(second.id(), 0);
        runner.awaitStart(third.id());
        assertThat(started()).containsExactly(first.id(), other.id(), second.id(), third.id());
    }

    @Test
    void parallelScriptRunsBesideTheOthersOfItsService() throws InterruptedException {
        lab.lab().catalogue().add("web", Script.DEPLOY, ASIDE);
        Job deploy = jobs.deploy(admin, new ServiceName("web"));

        Job one = jobs.launch(admin, LaunchJob.of("web", "aside"));
        Job two = jobs.launch(admin, LaunchJob.of("web", "aside"));

        runner.awaitStart(two.id());
        assertThat(started()).containsExactly(deploy.id(), one.id(), two.id());
    }

    @Test
    void jobsBeyondTheLimitStartInTheOrderInWhichTheyCame() throws InterruptedException {
        List<Job> all =
                IntStream.range(0, 7).mapToObj(number -> deploy("web" + number)).toList();

        runner.awaitStart(all.get(3).id());
        runner.finish(all.get(2).id(), 0);
        runner.awaitStart(all.get(4).id());
        assertThat(started()).hasSize(5);
        runner.finish(all.get(0).id(), 0);
        runner.finish(all.get(4).id(), 0);
        runner.awaitStart(all.get(6).id());

        assertThat(started())
                .containsExactlyElementsOf(all.stream().map(Job::id).toList());
    }

    @Test
    void parallelJobsTakePlacesToo() throws InterruptedException {
        lab.lab().catalogue().add("web", ASIDE);
        List<Job> all = IntStream.range(0, 5)
                .mapToObj(number -> jobs.launch(admin, LaunchJob.of("web", "aside")))
                .toList();

        runner.awaitStart(all.get(3).id());
        runner.finish(all.get(1).id(), 0);
        runner.awaitStart(all.get(4).id());

        assertThat(started())
                .containsExactlyElementsOf(all.stream().map(Job::id).toList());
    }

    @Test
    void jobThatWaitsForItsServiceHoldsUpNobodyElse() throws InterruptedException {
        Job first = deploy("web");
        IntStream.range(0, 5).forEach(number -> deploy("web"));

        Job other = deploy("wiki");

        runner.awaitStart(other.id());
        assertThat(started()).containsExactly(first.id(), other.id());
    }

    @Test
    void urgentJobWaitsForNothing() throws InterruptedException {
        List<Job> all =
                IntStream.range(0, 4).mapToObj(number -> deploy("web" + number)).toList();
        runner.awaitStart(all.get(3).id());
        lab.user("mira");
        Job urgent = SampleJobs.queued(1, "web0", Concurrency.URGENT);
        lab.stores().jobs().insert(urgent);

        deploy("late");

        runner.awaitStart(urgent.id());
        assertThat(started()).hasSize(5);
    }

    @Test
    void launchThatFailsSaysWhyAndMakesRoom() throws InterruptedException {
        runner.refuseNextStart("bash is not installed on this machine");
        Job job = deploy("web");

        JobOutcome outcome = jobs.await(admin, job.id(), LONG);

        assertThat(outcome.status()).isEqualTo(JobStatus.FAILED);
        assertThat(outcome.reason()).isEqualTo(JobOutcome.NOT_STARTED);
        assertThat(outcome.exitCode()).isNull();
        assertThat(lab.lab().log().lines(job.id()))
                .containsExactly("--- Running deploy.sh for web ---", "[ERROR: bash is not installed on this machine]");
        Job next = deploy("web");
        runner.awaitStart(next.id());
    }

    @Test
    void launchThatFailsInAnUnknownWayIsLookedAt() throws InterruptedException {
        runner.failNextStart(new IllegalStateException("nobody expects this"));
        Job job = deploy("web");

        assertThat(jobs.await(admin, job.id(), LONG).reason()).isEqualTo(JobOutcome.NOT_STARTED);
        assertThat(lab.lab().log().lines(job.id())).noneMatch(line -> line.contains("nobody expects"));
    }

    @Test
    void listenerThatFailsHoldsUpNobody() throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        jobs.onEnded(event -> {
            throw new IllegalStateException("a bug in a listener");
        });
        jobs.onEnded(event -> told.countDown());
        Job first = deploy("web");
        Job second = deploy("web");
        runner.awaitStart(first.id());

        runner.finish(first.id(), 0);

        runner.awaitStart(second.id());
        told.await();
        assertThat(jobs.await(admin, first.id(), LONG).status()).isEqualTo(JobStatus.COMPLETED);
    }

    private Job deploy(String service) {
        lab.lab().catalogue().add(service);
        return jobs.deploy(admin, new ServiceName(service));
    }

    private List<JobId> started() {
        return runner.launches().stream().map(JobRunner.Launch::id).toList();
    }
}
