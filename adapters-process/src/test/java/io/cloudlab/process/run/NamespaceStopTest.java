package io.cloudlab.process.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudlab.core.testing.Host;
import io.cloudlab.process.JobOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class NamespaceStopTest extends StoppedJobs {
    /** Children that deny their origin: own sessions, no environment, no parent, deaf to TERM. */
    private static final String HOSTILE = """
            trap '' TERM
            sleeper='trap "" TERM; while :; do read -t 1 <> <(:); done'
            setsid bash -c "$sleeper" &
            env -i setsid bash -c "$sleeper" &
            (setsid bash -c "$sleeper" & setsid env -i bash -c "$sleeper" &)
            (env -i setsid bash -c "bash -c '$sleeper' & disown; exit" &)
            nohup bash -c "$sleeper" &
            echo ready
            while :; do sleep 1; done
            """;

    @BeforeAll
    static void requireNamespaces() {
        Host.require(JobsOnDisk.namespacesArePermitted(), "PID namespaces");
    }

    @Override
    JobOptions options() {
        return JobOptions.DEFAULT;
    }

    @Test
    void hostileTreeLeavesNothing() {
        JobsOnDisk.Run run = here.bash(HOSTILE);
        here.awaitLine(run, "ready");
        JobProcesses all = new JobProcesses(run.nonce, null);
        await().until(() -> all.find().size() > 8); // they are started in the background
        assertThat(run.stop(JobsOnDisk.SHORT_GRACE)).isZero();
        assertThat(run.code()).isEqualTo(137);
        await().until(() -> all.find().isEmpty()); // the wrapper ends a moment after it has written down the end
    }

    @Test
    void hostileTreeOfAKilledWrapperLeavesNothing() {
        JobsOnDisk.Run run = here.bash(HOSTILE);
        here.awaitLine(run, "ready");
        JobProcesses all = new JobProcesses(run.nonce, null);
        await().until(() -> all.find().size() > 8);
        here.killWrapper(run);
        assertThat(run.end()).isInstanceOf(io.cloudlab.core.jobs.job.JobRunner.End.Lost.class);
        assertThat(all.find()).isEmpty();
    }

    @Test
    void othersAreGivenTheGraceEvenIfTheMainProcessIsGone() {
        JobsOnDisk.Run run = here.bash(
                "bash -c 'trap \"sleep 0.2; echo slow; exit\" TERM; echo ready; while :; do sleep 0.05; done' & sleep 300");
        here.awaitLine(run, "ready");
        assertThat(run.stop()).isZero();
        assertThat(run.code()).isEqualTo(143);
        assertThat(run.lines()).endsWith("slow");
    }
}
