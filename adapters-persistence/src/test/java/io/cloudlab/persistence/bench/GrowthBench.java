package io.cloudlab.persistence.bench;

import io.cloudlab.core.Stores;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.inventory.Item;
import io.cloudlab.core.jobs.Job;
import io.cloudlab.core.jobs.JobStatus;
import io.cloudlab.core.jobs.Lane;
import io.cloudlab.core.jobs.Phase;
import io.cloudlab.core.testing.SampleItems;
import io.cloudlab.core.testing.SampleJobs;
import io.cloudlab.persistence.JdbiPersistence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Prints how the file of the embedded database grows while jobs, objects and audit entries are stored one commit at a
 * time, how long the commits take, and what the file is five idle minutes later and after an orderly end.
 */
class GrowthBench {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final int WRITERS = 2;
    private static final int STEPS = 5;

    @TempDir
    private Path directory;

    @Test
    void jobs() throws Exception {
        measure("jobs, four commits each", Integer.getInteger("cloudlab.bench.jobs", 20_000), stores -> number -> {
            Job job = SampleJobs.queued(number, "service-" + number % 50, Lane.PARALLEL);
            stores.jobs().insert(job);
            job = stores.jobs().update(SampleJobs.in(Phase.LAUNCHING, job));
            job = stores.jobs().update(SampleJobs.in(Phase.RUNNING, job));
            stores.jobs().update(SampleJobs.ended(job, JobStatus.COMPLETED, BEGIN.plusSeconds(number), 10_000));
        });
    }

    @Test
    void objects() throws Exception {
        measure("objects", Integer.getInteger("cloudlab.bench.objects", 100_000), stores -> number -> {
            Item box = SampleItems.box(number + 1L, "host-" + number);
            stores.items().insert(box, SampleItems.index(box));
        });
    }

    @Test
    void auditEntries() throws Exception {
        measure(
                "audit entries",
                Integer.getInteger("cloudlab.bench.entries", 1_000_000),
                stores -> number -> stores.audit()
                        .append(new AuditEntry(
                                0,
                                4,
                                "mira",
                                "service.deploy",
                                "services/wiki",
                                Map.of("job", number),
                                "127.0.0.1",
                                BEGIN)));
    }

    private interface Writes {
        IntConsumer to(Stores stores);
    }

    private void measure(String what, int count, Writes writes) throws Exception {
        System.out.printf(Locale.ROOT, "%n### Growth of the embedded database: %,d %s%n%n", count, what);
        System.out.print("| stored | file |\n|---|---|\n");
        double[] millis;
        long start = System.nanoTime();
        double seconds;
        try (Stores stores = JdbiPersistence.embedded(directory)) {
            millis = write(count, writes.to(stores));
            seconds = (System.nanoTime() - start) / 1e9;
            TimeUnit.MINUTES.sleep(5);
            System.out.printf(Locale.ROOT, "| five idle minutes later | %s |%n", megabytes(size()));
        }
        System.out.printf(Locale.ROOT, "| after an orderly end (compressed) | %s |%n", megabytes(size()));
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%n%.0f a second with %d writers; each p50 %.2f ms, p99 %.2f ms, p99.9 %.2f ms, longest %.1f ms, %d"
                        + " longer than 50 ms%n",
                count / seconds,
                WRITERS,
                millis[count / 2],
                millis[(int) (count * 0.99)],
                millis[(int) (count * 0.999)],
                millis[count - 1],
                Arrays.stream(millis).filter(each -> each > 50).count());
    }

    private double[] write(int count, IntConsumer write) throws Exception {
        double[] millis = new double[count];
        AtomicInteger next = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(WRITERS);
        List<Throwable> failures = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            Thread thread = new Thread(() -> {
                try {
                    for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                        long start = System.nanoTime();
                        write.accept(number);
                        millis[number] = (System.nanoTime() - start) / 1e6;
                        if ((number + 1) % (count / STEPS) == 0)
                            System.out.printf(Locale.ROOT, "| %,d | %s |%n", number + 1, megabytes(size()));
                    }
                } catch (IOException | RuntimeException e) {
                    synchronized (failures) {
                        failures.add(e);
                    }
                } finally {
                    done.countDown();
                }
            });
            thread.start();
        }
        done.await();
        if (!failures.isEmpty()) throw new IllegalStateException(failures.get(0));
        return millis;
    }

    private long size() throws IOException {
        return Files.size(directory.resolve("cloudlab.mv.db"));
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
