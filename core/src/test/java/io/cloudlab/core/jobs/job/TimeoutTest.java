package io.cloudlab.core.jobs.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.jobs.Jobs;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.services.input.ScriptOptions;
import io.cloudlab.core.testing.TestCloudLab;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimeoutTest {
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final ServiceName WEB = new ServiceName("web");

    private final TestCloudLab lab = new TestCloudLab();
    private final Jobs jobs = lab.cloudLab().jobs();
    private final Caller mira = lab.caller("mira", Permission.SERVICES_DEPLOY, Permission.JOBS_VIEW_OWN);

    @BeforeEach
    void addService() {
        ScriptOptions options = new ScriptOptions(List.of(), Map.of(), TIMEOUT);
        lab.lab().catalogue().add("web", Script.DEPLOY.withOptions(options));
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private void assertTimedOut(JobOutcome outcome, JobId id) {
        assertThat(outcome.status()).isEqualTo(JobStatus.FAILED);
        assertThat(outcome.reason()).isEqualTo(JobOutcome.TIMED_OUT);
        assertThat(outcome.cancelled()).isFalse();
        assertThat(lab.lab().log().lines(id)).last().isEqualTo("[timed out after 1 s: nothing of it is left running]");
        assertThat(lab.lab().runner().stopped()).containsExactly(id);
    }

    @Test
    void jobThatTakesTooLongIsStopped() throws InterruptedException {
        Job job = jobs.deploy(mira, WEB);
        lab.lab().runner().awaitStart(job.id());
        lab.clock().advance(TIMEOUT);

        assertTimedOut(jobs.await(mira, job.id(), LONG), job.id());
    }

    @Test
    void timeoutThatIsOverWhileTheServerIsAwayCountsAtItsNextStart() throws InterruptedException {
        Job job = jobs.deploy(mira, WEB);
        lab.lab().runner().awaitStart(job.id());
        lab.clock().advance(Duration.ofHours(1));
        Jobs next = lab.restart().jobs();

        assertTimedOut(next.await(mira, job.id(), LONG), job.id());
    }

    @Test
    void jobThatEndsInTimeIsLeftAlone() throws InterruptedException {
        lab.lab().runner().onStart(launch -> lab.lab().runner().finish(launch.id(), 0));
        Job job = jobs.deploy(mira, WEB);

        assertThat(jobs.await(mira, job.id(), LONG).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(lab.lab().runner().stopped()).isEmpty();
    }

    @Test
    void waitingInTheQueueDoesNotCount() throws InterruptedException {
        Job first = jobs.deploy(mira, WEB);
        Job second = jobs.deploy(mira, WEB);
        lab.lab().runner().awaitStart(first.id());
        lab.clock().advance(TIMEOUT);
        assertTimedOut(jobs.await(mira, first.id(), LONG), first.id());

        lab.lab().runner().awaitStart(second.id());
        lab.lab().runner().finish(second.id(), 0);
        assertThat(jobs.await(mira, second.id(), LONG).status()).isEqualTo(JobStatus.COMPLETED);
    }
}
