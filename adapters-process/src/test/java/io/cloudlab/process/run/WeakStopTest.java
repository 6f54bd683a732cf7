package io.cloudlab.process.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.process.JobOptions;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
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
    void sshMasterIsFoundByTheTitleItGaveItself() {
        JobsOnDisk.Run run = here.bash("echo \"$ANSIBLE_SSH_CONTROL_PATH_DIR\";"
                + " (env -i setsid bash -c 'exec -a \"ssh: $0/0a1b2c [mux]\" sleep 300' \"$ANSIBLE_SSH_CONTROL_PATH_DIR\" &);"
                + " echo ready; sleep 300");
        here.awaitLine(run, "ready");
        JobProcesses byTitle =
                new JobProcesses("another-nonce", null, Path.of(run.lines().get(1)));
        Awaitility.await().until(() -> !byTitle.find().isEmpty());

        assertThat(run.stop()).isZero();

        assertThat(byTitle.find()).isEmpty();
    }

    @Test
    void processWithoutEnvironmentIsFoundByItsSession() {
        JobsOnDisk.Run run = here.bash("env -i bash -c 'trap \"\" TERM; echo ready; while :; do sleep 0.1; done'");
        here.awaitLine(run, "ready");
        assertThat(run.stop(JobsOnDisk.SHORT_GRACE)).isZero();
        assertThat(here.processes(run)).isEmpty();
    }
}
