package io.cloudlab.persistence.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.RandomAccessStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the file of an embedded H2 database small while it is in use. Each commit appends a chunk of about 37 KB, of
 * which the next commits make most useless; by default H2 reuses no chunk for 45 seconds, and with {@code WRITE_DELAY=0}
 * nothing rewrites chunks of which a little is still used.
 *
 * <p>A thread of its own syncs the file, pins the synced version, so that only chunks which that version does not need
 * are reused, and then rewrites sparse chunks and moves chunks from the end of the file into gaps. All of that goes in
 * slices that hold up a commit for some milliseconds. It also collects the planner's statistics: H2's own way reads
 * within the commit, where nothing keeps the chunks it reads. See ADR 25.
 */
final class OnlineCompaction {
    private static final Logger LOG = LoggerFactory.getLogger(OnlineCompaction.class);

    /** Milliseconds a chunk is kept at least, pinned or not. */
    private static final int RETENTION_MILLIS = 100;

    /** H2's own; without a pin it is all that keeps chunks of which the disk may hold no newer version. */
    private static final int UNPINNED_RETENTION_MILLIS = 45_000;

    private static final long PAUSE_MILLIS = 20;
    private static final long IDLE_PAUSE_MILLIS = 500;
    private static final long MAX_FINISH_MILLIS = 2_000;
    private static final int MAX_LAST_FRUITLESS = 3;
    private static final int LAST_SLICE = 16 << 20;

    /** Bytes. A smaller file is left alone while there are commits. */
    private static final long SMALL_FILE = 8L << 20;

    /** Rounds without a commit after which the file is compacted as far as it goes. */
    private static final int IDLE_ROUNDS = 5;

    /** Bytes that must be free on the disk: a write that fails closes the database. */
    static final long MIN_FREE = 64L << 20;

    private static final int BUSY_FILL = 60;
    private static final int IDLE_FILL = 85;

    /** Bytes of used pages that one slice rewrites. */
    private static final int MAX_REWRITTEN = 512 << 10;

    /** Bytes of chunks that one slice moves; with less, a large chunk at the end of the file would stay there. */
    private static final int MAX_MOVED = 4 << 20;

    /** Rounds without progress that end a series of idle compaction. */
    private static final int MAX_FRUITLESS = 20;

    /** Series until the next commit: on a busy machine, what a series needs may be accounted for only after it. */
    private static final int MAX_SERIES = 5;

    private static final long FIRST_ANALYSIS = 2_000;

