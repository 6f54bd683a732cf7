package io.cloudlab.core.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.jobs.job.Concurrency;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobFilter;
import io.cloudlab.core.jobs.job.JobStatus;
import io.cloudlab.core.jobs.job.Phase;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.testing.MutableClock;
import io.cloudlab.core.testing.SampleJobs;
import io.cloudlab.core.testing.memory.InMemoryStores;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecentPagesTest {
    private static final PageRequest FIRST = new PageRequest(1, 10);

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final InMemoryStores stores = new InMemoryStores();
    private final MutableClock clock = new MutableClock(NOON);
    private final RecentPages pages = new RecentPages(stores.jobs(), stores.transactions(), clock);

    @Test
    void pageIsRememberedUntilAJobChanges() {
        Job job = SampleJobs.queued(1, "wiki", Concurrency.EXCLUSIVE);
        pages.insert(job);
        Page<Job> first = recent();
        assertThat(recent()).isSameAs(first);

        Job launching = pages.update(SampleJobs.in(Phase.LAUNCHING, job));
        assertThat(recent().items()).containsExactly(launching);

        pages.insert(SampleJobs.queued(2, "wiki", Concurrency.EXCLUSIVE));
        assertThat(recent().total()).isEqualTo(2);
    }

    @Test
    void deletedJobIsInNoPage() {
        Job ended =
                SampleJobs.ended(SampleJobs.queued(1, "wiki", Concurrency.EXCLUSIVE), JobStatus.COMPLETED, NOON, 10);
        pages.insert(ended);
        assertThat(recent().total()).isEqualTo(1);
        pages.delete(ended.id());
        assertThat(recent().total()).isZero();
    }

    @Test
    void pagesOfDifferentFiltersAndNumbersAreDifferent() {
        pages.insert(SampleJobs.queued(1, "wiki", Concurrency.EXCLUSIVE));
        pages.insert(SampleJobs.queued(2, "blog", Concurrency.EXCLUSIVE));
        assertThat(recent().total()).isEqualTo(2);
        assertThat(pages.recent(new JobFilter("blog", null, null, null, null, null), FIRST)
                        .total())
                .isEqualTo(1);
        assertThat(pages.recent(JobFilter.ANY, new PageRequest(2, 10)).items()).isEmpty();
    }

    @Test
    void changeCountsWhenItIsCommittedAndNotBefore() {
        recent();
        stores.transactions().run(() -> pages.insert(SampleJobs.queued(1, "wiki", Concurrency.EXCLUSIVE)));
        assertThat(recent().total()).isEqualTo(1);

        Page<Job> before = recent();
        assertThatThrownBy(() -> stores.transactions().run(() -> {
                    pages.insert(SampleJobs.queued(2, "wiki", Concurrency.EXCLUSIVE));
                    throw new IllegalStateException("rolled back");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(recent()).isSameAs(before);
    }

    @Test
    void pageIsReadAnewAfterAWhileInAnyCase() {
        Page<Job> first = recent();
        stores.jobs().insert(SampleJobs.queued(1, "wiki", Concurrency.EXCLUSIVE)); // past the object
        assertThat(recent()).isSameAs(first);
        clock.advance(Duration.ofSeconds(2));
        assertThat(recent().total()).isEqualTo(1);
    }

    private Page<Job> recent() {
        return pages.recent(JobFilter.ANY, FIRST);
    }
}
