package io.cloudlab.core.testing.contract.jobs;

import static io.cloudlab.core.testing.SampleJobs.ended;
import static io.cloudlab.core.testing.SampleJobs.in;
import static io.cloudlab.core.testing.SampleJobs.queued;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.jobs.job.Concurrency;
import io.cloudlab.core.jobs.job.HostTotals;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobOutcome;
import io.cloudlab.core.jobs.job.JobPlan;
import io.cloudlab.core.jobs.job.JobRequest;
import io.cloudlab.core.jobs.job.JobStatus;
import io.cloudlab.core.jobs.job.JobStore;
import io.cloudlab.core.jobs.job.JobSubject;
import io.cloudlab.core.jobs.job.Phase;
import io.cloudlab.core.jobs.job.Retry;
import io.cloudlab.core.server.ServerId;
import io.cloudlab.core.shared.StaleWrite;
import io.cloudlab.core.testing.Race;
import io.cloudlab.core.testing.contract.StoresContract;
import io.cloudlab.core.vault.SealedSecret;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every {@link JobStore} does, lists and the queue aside. */
public interface JobStoreContract extends StoresContract {
    private JobStore jobs() {
        return stores().jobs();
    }

    /** A job with every member set. */
    private static Job full() {
        Map<String, Object> inputs = new LinkedHashMap<>();
        inputs.put("text", "'\"$(id)\n\u0000\u00fc\ud83d\ude80\ud800");
        inputs.put("numbers", List.of(1, 5_000_000_000L, -1.5));
        inputs.put("nothing", null);
        inputs.put("deep", Map.of("list", Arrays.asList("x", null, true)));
        JobRequest request = new JobRequest(
                new JobSubject.ItemAction("server", 17, "wiki"),
                "script",
                "add-user",
                inputs,
                4,
                "Mira",
                NOON,
                Permission.onType("server", "greet"));
        JobPlan plan = new JobPlan(
                "Running add-user",
                "services/wiki",
                List.of(List.of("bash", "a b.sh", ""), List.of("true")),
                Map.of("INPUT_TEXT", "'\"$(id)\n\u00fc"),
                Map.of("label", "{{ x }}\u0000\ud83d\ude80", "regions", List.of("mel", 5)),
                new SealedSecret(new byte[] {0, -1, 5}),
                Concurrency.PARALLEL,
                new JobPlan.Inputs(Map.of("count", 5, "list", List.of("a", 1.5, true)), Set.of("pass-word")),
                Duration.ofMinutes(30),
                new Retry(2, Duration.ofSeconds(90), new JobId("0f3c9a1d"), NOON.plusSeconds(90)));
        return new Job(new JobId("0f3c9a1e"), "nonce", request, plan, Phase.QUEUED, null, null, 0, null);
    }

    @Test
    default void jobComesBackAsItWasStored() {
        assertThat(jobs().insert(full())).isTrue();
        Job kept = jobs().find(full().id()).orElseThrow();

        assertThat(kept).isEqualTo(full());
        assertThat(kept.request().inputs().keySet())
                .containsExactlyElementsOf(full().request().inputs().keySet());
    }

    @Test
    default void deadlineComesBackAsItWasStored() {
        assertThat(jobs().insert(full())).isTrue();
        Job launching = jobs().update(full().launching(new ServerId("a".repeat(32)), NOON));
        assertThat(launching.deadline()).isEqualTo(NOON.plus(Duration.ofMinutes(30)));
        assertThat(jobs().find(full().id())).contains(launching);
    }

    @Test
    default void jobNeedsNeitherUserNorScriptNorObject() {
        JobRequest request =
                new JobRequest(new JobSubject.Service("wiki"), "deploy", null, Map.of(), null, "nightly", NOON, null);
        Job job = queued(1, request, Concurrency.URGENT);
        jobs().insert(job);

        assertThat(jobs().find(job.id())).contains(job);
        assertThat(jobs().find(new JobId("ffffffff"))).isEmpty();
    }

    @Test
    default void largeInputsComeBackWhole() {
        String large = "\u00fc".repeat(1_500_000);
        JobRequest request = new JobRequest(
                new JobSubject.Service("wiki"), "deploy", null, Map.of("x", large), 1, "mira", NOON, null);
        Job job = queued(1, request, Concurrency.PARALLEL);
        jobs().insert(job);

        assertThat(jobs().find(job.id())).contains(job);
    }

    @Test
    default void takenJobIdIsToldAndTheFormerJobKept() {
        Job first = queued(1, "wiki", Concurrency.EXCLUSIVE);
        jobs().insert(first);
        stores().transactions().run(() -> {
            assertThat(jobs().insert(queued(1, "other", Concurrency.URGENT))).isFalse();
            assertThat(jobs().insert(queued(2, "other", Concurrency.URGENT))).isTrue();
        });
        assertThat(jobs().find(first.id())).contains(first);
        assertThat(jobs().find(new JobId("00000002"))).isPresent();
    }

    @Test
    default void jobKeepsEveryStateOfItsLife() {
        Job job = queued(1, "wiki", Concurrency.EXCLUSIVE);
        jobs().insert(job);
        for (Phase phase : List.of(Phase.LAUNCHING, Phase.RUNNING, Phase.STOPPING)) {
            Job next = in(phase, job);
            job = jobs().update(next);
            assertThat(job).isEqualTo(next.withVersion(next.version() + 1));
            assertThat(jobs().find(job.id())).contains(job);
        }
        JobOutcome outcome = new JobOutcome(JobStatus.FAILED, 143, true, "cancelled", NOON, 7, 5_000_000_000L, "d-1");
        Job end = jobs().update(ended(job, outcome));

        assertThat(end.outcome()).isEqualTo(outcome);
        assertThat(end.cancelledBy()).isEqualTo("tom");
        assertThat(jobs().find(job.id())).contains(end);
    }

