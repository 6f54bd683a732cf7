package io.cloudlab.persistence.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** What the disk needs for the least a commit can be: a page at the end of a file, and the wait until it is kept. */
final class SyncedWrites {
    private static final int PAGE = 4_096;
    private static final int RUNS = 1_000;

    private SyncedWrites() {}

    /** @return p99 in milliseconds */
    static double quantile99(Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "synced", "");
        double[] millis = new double[RUNS];
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int run = 0; run < RUNS; run++) {
                long start = System.nanoTime();
                out.write(ByteBuffer.allocate(PAGE));
                out.force(false);
                millis[run] = (System.nanoTime() - start) / 1e6;
            }
        } finally {
            Files.delete(file);
        }
        Arrays.sort(millis);
        return millis[RUNS * 99 / 100];
    }
}
