package io.cloudlab.core.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.jobs.job.Concurrency;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobStatus;
import io.cloudlab.core.jobs.job.JobStore;
import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.core.shared.BackgroundExecutors;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.testing.MutableClock;
import io.cloudlab.core.testing.SampleJobs;
import io.cloudlab.core.testing.memory.InMemoryJobLog;
import io.cloudlab.core.testing.memory.InMemoryStores;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final InMemoryStores stores = new InMemoryStores();
    private final InMemoryJobLog log = new InMemoryJobLog();
    private final MutableClock clock = new MutableClock(NOON);

    @Test
    void jobsOlderThanTheLimitAreForgottenWithTheirLogs() {
        Job old = ended(1, NOON.minus(Duration.ofDays(90)).minusMillis(1), 10);
        Job young = ended(2, NOON.minus(Duration.ofDays(90)), 10);

        sweep(100, 1_000_000);

        assertThat(kept(old, young)).containsExactly(young);
        assertThat(log.exists(old.id())).isFalse();
        assertThat(log.exists(young.id())).isTrue();
    }

    @Test
    void allOldJobsAreForgottenInOneSweepHoweverManyThereAre() {
        for (int number = 1; number <= 250; number++) ended(number, NOON.minus(Duration.ofDays(100)), 10);

        sweep(1_000, 1_000_000);

        assertThat(stores.jobs().endedTotals().jobs()).isZero();
    }

    @Test
    void oldestGoFirstWhenThereAreTooMany() {
        List<Job> jobs = IntStream.rangeClosed(1, 5)
                .mapToObj(number -> ended(number, NOON.minusSeconds(number * 60L), 10))
                .toList();

        sweep(2, 1_000_000);

        assertThat(kept(jobs.toArray(Job[]::new))).containsExactly(jobs.get(0), jobs.get(1));
    }

    @Test
    void oldestGoFirstWhenTheirLogsAreTooLarge() {
        Job small = ended(1, NOON.minusSeconds(300), 10);
        Job large = ended(2, NOON.minusSeconds(200), 900);
        Job last = ended(3, NOON.minusSeconds(100), 100);

        sweep(100, 1_000);
        assertThat(kept(small, large, last)).containsExactly(large, last);

        sweep(100, 999);
        assertThat(kept(small, large, last)).containsExactly(last);
    }

    @Test
    void oneAuditEntrySaysHowManyWereForgotten() {
        for (int number = 1; number <= 250; number++) ended(number, NOON.minus(Duration.ofDays(100)), 10);
        for (int number = 251; number <= 253; number++) ended(number, NOON.minusSeconds(number), 10);

        sweep(1, 1_000_000);
        sweep(1, 1_000_000);

        assertThat(stores.jobs().endedTotals()).isEqualTo(new JobStore.Totals(1, 10));
        assertThat(stores.audit().latest(10)).singleElement().satisfies(entry -> {
            assertThat(entry.action()).isEqualTo("job.retention");
            assertThat(entry.username()).isEqualTo("retention");
            assertThat(entry.details()).isEqualTo(Map.of("forgotten", 252L));
        });
    }

    @Test
    void jobsThatHaveNotEndedAreLeftAlone() {
        Job queued = SampleJobs.queued(1, "web", Concurrency.EXCLUSIVE);
        stores.jobs().insert(queued);
        clock.advance(Duration.ofDays(1_000));

        sweep(0, 0);

        assertThat(kept(queued)).containsExactly(queued);
        assertThat(stores.audit().latest(10)).isEmpty();
    }

    @Test
    void finishedLogWithoutAJobGoesAfterAWeek() {
        Job job = ended(1, NOON, 10);
        JobId forgotten = new JobId("000000aa");
        JobId running = new JobId("000000bb");
        log.finish(job.id(), List.of());
        log.create(forgotten);
        log.finish(forgotten, List.of());
        log.create(running);
        clock.advance(Duration.between(clock.instant(), Instant.now()).plus(Duration.ofDays(6)));
        JobLimits limits = new JobLimits(1, Duration.ZERO, Duration.ofDays(100_000), 100, 1_000);
        retention(limits, log).sweep();
        assertThat(log.exists(forgotten))
                .as("a backup of the database may come back")
                .isTrue();

        clock.advance(Duration.ofDays(2));
        Retention retention = retention(limits, log);
        retention.sweep();
        assertThat(log.exists(forgotten)).isFalse();
        assertThat(log.exists(job.id())).isTrue();
        assertThat(log.exists(running)).isTrue();
        assertThat(kept(job)).hasSize(1);
    }

    @Test
    void allLogsWithoutAJobGoHoweverManyThereAre() {
        List<JobId> forgotten = IntStream.rangeClosed(1, 250)
                .mapToObj(number -> new JobId(String.format("%08x", number)))
                .toList();
        forgotten.forEach(log::create);
        forgotten.forEach(id -> log.finish(id, List.of()));
        clock.advance(Duration.between(clock.instant(), Instant.now()).plus(Duration.ofDays(8)));

        sweep(100, 1_000);

        assertThat(forgotten).noneMatch(log::exists);
    }

    @Test
    void logThatCannotBeDeletedKeepsItsJobAndNoOther() {
        Job stuck = ended(1, NOON.minus(Duration.ofDays(200)), 10);
        Job old = ended(2, NOON.minus(Duration.ofDays(100)), 10);

        sweep(100, 1_000_000, stubborn(stuck.id()));

        assertThat(kept(stuck, old)).containsExactly(stuck);
        assertThat(stores.audit().latest(10)).extracting(AuditEntry::details).containsExactly(Map.of("forgotten", 1L));
    }

    private void sweep(long mostKept, long mostBytes) {
        sweep(mostKept, mostBytes, log);
    }

    private void sweep(long mostKept, long mostBytes, JobLog on) {
        JobLimits limits = new JobLimits(1, Duration.ZERO, Duration.ofDays(90), mostKept, mostBytes);
        try (Retention retention = retention(limits, on)) {
            retention.sweep();
        }
    }

    private Retention retention(JobLimits limits, JobLog on) {
        AuditTrail audit = new AuditTrail(stores.audit(), clock);
        return new Retention(
                stores.transactions(), stores.jobs(), on, limits, audit, clock, BackgroundExecutors.DAEMON_THREADS);
    }

    private Job ended(int number, Instant finishedAt, long bytes) {
        Job job = SampleJobs.queued(number, "web", Concurrency.EXCLUSIVE);
        stores.jobs().insert(job);
        log.create(job.id());
        return stores.jobs().update(SampleJobs.ended(job, JobStatus.COMPLETED, finishedAt, bytes));
    }

    private List<Job> kept(Job... jobs) {
        return List.of(jobs).stream()
                .flatMap(job -> stores.jobs().find(job.id()).stream())
                .toList();
    }

    /** The log, except that this job's cannot be deleted. */
    private JobLog stubborn(JobId stuck) {
        return (JobLog) Proxy.newProxyInstance(
                JobLog.class.getClassLoader(), new Class<?>[] {JobLog.class}, (proxy, method, args) -> {
                    if (method.getName().equals("delete") && args[0].equals(stuck))
                        throw new Unavailable("io", "The log cannot be deleted.");
                    return method.invoke(log, args);
                });
    }
}
