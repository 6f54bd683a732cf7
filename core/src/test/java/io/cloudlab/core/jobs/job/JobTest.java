package io.cloudlab.core.jobs.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.jobs.LaunchJob;
import io.cloudlab.core.server.ServerId;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.testing.SampleJobs;
import io.cloudlab.core.testing.SampleServers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobTest {
    private static final ServerId HERE = SampleServers.server("lab1").id();
    private static final JobOutcome DONE =
            new JobOutcome(JobStatus.COMPLETED, 0, false, null, Instant.EPOCH, 1, 1, null);

    private final Job queued = SampleJobs.queued(1, "web", Concurrency.EXCLUSIVE);

    @Test
    void jobMovesForward() {
        Job launching = queued.launching(HERE, java.time.Instant.EPOCH);
        Job running = launching.running();
        Job stopping = running.stopping("mira");
        Job ended = stopping.ended(DONE);

        assertThat(List.of(queued, launching, running, stopping, ended))
                .extracting(Job::phase)
                .containsExactly(Phase.values());
        assertThat(List.of(queued, launching, running, stopping, ended))
                .extracting(Job::isActive)
                .containsExactly(false, true, true, true, false);
        assertThat(List.of(queued, launching, running, stopping))
                .allSatisfy(job -> assertThat(job.status()).isEqualTo(JobStatus.RUNNING));
        assertThat(ended.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(ended.cancelledBy()).isEqualTo("mira");
    }

    @Test
    void jobNeverGoesBackNorStandsStill() {
        Job running = queued.launching(HERE, java.time.Instant.EPOCH).running();
        Job stopping = running.stopping("mira");
        Job ended = stopping.ended(DONE);

        refuses(queued.launching(HERE, java.time.Instant.EPOCH), job -> job.launching(HERE, java.time.Instant.EPOCH));
        refuses(running, job -> job.launching(HERE, java.time.Instant.EPOCH));
        refuses(running, Job::running);
        refuses(stopping, job -> job.launching(HERE, java.time.Instant.EPOCH));
        refuses(stopping, Job::running);
        refuses(ended, job -> job.launching(HERE, java.time.Instant.EPOCH));
        refuses(ended, Job::running);
        refuses(ended, job -> job.stopping("jake"));
        refuses(ended, job -> job.ended(DONE));
    }

    @Test
    void whoeverCancelledFirstStaysTheOne() {
        Job stopping = queued.stopping("mira");

        assertThat(stopping.stopping("jake")).isSameAs(stopping);
    }

    @Test
    void onlyAnEndedJobHasAnOutcome() {
        assertThatThrownBy(() ->
                        new Job(queued.id(), "n", queued.request(), queued.plan(), Phase.RUNNING, null, DONE, 0, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new Job(queued.id(), "n", queued.request(), queued.plan(), Phase.ENDED, null, null, 0, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JobOutcome(JobStatus.RUNNING, null, false, null, Instant.EPOCH, 0, 0, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0f3c9a1", "0f3c9a1e0", "0F3C9A1E", "0f3c9a1g", "../../..", "0f3c9a1\n"})
    void idOfAnotherShapeNamesNoJob(String id) {
        assertThatThrownBy(() -> new JobId(id)).isInstanceOf(NotFound.class);
    }

    @Test
    void randomIdsHaveTheirShape() {
        Random random = new Random(7);

        for (int i = 0; i < 1_000; i++) assertThat(JobId.random(random).value()).matches("[0-9a-f]{8}");
    }

    @Test
    void commandsNeverShowTheirInputs() {
        assertThat(LaunchJob.of("web", "add-user").with("password", "hunter22").toString())
                .doesNotContain("hunter22");
        assertThat(new JobRunner.Launch(queued.id(), "n", "d", List.of(), Map.of("INPUT_P", "hunter22"), Map.of())
                        .toString())
                .doesNotContain("hunter22");
        assertThat(new JobSecrets(Map.of("INPUT_P", "hunter22"), List.of("sesame")).toString())
                .doesNotContain("hunter22")
                .doesNotContain("sesame");
    }

    private static void refuses(Job job, UnaryOperator<Job> move) {
        assertThatThrownBy(() -> move.apply(job)).isInstanceOf(IllegalStateException.class);
    }
}
