package io.cloudlab.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WeakStopTest extends StoppedJobs {
    @Override
    JobOptions options() {
        return JobOptions.DEFAULT.withoutNamespaces();
    }

    @Test
    void weaknessIsShown() {
        assertThat(here.runner().containment().weak()).isTrue();
    }

    @Test
    void processWithoutEnvironmentIsFoundByItsSession() {
        JobsOnDisk.Run run = here.bash("env -i bash -c 'trap \"\" TERM; echo ready; while :; do sleep 0.1; done'");
        here.awaitLine(run, "ready");
        assertThat(run.stop()).isZero();
        assertThat(here.processes(run)).isEmpty();
    }
}
