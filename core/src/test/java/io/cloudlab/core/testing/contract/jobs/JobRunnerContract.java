package io.cloudlab.core.testing.contract.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.jobs.LaunchFailed;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.core.jobs.job.JobRunner.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every {@link JobRunner} keeps: each listener is told once, jobs outlive the runner, a stop leaves nothing. */
public interface JobRunnerContract {
    Duration GRACE = Duration.ofSeconds(5);

    /** The runner, as it is at the moment: another one after {@link #restart}. */
    JobRunner runner();

    /** Makes the log that a job needs before it starts. */
    void prepare(JobId id);

    /** Commands of a job that goes on until {@link #finish} is called with the same id. */
    List<List<String>> waiting(JobId id);

    /** Waits until the commands of a started job have begun. */
    void awaitBegin(JobId id);

    /** Lets the job end by itself. */
    void finish(JobId id, int code);

    /** A command that cannot be started. */
    List<List<String>> impossible();

    /** As if the program that started the jobs had ended and begun again. */
    void restart() throws Exception;

    /** Keeps what a listener is told. */
    final class Told implements JobRunner.Listener {
        private final BlockingQueue<End> ends = new LinkedBlockingQueue<>();

        @Override
        public void ended(JobId id, End end) {
            ends.add(end);
        }

        End end() throws InterruptedException {
            End end = ends.poll(50, TimeUnit.SECONDS);
            assertThat(end).as("the job's end").isNotNull();
            return end;
        }

        int code() throws InterruptedException {
            return ((End.Exited) end()).code();
        }

        List<End> more() {
            List<End> rest = new ArrayList<>();
            ends.drainTo(rest);
            return rest;
        }
    }

    private static String nonce(JobId id) {
        return "nonce-of-" + id;
    }

    private Told start(JobId id) {
        Told told = new Told();
        prepare(id);
        runner().start(new JobRunner.Launch(id, nonce(id), "", waiting(id), Map.of(), Map.of()), told);
        return told;
    }

    private Told attach(JobId id, String nonce) {
        Told told = new Told();
        runner().attach(id, nonce, told);
        return told;
    }

    @Test
    default void listenerIsToldOnceHowJobEnds() throws Exception {
        JobId id = new JobId("00000001");
        Told told = start(id);
        finish(id, 3);
        assertThat(told.code()).isEqualTo(3);
        assertThat(attach(id, nonce(id)).code()).isEqualTo(3);
        assertThat(told.more()).isEmpty();
    }

    @Test
    default void jobsEndIndependently() throws Exception {
        JobId one = new JobId("00000002");
        JobId other = new JobId("00000003");
        Told first = start(one);
        Told second = start(other);
        finish(other, 0);
        assertThat(second.code()).isZero();
        assertThat(first.more()).isEmpty();
        finish(one, 1);
        assertThat(first.code()).isEqualTo(1);
    }

    @Test
    default void stopEndsJobAndLeavesNothing() throws Exception {
        JobId id = new JobId("00000004");
        Told told = start(id);
        awaitBegin(id);
        assertThat(runner().stop(id, nonce(id), GRACE)).isZero();
        assertThat(told.code()).isEqualTo(143);
        assertThat(runner().stop(id, nonce(id), GRACE)).isZero();
    }

    @Test
    default void jobOutlivesItsRunner() throws Exception {
        JobId id = new JobId("00000005");
        Told before = start(id);
        restart();
        Told after = attach(id, nonce(id));
        finish(id, 4);
        assertThat(after.code()).isEqualTo(4);
        assertThat(before.more()).isEmpty();
    }

    @Test
    default void jobThatWasNeverStartedNeverBegins() throws Exception {
        JobId id = new JobId("00000006");
        prepare(id);
        assertThat(attach(id, nonce(id)).end()).isInstanceOf(End.NotStarted.class);
    }

    @Test
    default void refusedStartHasStartedNothing() throws Exception {
        JobId id = new JobId("00000007");
        prepare(id);
        Told told = new Told();
        List<List<String>> impossible = impossible();
        assertThatThrownBy(() ->
                        runner().start(new JobRunner.Launch(id, nonce(id), "", impossible, Map.of(), Map.of()), told))
                .isInstanceOf(LaunchFailed.class);
        assertThat(attach(id, nonce(id)).end()).isInstanceOf(End.NotStarted.class);
        assertThat(told.more()).isEmpty();
    }
}
