package io.cloudlab.core.jobs.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.testing.TestCloudLab;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A job that meets nothing unusual, from its launch to its end. */
class JobLifeTest {
    private static final Duration LONG = Duration.ofSeconds(40);

    private final TestCloudLab lab = new TestCloudLab();
    private final Caller admin = lab.cloudLab().system("test");

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void exitZeroCompletesTheJobAndKeepsWhatItPrinted() throws InterruptedException {
        lab.lab().catalogue().add("web");
        lab.lab().runner().onStart(launch -> {
            lab.lab().log().print(launch.id(), "$ bash deploy.sh\nDEPLOYMENT_ID=web-7\nhalf a line");
            lab.clock().advance(Duration.ofMinutes(2));
            lab.lab().runner().finish(launch.id(), 0);
        });

        Job job = lab.cloudLab().jobs().deploy(admin, new ServiceName("web"));
        JobOutcome outcome = lab.cloudLab().jobs().await(admin, job.id(), LONG);

        assertThat(outcome)
                .isEqualTo(new JobOutcome(
                        JobStatus.COMPLETED, 0, false, null, lab.clock().instant(), 4, 82, "web-7"));
        assertThat(lab.cloudLab().jobs().output(admin, job.id(), 0, 10, 1000).lines())
                .containsExactly(
                        "--- Running deploy.sh for web ---", "$ bash deploy.sh", "DEPLOYMENT_ID=web-7", "half a line");
    }

    @Test
    void anyOtherExitFailsTheJobAndIsWrittenUnderItsOutput() throws InterruptedException {
        lab.lab().catalogue().add("web");
        lab.lab().runner().onStart(launch -> lab.lab().runner().finish(launch.id(), 3));

        Job job = lab.cloudLab().jobs().deploy(admin, new ServiceName("web"));
        JobOutcome outcome = lab.cloudLab().jobs().await(admin, job.id(), LONG);

        assertThat(outcome.status()).isEqualTo(JobStatus.FAILED);
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.cancelled()).isFalse();
        assertThat(outcome.reason()).isNull();
        assertThat(lab.lab().log().lines(job.id())).last().isEqualTo("[EXIT CODE: 3]");
    }
}
