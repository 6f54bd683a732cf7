package io.cloudlab.core.jobs.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.jobs.job.PlayReport.Shortfall;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Ansible calls success is looked at twice. */
class HonestResultTest {
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final Map<String, HostTotals> HOSTS = Map.of("web01", new HostTotals(3, 1, 0, 0, 0, 0, 0));

    private final FragileLab fragile = new FragileLab();

    @AfterEach
    void close() {
        fragile.close();
    }

    private JobOutcome ended(int code, PlayReport plays) throws InterruptedException {
        Job job = fragile.running("web");
        fragile.runner.finish(job.id(), code, plays);
        return fragile.lab.cloudLab().jobs().await(fragile.admin, job.id(), LONG);
    }

    @Test
    void totalsOfHostsStandOnTheJob() throws InterruptedException {
        JobOutcome outcome = ended(0, new PlayReport(HOSTS, Shortfall.NONE, Set.of()));

        assertThat(outcome.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(outcome.hosts()).isEqualTo(HOSTS);
        assertThat(outcome.reason()).isNull();
    }

    @Test
    void playThatMatchedNoHostIsAFailureAlthoughItEndedWithZero() throws InterruptedException {
        Job job = fragile.running("web");
        fragile.runner.finish(job.id(), 0, new PlayReport(HOSTS, Shortfall.NO_HOSTS, Set.of()));
        JobOutcome outcome = fragile.lab.cloudLab().jobs().await(fragile.admin, job.id(), LONG);

        assertThat(outcome.status()).isEqualTo(JobStatus.FAILED);
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.reason()).isEqualTo("no hosts matched");
        assertThat(outcome.hosts()).isEqualTo(HOSTS);
        assertThat(fragile.lab.lab().log().lines(job.id()))
                .last()
                .asString()
                .startsWith("[ERROR: a play matched no host");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void inventoryThatNobodyCouldReadIsTheReasonWhateverTheJobEndedWith(int code) throws InterruptedException {
        JobOutcome outcome = ended(code, new PlayReport(Map.of(), Shortfall.NO_INVENTORY, Set.of()));

        assertThat(outcome.status()).isEqualTo(JobStatus.FAILED);
        assertThat(outcome.exitCode()).isEqualTo(code);
        assertThat(outcome.reason()).isEqualTo("no inventory");
    }

    @Test
    void exitCodeSaysEnoughOfOtherFailures() throws InterruptedException {
        JobOutcome outcome = ended(2, new PlayReport(HOSTS, Shortfall.NO_HOSTS, Set.of()));

        assertThat(outcome.reason()).isNull();
        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.hosts()).isEqualTo(HOSTS);
    }

    @Test
    void reportOfAJobThatEndedMeanwhileIsKept() throws InterruptedException {
        Job job = fragile.running("web");
        fragile.lab.cloudLab().close();
        fragile.runner.finish(job.id(), 0, new PlayReport(HOSTS, Shortfall.NO_HOSTS, Set.of()));

        JobOutcome outcome = fragile.lab.restart().jobs().await(fragile.admin, job.id(), LONG);

        assertThat(outcome.reason()).isEqualTo(JobOutcome.NO_HOSTS);
        assertThat(outcome.hosts()).isEqualTo(HOSTS);
    }
}
