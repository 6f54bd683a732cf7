package io.cloudlab.persistence.bench;

import io.cloudlab.core.Stores;
import io.cloudlab.core.testing.BenchTable;
import io.cloudlab.persistence.JdbiPersistence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.mvstore.MVStoreTool;

/** An embedded database that is filled by some writers, then left alone for a while, then closed. */
final class GrowingDatabase implements AutoCloseable {
    static final int WRITERS = BenchTable.size("writers", 4);
    static final int IDLE_SECONDS = BenchTable.size("idle", 300);
    private static final int STEPS = 5;

    private final String what;
    private final int count;
    private final GrowthBench.Write write;
    private final Map<Integer, Long> sizes = new ConcurrentSkipListMap<>();
    private final double[] millis;
    private Path directory = Path.of("");
    private Stores stores;
    private double seconds;
    private long filled;
    private long idle;

    GrowingDatabase(String what, int count, GrowthBench.Write write) {
        this.what = what;
        this.count = count;
        this.write = write;
        this.millis = new double[count];
    }

    /**
     * What is known at the end.
     *
     * @param idle bytes of the file after the idle time, {@code closed} after closing, {@code live} of the rows alone
     * @param sorted how long each took
     */
    record End(long idle, long closed, long live, double perSecond, double[] sorted) {
        double quantile(double share) {
            return sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)];
        }

        long heldUp() {
            return Arrays.stream(sorted).filter(each -> each > 50).count();
        }

        double heldUpPercent() {
            return 100.0 * heldUp() / sorted.length;
        }
    }

    String what() {
        return what;
    }

    int count() {
        return count;
    }

    /** The largest size of the file until so many were stored, in steps. */
    Map<Integer, Long> sizes() {
        return sizes;
    }

    void fill(Path parent) throws Exception {
        directory = Files.createTempDirectory(parent, "growing");
        Stores opened = JdbiPersistence.embedded(directory);
        stores = opened;
        long start = System.nanoTime();
        AtomicInteger next = new AtomicInteger();
        ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
        List<Future<?>> running = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++)
            running.add(writers.submit(() -> {
                for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                    long begin = System.nanoTime();
                    write.accept(opened, number);
                    millis[number] = (System.nanoTime() - begin) / 1e6;
                    if (number % 100 == 0 || number == count - 1) look(number);
                }
                return null;
            }));
        writers.shutdown();
        for (Future<?> each : running) each.get();
        filled = System.nanoTime();
        seconds = (filled - start) / 1e9;
    }

    /** Waits until this database has been left alone for long enough; others may be at work meanwhile. */
    void awaitIdle() throws Exception {
        long left = filled + TimeUnit.SECONDS.toNanos(IDLE_SECONDS) - System.nanoTime();
        if (left > 0) TimeUnit.NANOSECONDS.sleep(left);
        idle = size();
    }

    End end() throws IOException {
        stores.close();
        long closed = size();
        Path copy = directory.resolve("live.mv.db");
        Files.copy(file(), copy, StandardCopyOption.REPLACE_EXISTING);
        MVStoreTool.compact(copy.toString(), false);
        long live = Files.size(copy);
        Files.delete(copy);
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        return new End(idle, closed, live, count / seconds, sorted);
    }

    private void look(int number) throws IOException {
        int step = Math.max(1, count / STEPS);
        sizes.merge(Math.min(count, (number / step + 1) * step), size(), Math::max);
    }

    private long size() throws IOException {
        return Files.size(file());
    }

    private Path file() {
        return directory.resolve("cloudlab.mv.db");
    }

    @Override
    public void close() {
        if (stores != null) stores.close();
    }
}
