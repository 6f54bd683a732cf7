package io.cloudlab.http.api.jobs;

import io.cloudlab.core.jobs.log.LogChunk;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Remembers the messages made from the latest chunks, so that viewers at the same place of a job share one encoding.
 * Chunks are recognised by identity. Holds a few megabytes at most. Thread-safe.
 */
final class FrameCache {
    private static final int SLOTS = 16;

    private final AtomicReferenceArray<Entry> entries = new AtomicReferenceArray<>(SLOTS);

    private record Entry(LogChunk chunk, List<ByteBuffer> messages) {}

    /** The buffers are shared: send duplicates. */
    List<ByteBuffer> messages(LogChunk chunk) {
        int slot = System.identityHashCode(chunk) & (SLOTS - 1);
        Entry entry = entries.get(slot);
        if (entry != null && entry.chunk == chunk) return entry.messages;
        List<ByteBuffer> messages = OutputFrames.of(chunk);
        entries.set(slot, new Entry(chunk, messages));
        return messages;
    }

    void clear() {
        for (int slot = 0; slot < SLOTS; slot++) entries.set(slot, null);
    }
}
