package io.cloudlab.core.jobs;

import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobFilter;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobStore;
import io.cloudlab.core.server.ServerId;
import io.cloudlab.core.shared.ExpiringCache;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.shared.Transactions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A store that remembers the pages of its list asked for last, until a job changes: clients ask for the same page again
 * and again. Everything that changes jobs goes through the same object. A remembered page is thrown away after
 * {@link #MAX_AGE} in any case, since a commit that fails may have happened all the same. Thread-safe.
 */
public final class RecentPages implements JobStore {
    private static final int MAX_PAGES = 16;
    private static final Duration MAX_AGE = Duration.ofSeconds(2);

    private final JobStore store;
    private final Transactions transactions;
    private final ExpiringCache<Key, Page<Job>> pages;

    private record Key(JobFilter filter, PageRequest page) {}

    public RecentPages(JobStore store, Transactions transactions, Clock clock) {
        this.store = store;
        this.transactions = transactions;
        this.pages = new ExpiringCache<>(MAX_AGE, MAX_PAGES, clock);
    }

    /** Not to be called in a transaction, which sees what others do not. */
    Page<Job> recent(JobFilter filter, PageRequest page) {
        return Objects.requireNonNull(pages.get(new Key(filter, page), () -> store.list(filter, page)));
    }

    @Override
    public boolean insert(Job job) {
        boolean inserted = store.insert(job);
        changed();
        return inserted;
    }

    @Override
    public Set<JobId> known(Collection<JobId> ids) {
        return store.known(ids);
    }

    @Override
    public Job update(Job job) {
        Job updated = store.update(job);
        changed();
        return updated;
    }

    @Override
    public void delete(JobId id) {
        store.delete(id);
        changed();
    }

    @Override
    public Page<Job> list(JobFilter filter, PageRequest page) {
        return store.list(filter, page);
    }

    @Override
    public Optional<Job> find(JobId id) {
        return store.find(id);
    }

    @Override
    public Optional<Job> latest(String service) {
        return store.latest(service);
    }

    @Override
    public List<Job> active() {
        return store.active();
    }

    @Override
    public int activeElsewhere(ServerId server) {
        return store.activeElsewhere(server);
    }

    @Override
    public int activeCount(ServerId server) {
        return store.activeCount(server);
    }

    @Override
    public int queuedOf(int userId) {
        return store.queuedOf(userId);
    }

    @Override
    public Optional<Job> nextRunnable(boolean placeFree, Instant now) {
        return store.nextRunnable(placeFree, now);
    }

    @Override
    public List<Job> endedBefore(Instant time, int limit) {
        return store.endedBefore(time, limit);
    }

    @Override
    public Totals endedTotals() {
        return store.endedTotals();
    }

    /** Counts once others can see the change, so that no page read before counts for one read after. */
    private void changed() {
        transactions.afterCommit(pages::forgetAll);
    }
}
