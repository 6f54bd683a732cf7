package io.cloudlab.core.testing.contract.jobs;

import static io.cloudlab.core.testing.SampleJobs.ended;
import static io.cloudlab.core.testing.SampleJobs.queued;
import static io.cloudlab.core.testing.SampleJobs.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.jobs.job.Concurrency;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobFilter;
import io.cloudlab.core.jobs.job.JobKind;
import io.cloudlab.core.jobs.job.JobRequest;
import io.cloudlab.core.jobs.job.JobStatus;
import io.cloudlab.core.jobs.job.JobStore;
import io.cloudlab.core.jobs.job.JobSubject;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.testing.SampleJobs;
import io.cloudlab.core.testing.contract.StoresContract;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How every {@link JobStore} lists jobs. */
public interface JobListContract extends StoresContract {
    PageRequest ALL = new PageRequest(1, 500);

    private void insert(int number, String service, String action, int userId, String username, long objectId, int at) {
        Job job = queued(
                number,
                request(service, action, userId, username, objectId, NOON.plusSeconds(at)),
                Concurrency.EXCLUSIVE);
        assertThat(stores().jobs().insert(job)).isTrue();
        if (number % 2 == 0) stores().jobs().update(ended(job, JobStatus.COMPLETED, NOON, 1));
    }

    /** Numbers are ids; even ones have completed; 4 and 5 were accepted at the same time. */
    private void insertFive() {
        insert(1, "wiki", "deploy", 1, "mira", 17, 30);
        insert(2, "wiki", "stop", 2, "tom", 17, 20);
        insert(3, "blog", "deploy", 1, "mira", 18, 10);
        insert(4, "blog", "deploy", 2, "tom", 19, 40);
        insert(5, "wiki", "deploy", 1, "mira", 19, 40);
    }

    private List<Integer> numbers(JobFilter filter) {
        Page<Job> page = stores().jobs().list(filter, ALL);
        assertThat(page.total()).isEqualTo(page.items().size());
        return numbers(page);
    }

    private static List<Integer> numbers(Page<Job> page) {
        return page.items().stream()
                .map(job -> Integer.parseInt(job.id().value(), 16))
                .toList();
    }

    @Test
    default void listWithoutJobsIsEmpty() {
        assertThat(numbers(JobFilter.ANY)).isEmpty();
    }

    @Test
    default void newestJobsComeFirst() {
        insertFive();
        assertThat(numbers(JobFilter.ANY)).containsExactly(5, 4, 1, 2, 3);
    }

    @Test
    default void jobsAreFilteredByEachMember() {
        insertFive();
        assertThat(numbers(new JobFilter("wiki", null, null, null, null, null))).containsExactly(5, 1, 2);
        assertThat(numbers(new JobFilter(null, "MIRA", null, null, null, null))).containsExactly(5, 1, 3);
        assertThat(numbers(new JobFilter(null, null, 2, null, null, null))).containsExactly(4, 2);
        assertThat(numbers(new JobFilter(null, null, null, JobStatus.RUNNING, null, null)))
                .containsExactly(5, 1, 3);
        assertThat(numbers(new JobFilter(null, null, null, JobStatus.COMPLETED, null, null)))
                .containsExactly(4, 2);
        assertThat(numbers(new JobFilter(null, null, null, null, "stop", null))).containsExactly(2);
        assertThat(numbers(new JobFilter(null, null, null, null, null, 19L))).containsExactly(5, 4);
    }

    @Test
    default void jobsOfHiddenServicesAreNeitherListedNorCounted() {
        insertFive();
        Job cloud = queued(6, SampleJobs.request(JobKind.CLOUD, "wiki", "refresh"), Concurrency.EXCLUSIVE);
        assertThat(stores().jobs().insert(cloud)).isTrue();

        assertThat(numbers(JobFilter.ANY.without(Set.of("wiki")))).containsExactlyInAnyOrder(6, 4, 3);
        assertThat(numbers(JobFilter.ANY.without(Set.of("wiki", "blog", "other"))))
                .containsExactly(6);
        assertThat(numbers(new JobFilter(null, null, 2, null, null, null).without(Set.of("blog"))))
                .containsExactly(2);
        Page<Job> second = stores().jobs().list(JobFilter.ANY.without(Set.of("wiki")), new PageRequest(2, 1));
        assertThat(second.total()).isEqualTo(3);
        assertThat(second.items()).hasSize(1);
    }

