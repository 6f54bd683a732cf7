package io.cloudlab.process.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class IncrementalSyncTest {
    private static final int PIECE = 8 << 20;

    private final List<Boolean> syncs = new CopyOnWriteArrayList<>();

    @Test
    void smallFileIsSyncedOnceAtItsEnd() throws IOException {
        IncrementalSync disk = new IncrementalSync(syncs::add);
        disk.written(PIECE - 1);
        disk.finish();

        assertThat(syncs).containsExactly(true);
    }

    @Test
    void largeFileIsSentOnWhileItIsWritten() throws IOException {
        IncrementalSync disk = new IncrementalSync(syncs::add);
        disk.written(PIECE);
        Eventually.until("the beginning is synced", () -> syncs.size() == 1);
        Eventually.until("more is synced before the end", () -> {
            written(disk);
            return syncs.size() > 1;
        });
        disk.finish();

        assertThat(syncs).startsWith(false, false).endsWith(true);
    }

    private static void written(IncrementalSync disk) {
        try {
            disk.written(PIECE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void writerDoesNotWaitForTheDisk() throws IOException {
        Semaphore slow = new Semaphore(0);
        IncrementalSync disk = new IncrementalSync(metadata -> {
            if (!metadata) slow.acquireUninterruptibly();
            syncs.add(metadata);
        });
        for (int each = 0; each < 10; each++) disk.written(PIECE);
        assertThat(syncs).isEmpty();
        slow.release();
        disk.finish();

        assertThat(syncs).containsExactly(false, true);
    }

    @Test
    void failureOfAnEarlierPartIsToldAtTheEndThoughTheSystemSaysItOnlyOnce() throws IOException {
        IncrementalSync disk = new IncrementalSync(metadata -> {
            syncs.add(metadata);
            if (syncs.size() == 1) throw new IOException("No space left on device");
        });
        disk.written(PIECE);

        assertThatThrownBy(disk::finish).isInstanceOf(IOException.class).hasMessage("No space left on device");
    }
}
