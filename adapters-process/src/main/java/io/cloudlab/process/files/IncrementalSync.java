package io.cloudlab.process.files;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is written to a large file on to the disk while more is written, so that little is left to wait for at the
 * end. For one thread at a time.
 */
final class IncrementalSync {
    /** Bytes. Smaller files are synced once, at their end. */
    private static final int PIECE = 8 << 20;

    private final Sync sync;
    private long waiting;
    private @Nullable Future<?> running;

    /** Has what was written so far on the disk when it returns, as {@link java.nio.channels.FileChannel#force}. */
    interface Sync {
        void force(boolean metadata) throws IOException;
    }

    IncrementalSync(Sync sync) {
        this.sync = sync;
    }

    /** @throws IOException if an earlier part could not be stored */
    void written(int bytes) throws IOException {
        waiting += bytes;
        if (waiting < PIECE || running != null && !running.isDone()) return;
        settle();
        waiting = 0;
        running = begun();
    }

    /**
     * Returns when everything is on the disk.
     *
     * @throws IOException if it could not be stored; the system says so only once, maybe of an earlier part
     */
    void finish() throws IOException {
        settle();
        sync.force(true);
    }

    private Future<?> begun() {
        FutureTask<?> piece = new FutureTask<>(() -> {
            sync.force(false);
            return null;
        });
        Thread thread = new Thread(piece, "cloudlab-sync");
        thread.setDaemon(true);
        thread.start();
        return piece;
    }

    private void settle() throws IOException {
        if (running == null) return;
        try {
            running.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException disk) throw disk;
            throw new IOException("an earlier part could not be stored", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } finally {
            running = null;
        }
    }
}
