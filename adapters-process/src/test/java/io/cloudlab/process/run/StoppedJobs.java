package io.cloudlab.process.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobRunner.End;
import io.cloudlab.process.JobOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How jobs are stopped, however their processes are held together. */
abstract class StoppedJobs {
    @TempDir
    Path root;

    JobsOnDisk here;

    abstract JobOptions options();

    @BeforeEach
    void open() throws Exception {
        here = new JobsOnDisk(root, options());
    }

    @AfterEach
    void close() {
        here.close();
    }

    @Test
    void scriptMayTidyUpAndChooseItsCode() {
        JobsOnDisk.Run run = here.bash("trap 'echo tidied; exit 42' TERM; echo ready; while :; do sleep 0.05; done");
        here.awaitLine(run, "ready");
        assertThat(run.stop()).isZero();
        assertThat(run.code()).isEqualTo(42);
        assertThat(run.lines()).endsWith("tidied");
        assertThat(here.processes(run)).isEmpty();
    }

    @Test
    void whatIgnoresTermIsKilledAfterTheGrace() {
        JobsOnDisk.Run run = here.bash("trap '' TERM; (trap '' TERM; while :; do sleep 0.2; done) &"
                + " setsid bash -c 'trap \"\" TERM; while :; do sleep 0.2; done' &"
                + " echo ready; while :; do sleep 0.2; done");
        here.awaitLine(run, "ready");
        long begin = System.nanoTime();
        assertThat(run.stop(JobsOnDisk.SHORT_GRACE)).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(JobsOnDisk.SHORT_GRACE);
        assertThat(run.code()).isEqualTo(137);
        assertThat(here.processes(run)).isEmpty();
    }

    @Test
    void nextCommandDoesNotBeginEvenIfTheFirstEndsWell() {
        JobsOnDisk.Run run = here.start(
                List.of(
                        List.of("bash", "-c", "trap 'exit 0' TERM; echo ready; while :; do sleep 0.05; done"),
                        List.of("echo", "second")),
                Map.of());
        here.awaitLine(run, "ready");
        assertThat(run.stop()).isZero();
        assertThat(run.code()).isZero();
        assertThat(run.lines()).doesNotContain("second");
    }

    @Test
    void stoppingAgainOrAfterTheEndChangesNothing() {
        JobsOnDisk.Run run = here.bash("echo begun; sleep 300");
        here.awaitLine(run, "begun");
        assertThat(run.stop()).isZero();
        assertThat(run.stop()).isZero();
        assertThat(run.code()).isEqualTo(143);
        assertThat(run.stop()).isZero();
        assertThat(run.hasEnded()).as("told twice").isFalse();

        JobsOnDisk.Run done = here.bash("exit 5");
        assertThat(done.code()).isEqualTo(5);
        assertThat(done.stop()).isZero();
        done.attach();
        assertThat(done.code()).isEqualTo(5);
    }

    @Test
    void jobNobodyKnowsCanBeStopped() {
        assertThat(here.runner().stop(new JobId("00000000"), "nonce-of-nobody", JobsOnDisk.GRACE))
                .isZero();
    }

    @Test
    void jobThatIsJustBeingLaunchedIsStoppedOrNeverBegins() {
        for (int i = 0; i < 20; i++) {
            JobsOnDisk.Run run = here.bash("sleep 300");
            assertThat(run.stop(JobsOnDisk.SHORT_GRACE)).isZero();
            // A process that is just being made may miss the TERM, and is killed then.
            assertThat(run.end()).isNotInstanceOf(End.Lost.class);
            assertThat(here.processes(run)).isEmpty();
        }
    }

    @Test
    void jobThatWasStoppedBeforeItsLaunchNeverBegins() {
        JobsOnDisk.Run run = here.accept();
        assertThat(run.stop()).isZero();
        here.start(run, List.of(List.of("echo", "ghost")), Map.of());
        assertThat(run.end()).isInstanceOf(End.NotStarted.class);
        assertThat(run.lines()).isEmpty();
    }

    @Test
    void jobIsStoppedAfterARestart() {
        JobsOnDisk.Run run = here.bash("trap 'echo tidied; exit 42' TERM; echo ready; while :; do sleep 0.05; done");
        here.awaitLine(run, "ready");
        here.restart();
        run.attach();
        assertThat(run.stop()).isZero();
        assertThat(run.code()).isEqualTo(42);
        assertThat(run.lines()).endsWith("tidied");
        assertThat(here.processes(run)).isEmpty();
    }
}
