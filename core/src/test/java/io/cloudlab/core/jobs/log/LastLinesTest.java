package io.cloudlab.core.jobs.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.jobs.job.Concurrency;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobStatus;
import io.cloudlab.core.jobs.job.Phase;
import io.cloudlab.core.testing.SampleJobs;
import io.cloudlab.core.testing.memory.InMemoryJobLog;
import io.cloudlab.core.vault.MasterKey;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LastLinesTest {
    private final InMemoryJobLog log = new InMemoryJobLog();
    private final LastLines lastLines = new LastLines(log, new RedactorCache(MasterKey.generate()));

    @Test
    void linesOfAnEndedJobAreReadOnce() {
        Job ended = ended(1);
        log.print(ended.id(), "one\ntwo\n");
        assertThat(lastLines.of(ended, 1)).containsExactly("two");
        log.delete(ended.id());
        assertThat(lastLines.of(ended, 1)).containsExactly("two");
        assertThat(lastLines.of(ended, 2)).isEmpty();
    }

    @Test
    void linesOfARunningJobAreReadEachTime() {
        Job running = SampleJobs.in(Phase.RUNNING, SampleJobs.queued(1, "wiki", Concurrency.EXCLUSIVE));
        log.print(running.id(), "one\n");
        assertThat(lastLines.of(running, 1)).containsExactly("one");
        log.print(running.id(), "two\n");
        assertThat(lastLines.of(running, 1)).containsExactly("two");
    }

    @Test
    void longLinesOfManyJobsAreForgottenAgain() {
        String line = "x".repeat(16_000);
        for (int i = 0; i < 400; i++) {
            log.print(ended(i).id(), line + "\n");
            lastLines.of(ended(i), 1);
            log.delete(ended(i).id());
        }
        assertThat(lastLines.of(ended(399), 1)).containsExactly(line);
        assertThat(lastLines.of(ended(0), 1)).isEmpty();
    }

    private static Job ended(int number) {
        Instant noon = Instant.parse("2026-03-01T12:00:00Z");
        return SampleJobs.ended(
                SampleJobs.queued(number, "wiki", Concurrency.EXCLUSIVE), JobStatus.COMPLETED, noon, 10);
    }
}