    @Test
    default void latestJobOfAServiceIsTheFirstOfItsList() {
        insertFive();
        JobStore jobs = stores().jobs();
        for (String service : List.of("wiki", "blog")) {
            JobFilter filter = new JobFilter(service, null, null, null, null, null);
            assertThat(jobs.latest(service).map(Job::id))
                    .contains(jobs.list(filter, new PageRequest(1, 1))
                            .items()
                            .get(0)
                            .id());
        }
        assertThat(jobs.latest("WIKI")).isEmpty();
        assertThat(jobs.latest("wiki\u0000")).isEmpty();
    }

    @Test
    default void jobsAreFilteredByWhatTheyWorkOn() {
        JobStore jobs = stores().jobs();
        int number = 0;
        for (JobKind kind : JobKind.values())
            jobs.insert(
                    SampleJobs.queued(++number, SampleJobs.request(kind, "inventory", "deploy"), Concurrency.PARALLEL));
        for (JobKind kind : JobKind.values())
            assertThat(numbers(new JobFilter(kind, "inventory", null, null, null, null, null)))
                    .containsExactly(kind.ordinal() + 1);
        assertThat(numbers(new JobFilter("inventory", null, null, null, null, null)))
                .hasSize(4);
    }

    @Test
    default void jobsWithoutScriptAreDeploys() {
        JobStore jobs = stores().jobs();
        jobs.insert(
                SampleJobs.queued(1, SampleJobs.request(JobKind.SERVICE, "wiki", "redeploy"), Concurrency.PARALLEL));
        jobs.insert(SampleJobs.queued(
                2,
                new JobRequest(new JobSubject.Service("wiki"), "deploy", "greet", Map.of(), 1, "mira", NOON, null),
                Concurrency.PARALLEL));
        jobs.insert(SampleJobs.queued(3, SampleJobs.request(JobKind.CLOUD, "wiki", "deploy"), Concurrency.PARALLEL));

        assertThat(numbers(new JobFilter(JobKind.SERVICE, null, null, null, null, null, null, true)))
                .containsExactly(1);
        assertThat(numbers(new JobFilter(null, null, null, null, null, null, null, true)))
                .containsExactlyInAnyOrder(1, 3);
    }

    @Test
    default void jobsAreFilteredByAllMembersTogether() {
        insertFive();
        assertThat(numbers(new JobFilter("wiki", "mira", 1, JobStatus.RUNNING, "deploy", 17L)))
                .containsExactly(1);
        assertThat(numbers(new JobFilter("wiki", "tom", 1, null, null, null))).isEmpty();
        assertThat(numbers(new JobFilter("blog", null, 2, null, "deploy", null)))
                .containsExactly(4);
    }

    @Test
    default void filterIsTakenLiterally() {
        insertFive();
        for (String text : List.of("%", "wik_", "' or '1'='1", "wiki\u0000", "", "WIKI", "\ud800"))
            assertThat(numbers(new JobFilter(text, null, null, null, null, null)))
                    .isEmpty();
    }

    @Test
    default void pagesCutTheListAndTellTheTotalOfIt() {
        insertFive();
        JobStore jobs = stores().jobs();
        assertThat(numbers(jobs.list(JobFilter.ANY, new PageRequest(1, 2)))).containsExactly(5, 4);
        assertThat(numbers(jobs.list(JobFilter.ANY, new PageRequest(2, 2)))).containsExactly(1, 2);
        assertThat(numbers(jobs.list(JobFilter.ANY, new PageRequest(3, 2)))).containsExactly(3);
        assertThat(numbers(jobs.list(JobFilter.ANY, new PageRequest(4, 2)))).isEmpty();
        for (int page = 1; page <= 4; page++)
            assertThat(jobs.list(JobFilter.ANY, new PageRequest(page, 2)).total())
                    .isEqualTo(5);
        assertThat(jobs.list(JobFilter.ANY.withUserId(1), new PageRequest(1, 2)).total())
                .isEqualTo(3);
        assertThat(jobs.list(JobFilter.ANY, new PageRequest(Integer.MAX_VALUE, 500))
                        .total())
                .isEqualTo(5);
    }
}
