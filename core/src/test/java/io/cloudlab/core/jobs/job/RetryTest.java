package io.cloudlab.core.jobs.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.jobs.Jobs;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.input.InputType;
import io.cloudlab.core.services.input.SampleInputs;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.services.input.ScriptOptions;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.testing.TestCloudLab;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Scripts that are tried again when they fail. */
class RetryTest {
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final ServiceName WEB = new ServiceName("web");

    private final TestCloudLab lab = new TestCloudLab();
    private final Caller mira =
            lab.caller("mira", Permission.SERVICES_DEPLOY, Permission.JOBS_VIEW_OWN, Permission.JOBS_CANCEL);

    @BeforeEach
    void addService() {
        Script go = new Script("go", "Go", "", "go.sh", List.of(SampleInputs.input("key", InputType.SECRET)), false)
                .withOptions(new ScriptOptions(null, List.of(), Map.of(), List.of(), LONG, 2, DELAY, null));
        lab.lab().catalogue().add("web", go);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private Jobs jobs() {
        return lab.cloudLab().jobs();
    }

    private Job started() throws InterruptedException {
        Job job = jobs().runScript(mira, WEB, "go", Map.of("key", "hunter22"));
        lab.lab().runner().awaitStart(job.id());
        return job;
    }

    private List<Job> all() {
        return jobs().list(mira, JobFilter.ANY, new PageRequest(1, 20)).items();
    }

    private JobOutcome fail(JobId id) throws InterruptedException {
        lab.lab().runner().finish(id, 3);
        return jobs().await(mira, id, LONG);
    }

    @Test
    void jobThatFailsIsTriedAgainAsAJobOfItsOwn() throws InterruptedException {
        Job first = started();

        assertThat(fail(first.id()).status()).isEqualTo(JobStatus.FAILED);

        assertThat(lab.lab().log().lines(first.id()))
                .endsWith("[EXIT CODE: 3]", "[tried again in 1 s, at most 2 times more]");
        Job second = all().get(0);
        assertThat(second.phase()).isEqualTo(Phase.QUEUED);
        assertThat(second.plan().retry().of()).isEqualTo(first.id());
        assertThat(second.request().inputs()).isEqualTo(first.request().inputs());
        assertThat(second.nonce()).isNotEqualTo(first.nonce());
        lab.clock().advance(DELAY);
        assertThat(lab.lab().runner().awaitStart(second.id()).environment()).containsEntry("INPUT_KEY", "hunter22");
        fail(second.id());
        Job third = all().get(0);
        lab.clock().advance(DELAY);
        lab.lab().runner().awaitStart(third.id());
        assertThat(third.plan().retry().of()).isEqualTo(second.id());
        fail(third.id());
        assertThat(all()).hasSize(3);
        assertThat(lab.lab().log().lines(third.id())).last().isEqualTo("[EXIT CODE: 3]");
        assertThat(lab.audit())
                .extracting(AuditEntry::action)
                .containsOnlyOnce("service.run_script")
                .contains("job.retry");
    }

    @Test
    void jobThatEndsWellOrIsCancelledOrLostIsNotTriedAgain() throws InterruptedException {
        Job well = started();
        lab.lab().runner().finish(well.id(), 0);
        jobs().await(mira, well.id(), LONG);
        Job cancelled = started();
        jobs().cancel(mira, cancelled.id());
        lab.lab().runner().finish(cancelled.id(), 143);
        jobs().await(mira, cancelled.id(), LONG);
        Job lost = started();
        lab.lab().runner().lose(lost.id());
        jobs().await(mira, lost.id(), LONG);

        assertThat(all()).hasSize(3);
    }

    @Test
    void jobThatTakesTooLongIsTriedAgain() throws InterruptedException {
        Job job = started();
        lab.lab().runner().onStop(id -> {
            lab.lab().runner().finish(id, 143);
            return 0;
        });
        lab.clock().advance(LONG);
        assertThat(lab.lab().runner().stopped()).isNotNull();
        assertThat(jobs().await(mira, job.id(), Duration.ofSeconds(60)).reason())
                .isEqualTo(JobOutcome.TIMED_OUT);
        assertThat(all()).hasSize(2);
    }

    @Test
    void tryThatWaitsCanBeCancelled() throws InterruptedException {
        Job first = started();
        fail(first.id());
        Job second = all().get(0);

        jobs().cancel(mira, second.id());
        lab.clock().advance(DELAY);

        assertThat(jobs().find(mira, second.id()).outcome().cancelled()).isTrue();
        assertThat(all()).hasSize(2);
    }

    @Test
    void tryThatWaitsBeginsUnderTheNextProgram() throws InterruptedException {
        Job first = started();
        fail(first.id());
        Job second = all().get(0);
        lab.cloudLab().close();
        lab.clock().advance(DELAY);

        lab.restart();

        lab.lab().runner().awaitStart(second.id());
    }
}