    @Test
    default void totalsOfHostsAndOutputsComeBack() {
        Job job = queued(1, "wiki", Concurrency.EXCLUSIVE);
        jobs().insert(job);
        Map<String, HostTotals> hosts = Map.of(
                "web01.m\u00fcnchen",
                new HostTotals(1, 2, 3, 4, 5, 6, 7),
                "localhost",
                new HostTotals(1, 0, 0, 0, 0, 0, 0));
        Map<String, String> outputs = Map.of("url", "https://wiki.m\u00fcnchen/?a=b", "empty", "");
        JobOutcome outcome =
                new JobOutcome(JobStatus.FAILED, 0, false, JobOutcome.NO_HOSTS, NOON, 7, 70, null, hosts, outputs);
        jobs().update(ended(job, outcome));

        assertThat(jobs().find(job.id()).orElseThrow().outcome()).isEqualTo(outcome);
    }

    @Test
    default void outcomeNeedsNoExitCode() {
        Job job = queued(1, "wiki", Concurrency.EXCLUSIVE);
        jobs().insert(job);
        Job lost = jobs().update(
                        ended(job, new JobOutcome(JobStatus.FAILED, null, false, JobOutcome.LOST, NOON, 0, 0, null)));

        assertThat(jobs().find(job.id())).contains(lost);
    }

    @Test
    default void secondWriterOfTheSameVersionOfAJobIsRefused() {
        Job read = queued(1, "wiki", Concurrency.EXCLUSIVE);
        jobs().insert(read);
        Job kept = jobs().update(in(Phase.LAUNCHING, read));

        assertThatThrownBy(() -> jobs().update(in(Phase.STOPPING, read))).isInstanceOf(StaleWrite.class);
        assertThat(jobs().find(read.id())).contains(kept);
    }

    @Test
    default void jobThatIsNotThereCannotBeUpdated() {
        assertThatThrownBy(() -> jobs().update(in(Phase.RUNNING, queued(1, "wiki", Concurrency.EXCLUSIVE))))
                .isInstanceOf(StaleWrite.class);
    }

    @Test
    default void ofManyWritersOfOneVersionOneSucceeds() {
        Job read = queued(1, "wiki", Concurrency.EXCLUSIVE);
        jobs().insert(read);

        assertThat(Race.of(20, each -> Race.succeeds(StaleWrite.class, () -> jobs().update(in(Phase.LAUNCHING, read)))))
                .containsOnlyOnce(true);
        assertThat(jobs().find(read.id()).orElseThrow().version()).isEqualTo(read.version() + 1);
    }

    @Test
    default void rolledBackUpdateOfAJobLeavesItAsItWas() {
        Job read = queued(1, "wiki", Concurrency.EXCLUSIVE);
        jobs().insert(read);
        assertThatThrownBy(() -> stores().transactions().run(() -> {
                    jobs().update(in(Phase.LAUNCHING, read));
                    jobs().insert(queued(2, "wiki", Concurrency.EXCLUSIVE));
                    throw new IllegalArgumentException("no");
                }))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(jobs().find(read.id())).contains(read);
        assertThat(jobs().find(new JobId("00000002"))).isEmpty();
        assertThat(jobs().active()).isEmpty();
    }

    @Test
    default void endedJobsAreFoundByAgeOldestFirst() {
        for (int number : List.of(3, 1, 2, 4)) {
            Job job = queued(number, "wiki", Concurrency.EXCLUSIVE);
            jobs().insert(job);
            jobs().update(ended(job, JobStatus.COMPLETED, NOON.plusSeconds(number), 10L * number));
        }
        jobs().insert(queued(5, "wiki", Concurrency.EXCLUSIVE));

        assertThat(jobs().endedBefore(NOON.plusSeconds(4), 9))
                .extracting(job -> job.id().value())
                .containsExactly("00000001", "00000002", "00000003");
        assertThat(jobs().endedBefore(NOON.plusSeconds(9), 2))
                .extracting(job -> job.id().value())
                .containsExactly("00000001", "00000002");
    }

    @Test
    default void idsOfStoredJobsAreToldFromOthers() {
        for (int number = 1; number <= 3; number++) jobs().insert(queued(number, "wiki", Concurrency.EXCLUSIVE));
        JobId first = new JobId("00000001");
        JobId third = new JobId("00000003");

        assertThat(jobs().known(List.of(third, new JobId("00000009"), first))).containsExactlyInAnyOrder(first, third);
        assertThat(jobs().known(List.of())).isEmpty();
    }

    @Test
    default void endedJobsAndTheirBytesAreCounted() {
        assertThat(jobs().endedTotals()).isEqualTo(new JobStore.Totals(0, 0));
        for (int number = 1; number <= 3; number++) {
            Job job = queued(number, "wiki", Concurrency.EXCLUSIVE);
            jobs().insert(job);
            if (number < 3) jobs().update(ended(job, JobStatus.FAILED, NOON, 5_000_000_000L));
        }
        assertThat(jobs().endedTotals()).isEqualTo(new JobStore.Totals(2, 10_000_000_000L));
    }

    @Test
    default void onlyAnEndedJobIsForgotten() {
        Job job = queued(1, "wiki", Concurrency.EXCLUSIVE);
        jobs().insert(job);
        jobs().delete(job.id());
        assertThat(jobs().find(job.id())).contains(job);

        jobs().update(ended(job, JobStatus.COMPLETED, NOON, 1));
        jobs().delete(job.id());
        jobs().delete(job.id());
        assertThat(jobs().find(job.id())).isEmpty();
        assertThat(jobs().endedTotals()).isEqualTo(new JobStore.Totals(0, 0));
    }
}
