package io.cloudlab.process.log;

import io.cloudlab.core.vault.Redactor;
import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The chunks read last, so that many followers of one log cost little more than one. Bounded in bytes; a follower that asks
 * for a chunk that another thread is just reading waits for it.
 */
public final class ChunkCache {
    private final long mostBytes;
    private final Map<Key, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    public ChunkCache(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    record Key(Spool spool, long from, long until, Redactor redactor) {}

    interface Loader {
        SpoolReader.Piece load() throws IOException;
    }

    SpoolReader.Piece get(Key key, Loader loader) throws IOException {
        Entry entry;
        synchronized (entries) {
            entry = entries.computeIfAbsent(key, absent -> new Entry());
        }
        synchronized (entry) {
            SpoolReader.Piece piece = entry.piece;
            if (piece == null) {
                piece = load(key, entry, loader);
                entry.piece = piece;
                keep(key, entry, piece);
            }
            return piece;
        }
    }

    /** Forgets a log that is no longer in use. */
    void forget(Spool spool) {
        synchronized (entries) {
            entries.entrySet().removeIf(entry -> entry.getKey().spool() == spool && drop(entry.getValue()));
        }
    }

    private SpoolReader.Piece load(Key key, Entry entry, Loader loader) throws IOException {
        try {
            return loader.load();
        } catch (IOException | RuntimeException e) {
            synchronized (entries) {
                entries.remove(key, entry);
            }
            throw e;
        }
    }

    private void keep(Key key, Entry entry, SpoolReader.Piece piece) {
        synchronized (entries) {
            if (entries.get(key) != entry) return;
            if (piece.chunk().isEmpty()) {
                entries.remove(key);
                return;
            }
            entry.size = 100 + piece.chunk().bytes().length + 4L * piece.chunk().bounds().length;
            bytes += entry.size;
            Iterator<Entry> oldest = entries.values().iterator();
            while (bytes > mostBytes && oldest.hasNext()) {
                drop(oldest.next());
                oldest.remove();
            }
        }
    }

    private boolean drop(Entry entry) {
        bytes -= entry.size;
        entry.size = 0;
        return true;
    }

    private static final class Entry {
        private SpoolReader.@Nullable Piece piece;
        private long size;
    }
}