    private final Path file;
    private final String url;
    private final long minFree;
    private final Lock opening;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "cloudlab-database-compaction");

    private volatile boolean finishing;

    private @Nullable MVStore store;
    private MVStore.@Nullable TxCounter pin;
    private long syncedVersion;
    private long analyzedVersion;
    private long analyzeAfter = FIRST_ANALYSIS;
    private int idleRounds;
    private boolean settled;
    private long smallest;
    private int fruitless;
    private int series;

    private OnlineCompaction(Path file, String url, long minFree, Lock opening) {
        this.file = file;
        this.url = url;
        this.minFree = minFree;
        this.opening = opening;
        thread.setDaemon(true);
    }

    /** @param opening is held by threads that may open the database, so that a move that fails can be cleared up first */
    static OnlineCompaction start(Path file, String url, long minFree, Lock opening) {
        OnlineCompaction compaction = new OnlineCompaction(file, url, minFree, opening);
        compaction.thread.start();
        return compaction;
    }

    /**
     * Ends after the slice at hand, or, if the file will not be written again, when it is compact or after 2 seconds. To be
     * called when no connection of the pool is left.
     */
    void close(boolean compactFirst) {
        finishing = compactFirst;
        closing.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    private void run() {
        long pause = PAUSE_MILLIS;
        while (!waited(pause)) {
            try {
                pause = store == null && isDiskShort() ? IDLE_PAUSE_MILLIS : round(opened());
            } catch (SQLException | IOException | RuntimeException | Error e) {
                // A full disk closes the database; it is opened again by the next request that succeeds.
                LOG.debug("The database file was not compacted", e);
                forget();
                pause = IDLE_PAUSE_MILLIS;
            }
        }
        finish();
        forget();
    }

    /**
     * Has chunks that are not needed leave the list of chunks, and may compact once more, in large slices, since there is
     * nothing to hold up. A chunk that recovery did not find must not be listed when the file is closed in order.
     */
    private void finish() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MAX_FINISH_MILLIS);
        try {
            if (isDiskShort()) return;
            MVStore open = opened();
            open.setRetentionTime(0);
            settle(open);
            if (!finishing) return;
            for (int fruitlessRounds = 0; fruitlessRounds < MAX_LAST_FRUITLESS && System.nanoTime() < end; ) {
                long size = Files.size(file);
                compact(open, IDLE_FILL, LAST_SLICE, LAST_SLICE);
                fruitlessRounds = Files.size(file) < size ? 0 : fruitlessRounds + 1;
            }
        } catch (SQLException | IOException | RuntimeException e) {
            LOG.debug("The database file was not compacted", e);
        }
    }

    private boolean isDiskShort() {
        return file.toFile().getUsableSpace() < minFree;
    }

    private boolean waited(long millis) {
        try {
            return closing.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** The store of the open database; no connection is kept, since one would keep a broken database from reopening. */
    private MVStore opened() throws SQLException {
        MVStore known = store;
        if (known != null && !known.isClosed()) return known;
        forget();
        try (Connection connection = H2Url.open(url)) {
            SessionLocal session =
                    (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
            MVStore found = session.getDatabase().getStore().getMvStore();
            pin = found.registerVersionUsage();
            syncedVersion = found.getCurrentVersion();
            analyzedVersion = syncedVersion;
            found.setRetentionTime(RETENTION_MILLIS);
            store = found;
            return found;
        }
    }

    private void forget() {
        MVStore known = store;
        if (known != null && !known.isClosed()) {
            if (closing.getCount() > 0) known.setRetentionTime(UNPINNED_RETENTION_MILLIS);
            known.deregisterVersionUsage(pin);
        }
        store = null;
        pin = null;
    }

    /** @return milliseconds to wait before the next round */
    private long round(MVStore open) throws SQLException, IOException {
        long version = open.getCurrentVersion();
        boolean busy = version != syncedVersion;
        if (busy) syncAndPin(open);
        analyzeWhenDue(version);
        idleRounds = busy ? 0 : Math.min(idleRounds + 1, IDLE_ROUNDS);
        if (isDiskShort()) return IDLE_PAUSE_MILLIS;
        boolean idle = idleRounds >= IDLE_ROUNDS;
        if (idle && !settled) settle(open);
        settled = idle;
        long size = Files.size(file);
        if (busy || size < smallest * 0.95) {
            smallest = size;
            fruitless = 0;
        }
        if (busy) series = 0;
        if (fruitless >= MAX_FRUITLESS) {
            if (series < MAX_SERIES) beginSeries(open);
            return IDLE_PAUSE_MILLIS;
        }
        if (idle || size > SMALL_FILE)
            compact(open, idle ? IDLE_FILL : BUSY_FILL, MAX_REWRITTEN, idle ? MAX_MOVED : MAX_MOVED / 4);
        if (idle) fruitless++;
        return PAUSE_MILLIS;
    }

    private void beginSeries(MVStore open) {
        series++;
        fruitless = 0;
        settle(open);
    }

    /** From here on, chunks that are needed as of now are the oldest that must not be overwritten. */
    private void syncAndPin(MVStore open) {
        MVStore.TxCounter next = open.registerVersionUsage();
        MVStore.TxCounter former = next;
        try {
            long version = open.getCurrentVersion();
            open.sync();
            former = pin;
            pin = next;
            syncedVersion = version;
        } finally {
            open.deregisterVersionUsage(former); // the new one, if the file could not be synced
        }
    }

    /** Stores two versions more, for with those the store accounts for the pages that the last commits have replaced. */
    private void settle(MVStore open) {
        for (int version = 0; version < 2; version++) {
            open.setStoreVersion(open.getStoreVersion()); // changes nothing, but counts as a change
            open.commit();
            syncAndPin(open);
        }
    }

    private void compact(MVStore open, int fill, int rewritten, long moved) {
        boolean sparse = open.getFileStore().getChunksFillRate() < fill && open.compact(fill, rewritten);
        if (sparse) open.commit();
        boolean gaps = open.getFileStore().getFillRate() < fill;
        if (gaps) move(open, fill, moved);
        if (sparse || gaps) syncAndPin(open);
    }

    private void move(MVStore open, int fill, long moved) {
        opening.lock();
        try {
            ((RandomAccessStore) open.getFileStore()).compactMoveChunks(fill, moved, open);
        } catch (RuntimeException e) {
            if (open.isClosed()) MovedCopies.cutOff(file);
            throw e;
        } finally {
            opening.unlock();
        }
    }

    private void analyzeWhenDue(long version) throws SQLException {
        if (version - analyzedVersion < analyzeAfter) return;
        analyzedVersion = version;
        analyzeAfter *= 2;
        try (Connection connection = H2Url.open(url);
                Statement statement = connection.createStatement()) {
            statement.execute("analyze sample_size 1000");
        }
    }
}
