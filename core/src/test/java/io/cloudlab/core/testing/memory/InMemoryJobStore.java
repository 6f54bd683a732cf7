package io.cloudlab.core.testing.memory;

import io.cloudlab.core.jobs.ServiceBusy;
import io.cloudlab.core.jobs.job.Concurrency;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobFilter;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobKind;
import io.cloudlab.core.jobs.job.JobOutcome;
import io.cloudlab.core.jobs.job.JobStore;
import io.cloudlab.core.jobs.job.Phase;
import io.cloudlab.core.server.ServerId;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.shared.StaleWrite;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Jobs in memory. */
public final class InMemoryJobStore implements JobStore {
    private static final Comparator<Row> OLDEST_FIRST =
            Comparator.comparing((Row row) -> row.job().request().acceptedAt()).thenComparing(Row::number);

    private final InMemoryTransactions transactions;
    private final Rows<String, Long> numbers;
    private final Rows<Long, Row> rows;
    private long lastNumber;

    /**
     * @param number counts insertions
     * @param turn users take turns
     */
    private record Row(long number, long turn, Job job) {}

    InMemoryJobStore(InMemoryTransactions transactions) {
        this.transactions = transactions;
        this.numbers = new Rows<>(transactions);
        this.rows = new Rows<>(transactions);
    }

    @Override
    public boolean insert(Job job) {
        return transactions.alone(() -> {
            if (row(job.id()) != null) return false;
            if (isBusyFor(job)) throw new ServiceBusy();
            long number = ++lastNumber;
            numbers.put(job.id().value(), number);
            rows.put(number, new Row(number, turn(job), job));
            return true;
        });
    }

    @Override
    public Optional<Job> find(JobId id) {
        return transactions.alone(() -> Optional.ofNullable(row(id)).map(Row::job));
    }

    @Override
    public Set<JobId> known(Collection<JobId> ids) {
        return transactions.alone(
                () -> ids.stream().filter(id -> row(id) != null).collect(Collectors.toUnmodifiableSet()));
    }

    @Override
    public Job update(Job job) {
        return transactions.alone(() -> {
            Row row = row(job.id());
            if (row == null || row.job().version() != job.version()) throw new StaleWrite("job");
            if (isBusyFor(job)) throw new ServiceBusy();
            Job former = row.job();
            Job stored = new Job(
                    former.id(),
                    former.nonce(),
                    former.request(),
                    former.plan(),
                    job.phase(),
                    job.cancelledBy(),
                    job.outcome(),
                    job.version() + 1,
                    job.server(),
                    job.deadline());
            rows.put(row.number(), new Row(row.number(), row.turn(), stored));
            return stored;
        });
    }

    @Override
    public Page<Job> list(JobFilter filter, PageRequest page) {
        return transactions.alone(() -> {
            List<Job> found = rows.values().stream()
                    .filter(row -> matches(filter, row.job()))
                    .sorted(OLDEST_FIRST.reversed())
                    .map(Row::job)
                    .toList();
            List<Job> items =
                    found.stream().skip(page.offset()).limit(page.perPage()).toList();
            return new Page<>(items, found.size(), page);
        });
    }

    @Override
    public Optional<Job> latest(String service) {
        return transactions.alone(() -> rows.values().stream()
                .filter(row -> row.job().request().service().equals(service))
                .max(OLDEST_FIRST)
                .map(Row::job));
    }

    @Override
    public List<Job> active() {
        return transactions.alone(() -> jobs().filter(Job::isActive).toList());
    }

    @Override
    public int activeCount(ServerId server) {
        return transactions.alone(() -> (int) jobs().filter(Job::isActive)
                .filter(job -> !isElsewhere(job, server))
                .filter(job -> job.plan().lane() != Concurrency.URGENT)
                .count());
    }

    @Override
    public int activeElsewhere(ServerId server) {
        return transactions.alone(() -> (int) jobs().filter(Job::isActive)
                .filter(job -> isElsewhere(job, server))
                .count());
    }

    private static boolean isElsewhere(Job job, ServerId server) {
        return job.server() != null && !job.server().equals(server);
    }

