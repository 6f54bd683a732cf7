package io.cloudlab.core.testing.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.jobs.LaunchFailed;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.core.testing.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FakeJobRunnerTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final JobId JOB = new JobId("0f3c9a1e");

    private final FakeJobRunner runner = new FakeJobRunner(new MutableClock(NOON));
    private final List<JobRunner.End> first = new ArrayList<>();
    private final List<JobRunner.End> second = new ArrayList<>();

    @Test
    void listenerIsToldOnceHowAJobEnds() {
        start();

        runner.finish(JOB, 3);
        runner.finish(JOB, 4);
        runner.lose(JOB);

        assertThat(first).containsExactly(new JobRunner.End.Exited(3, NOON));
        assertThat(runner.isRunning(JOB)).isFalse();
    }

    @Test
    void startingAJobTwiceIsAMistake() {
        start();

        assertThatThrownBy(this::start).isInstanceOf(AssertionError.class);
    }

    @Test
    void refusedStartHasStartedNothing() {
        runner.refuseNextStart("no bash here");

        assertThatThrownBy(this::start).isInstanceOf(LaunchFailed.class).hasMessage("no bash here");
        assertThat(runner.launches()).isEmpty();
        start();
        assertThat(runner.isRunning(JOB)).isTrue();
    }

    @Test
    void survivorIsTakenUpByTheNextListenerAlone() {
        start();
        runner.stopWatching();

        attach("n");
        runner.finish(JOB, 0);

        assertThat(first).isEmpty();
        assertThat(second).containsExactly(new JobRunner.End.Exited(0, NOON));
    }

    @Test
    void unreportedEndIsReportedToTheNextListener() {
        start();
        runner.stopWatching();
        runner.lose(JOB);

        attach("n");

        assertThat(second).containsExactly(new JobRunner.End.Lost());
    }

    @Test
    void jobThatNeverBeganAndThatOfAnotherNonceAreNotStarted() {
        attach("n");
        start();
        attach("another");

        assertThat(second).containsExactly(new JobRunner.End.NotStarted(), new JobRunner.End.NotStarted());
    }

    @Test
    void stopEndsTheJobUnlessToldOtherwise() {
        start();

        assertThat(runner.stop(JOB, "n", Duration.ZERO)).isZero();
        assertThat(first).containsExactly(new JobRunner.End.Exited(FakeJobRunner.TERMINATED, NOON));
        runner.onStop(id -> 2);
        assertThat(runner.stop(JOB, "n", Duration.ZERO)).isEqualTo(2);
        assertThat(runner.stopped()).containsExactly(JOB, JOB);
    }

    private void start() {
        runner.start(
                new JobRunner.Launch(
                        JOB, "n", "services/web", List.of(List.of("bash", "deploy.sh")), Map.of(), Map.of()),
                (id, end) -> first.add(end));
    }

    private void attach(String nonce) {
        runner.attach(JOB, nonce, (id, end) -> second.add(end));
    }
}
