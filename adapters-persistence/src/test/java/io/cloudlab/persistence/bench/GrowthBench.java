package io.cloudlab.persistence.bench;

import io.cloudlab.core.Stores;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.jobs.job.Concurrency;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobStatus;
import io.cloudlab.core.jobs.job.Phase;
import io.cloudlab.core.testing.BenchTable;
import io.cloudlab.core.testing.SampleItems;
import io.cloudlab.core.testing.SampleJobs;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * How the file of the embedded database grows while jobs, objects and audit entries are stored one commit at a time, how
 * long the commits take, and what the file is when it has been idle and after an orderly end. A million audit entries take
 * it above the 512 MB up to which it is written anew when it is closed.
 */
class GrowthBench {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final double MAX_BUSY = 4;
    private static final double MAX_IDLE = 2;

    @TempDir
    private Path directory;

    @Test
    @Timeout(3_600)
    void fileUnderConstantLoadAndIdle() throws Exception {
        List<GrowingDatabase> all = List.of(
                new GrowingDatabase("jobs, four commits each", BenchTable.size("jobs", 20_000), this::job),
                new GrowingDatabase("objects", BenchTable.size("objects", 100_000), this::object),
                new GrowingDatabase("audit entries", BenchTable.size("entries", 1_000_000), this::entry));
        try {
            double floor = SyncedWrites.quantile99(directory);
            for (GrowingDatabase each : all) each.fill(directory);
            for (GrowingDatabase each : all) each.awaitIdle();
            for (GrowingDatabase each : all) print(each, each.end(), floor);
        } finally {
            for (GrowingDatabase each : all) each.close();
        }
    }

    private static void print(GrowingDatabase database, GrowingDatabase.End end, double floor) {
        BenchTable.title(
                String.format(
                        Locale.ROOT, "Growth of the embedded database: %,d %s", database.count(), database.what()),
                "opened empty; floor: the same rows written anew by H2's tool, in proportion");
        database.sizes().forEach((stored, bytes) -> {
            double live = (double) end.live() * stored / database.count();
            size(String.format(Locale.ROOT, "%,d stored", stored), bytes, live, MAX_BUSY);
        });
        size(GrowingDatabase.IDLE_SECONDS + " idle seconds later", end.idle(), end.live(), MAX_IDLE);
        size("after an orderly end, compressed", end.closed(), end.live(), MAX_IDLE);
        BenchTable.row("stored a second, " + GrowingDatabase.WRITERS + " writers", rate(end.perSecond()), "", "");
        BenchTable.row(
                "each with all its commits, p99 (median); floor: 4 KiB written and synced",
                millis(end.quantile(0.99)) + " (" + millis(end.quantile(0.5)) + ")",
                millis(floor),
                BenchTable.ratio(end.quantile(0.99), floor));
        BenchTable.row(
                "the longest; longer than 50 ms",
                millis(end.quantile(1))
                        + String.format(Locale.ROOT, "; %d, %.4f %%", end.heldUp(), end.heldUpPercent()),
                "",
                "",
                "≤ 50 ms",
                end.quantile(1) <= 50);
    }

    private static void size(String what, long bytes, double live, double max) {
        BenchTable.row(
                what,
                megabytes(bytes),
                megabytes(live),
                BenchTable.ratio(bytes, live),
                "≤ " + max,
                bytes <= max * live);
    }

    private void job(Stores stores, int number) {
        Job job = SampleJobs.queued(number, "service-" + number % 50, Concurrency.PARALLEL);
        stores.jobs().insert(job);
        job = stores.jobs().update(SampleJobs.in(Phase.LAUNCHING, job));
        job = stores.jobs().update(SampleJobs.in(Phase.RUNNING, job));
        stores.jobs().update(SampleJobs.ended(job, JobStatus.COMPLETED, BEGIN.plusSeconds(number), 10_000));
    }

    private void object(Stores stores, int number) {
        Item box = SampleItems.box(number + 1L, "host-" + number);
        stores.items().insert(box, SampleItems.index(box));
    }

    private void entry(Stores stores, int number) {
        stores.audit()
                .append(new AuditEntry(
                        0, 4, "mira", "service.deploy", "services/wiki", Map.of("job", number), "127.0.0.1", BEGIN));
    }

    /** Stores the thing of a number, in one commit or more. */
    interface Write extends ObjIntConsumer<Stores> {}

    private static String megabytes(double bytes) {
        return String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
    }

    private static String millis(double millis) {
        return String.format(Locale.ROOT, "%.2f ms", millis);
    }

    private static String rate(double perSecond) {
        return String.format(Locale.ROOT, "%,.0f/s", perSecond);
    }
}
