package io.cloudlab.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WeakJobsTest extends RunningJobs {
    @Override
    JobOptions options() {
        return JobOptions.DEFAULT.withoutNamespaces();
    }

    @Test
    void endsLeaveNoTraceInTheOutput() {
        for (int i = 0; i < 20; i++) {
            JobsOnDisk.Run run = here.bash("sleep 300 & true");
            assertThat(run.code()).isZero();
            assertThat(run.lines()).hasSize(1);
        }
    }
}
