package io.cloudlab.app.bench.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Times of repeated runs of one thing, in milliseconds. */
public final class Sample {
    private final List<Double> millis = new ArrayList<>();

    public void add(long nanos) {
        millis.add(nanos / 1e6);
    }

    public void addAll(Sample other) {
        millis.addAll(other.millis);
    }

    public int count() {
        return millis.size();
    }

    public double median() {
        return quantile(0.5);
    }

    public double p95() {
        return quantile(0.95);
    }

    /** By the nearest rank. */
    public double quantile(double share) {
        if (millis.isEmpty()) throw new IllegalStateException("nothing has been measured");
        List<Double> sorted = millis.stream().sorted().toList();
        return sorted.get((int) Math.max(0, Math.ceil(share * sorted.size()) - 1));
    }

    /** What has been measured, each run of it. */
    public interface Run {
        /** @return nanoseconds */
        long time() throws Exception;
    }

    public static Sample of(int warmUps, int runs, Run run) throws Exception {
        for (int i = 0; i < warmUps; i++) run.time();
        Sample sample = new Sample();
        for (int i = 0; i < runs; i++) sample.add(run.time());
        return sample;
    }

    public static long nanosSince(long start) {
        return System.nanoTime() - start;
    }

    public static String millis(double value) {
        return value < 100
                ? String.format(Locale.ROOT, "%.1f ms", value)
                : String.format(Locale.ROOT, "%,.0f ms", value);
    }

    public static String seconds(double millis) {
        return String.format(
                Locale.ROOT, "%.2f s", Duration.ofNanos((long) (millis * 1e6)).toNanos() / 1e9);
    }
}