    @Override
    public Optional<Job> nextRunnable(boolean placeFree, Instant now) {
        return transactions.alone(() -> rows.values().stream()
                .sorted(Comparator.comparing(Row::turn).thenComparing(Row::number))
                .map(Row::job)
                .filter(job -> job.phase() == Phase.QUEUED)
                .filter(job -> job.plan().retry().isDue(now))
                .filter(job -> switch (job.plan().lane()) {
                    case URGENT -> true;
                    case PARALLEL -> placeFree;
                    case EXCLUSIVE -> placeFree && !hasActive(job);
                })
                .findFirst());
    }

    private long turn(Job job) {
        String username = job.request().username();
        long own = turns(each -> each.phase() == Phase.QUEUED
                        && each.request().username().equalsIgnoreCase(username))
                .max()
                .orElse(-1);
        OptionalLong reached = turns(Job::isActive).max();
        OptionalLong waiting = turns(each -> each.phase() == Phase.QUEUED).min();
        return Math.max(own + 1, reached.orElse(waiting.orElse(0)));
    }

    private LongStream turns(Predicate<Job> which) {
        return rows.values().stream().filter(row -> which.test(row.job())).mapToLong(Row::turn);
    }

    @Override
    public int queuedOf(int userId) {
        return transactions.alone(() -> (int) jobs().filter(job -> job.phase() == Phase.QUEUED)
                .filter(job -> job.plan().lane() != Concurrency.URGENT)
                .filter(job -> Objects.equals(job.request().userId(), userId))
                .count());
    }

    @Override
    public List<Job> endedBefore(Instant time, int limit) {
        return transactions.alone(() -> jobs().filter(Job::hasEnded)
                .filter(job -> outcome(job).finishedAt().isBefore(time))
                .sorted(Comparator.comparing(job -> outcome(job).finishedAt()))
                .limit(limit)
                .toList());
    }

    @Override
    public Totals endedTotals() {
        return transactions.alone(() -> new Totals(
                jobs().filter(Job::hasEnded).count(),
                jobs().filter(Job::hasEnded)
                        .mapToLong(job -> outcome(job).outputBytes())
                        .sum()));
    }

    @Override
    public void delete(JobId id) {
        transactions.alone(() -> {
            Row row = row(id);
            if (row != null && row.job().hasEnded()) {
                rows.remove(row.number());
                numbers.remove(id.value());
            }
            return id;
        });
    }

    private @Nullable Row row(JobId id) {
        Long number = numbers.get(id.value());
        return number == null ? null : rows.get(number);
    }

    private Stream<Job> jobs() {
        return rows.values().stream().map(Row::job);
    }

    private boolean isBusyFor(Job job) {
        return job.isActive() && job.plan().lane() == Concurrency.EXCLUSIVE && hasActive(job);
    }

    private boolean hasActive(Job wanted) {
        return jobs().anyMatch(job -> job.isActive()
                && job.plan().lane() == Concurrency.EXCLUSIVE
                && job.request().kind() == wanted.request().kind()
                && job.request().service().equals(wanted.request().service())
                && !job.id().equals(wanted.id()));
    }

    private static JobOutcome outcome(Job job) {
        return Objects.requireNonNull(job.outcome());
    }

    private static boolean matches(JobFilter filter, Job job) {
        boolean hidden = job.request().kind() == JobKind.SERVICE
                && filter.hidden().contains(job.request().service());
        return !hidden
                && (!filter.deploys() || job.request().script() == null)
                && agrees(filter.kind(), job.request().kind())
                && agrees(filter.service(), job.request().service())
                && (filter.username() == null
                        || filter.username().equalsIgnoreCase(job.request().username()))
                && agrees(filter.userId(), job.request().userId())
                && agrees(filter.status(), job.status())
                && agrees(filter.action(), job.request().action())
                && agrees(filter.objectId(), job.request().subject().objectId());
    }

    private static boolean agrees(@Nullable Object wanted, @Nullable Object actual) {
        return wanted == null || wanted.equals(actual);
    }
}
