package io.cloudlab.core.jobs.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.input.InputType;
import io.cloudlab.core.services.input.SampleInputs;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.testing.TestCloudLab;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobProgressTest {
    private static final ServiceName WEB = new ServiceName("web");

    private final TestCloudLab lab = new TestCloudLab();
    private final Caller mira = lab.caller("mira", Permission.SERVICES_DEPLOY, Permission.JOBS_VIEW_OWN);

    @BeforeEach
    void addService() {
        lab.lab()
                .catalogue()
                .add(
                        "web",
                        new Script(
                                "go", "Go", "", "go.sh", List.of(SampleInputs.input("key", InputType.SECRET)), true));
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private Job started() throws InterruptedException {
        Job job = lab.cloudLab().jobs().runScript(mira, WEB, "go", Map.of("key", "hunter22"));
        lab.lab().runner().awaitStart(job.id());
        return job;
    }

    @Test
    void whatPlaybooksSayIsMasked() throws InterruptedException {
        Job job = started();
        assertThat(lab.cloudLab().jobProgress().of(mira, job.id()).plays()).isEqualTo(PlayProgress.NONE);
        lab.lab()
                .runner()
                .progress(
                        job.id(),
                        new PlayProgress(
                                "Play hunter22",
                                new PlayProgress.Task("Task hunter22", "debug", 4),
                                List.of(new PlayProgress.Host("hunter22", 1, 2, 3, 4, 5, "now hunter22", null))));

        PlayProgress plays = lab.cloudLab().jobProgress().of(mira, job.id()).plays();

        assertThat(plays.toString()).doesNotContain("hunter22");
        assertThat(plays.task().number()).isEqualTo(4);
        assertThat(plays.hosts().get(0).skipped()).isEqualTo(5);
    }

    @Test
    void usualTimeIsTheMiddleOfThoseThatCompleted() throws InterruptedException {
        for (int seconds : new int[] {50, 10, 30}) {
            Job job = started();
            assertThat(lab.cloudLab().jobProgress().of(mira, job.id()).usualSeconds())
                    .isNull();
            lab.clock().advance(Duration.ofSeconds(seconds));
            lab.lab().runner().finish(job.id(), 0);
            lab.cloudLab().jobs().await(mira, job.id(), Duration.ofSeconds(40));
        }
        assertThat(lab.cloudLab().jobProgress().of(mira, started().id()).usualSeconds())
                .isEqualTo(30);
    }

    @Test
    void othersDoNotSeeIt() throws InterruptedException {
        Job job = started();
        Caller otto = lab.caller("otto", Permission.JOBS_VIEW_OWN);
        assertThatThrownBy(() -> lab.cloudLab().jobProgress().of(otto, job.id()))
                .isInstanceOf(Denied.class);
    }
}
