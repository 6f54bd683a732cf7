package io.cloudlab.core.services.file;

import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.vault.PrivateKeys;
import java.nio.ByteBuffer;

/** A file that is being received. It is not visible before it is {@link #finish finished}. For one thread at a time. */
public final class Upload implements AutoCloseable {
    /** Bytes; each piece is looked through and written at once. */
    private static final int PIECE = 256 * 1024;

    private final FileChanges.Change change;
    private final FileArea.Draft draft;
    private final FileChanges changes;
    private final PrivateKeys keys = new PrivateKeys();
    private final byte[] piece = new byte[PIECE];
    private int filled;
    private long size;

    Upload(FileChanges.Change change, FileArea.Draft draft, FileChanges changes) {
        this.change = change;
        this.draft = draft;
        this.changes = changes;
    }

    /** @throws Refused soon after a private key has begun */
    public void write(ByteBuffer bytes) {
        size += bytes.remaining();
        while (bytes.hasRemaining()) {
            int length = Math.min(bytes.remaining(), piece.length - filled);
            bytes.get(piece, filled, length);
            filled += length;
            if (filled == piece.length) handOver();
        }
    }

    private void handOver() {
        keys.look(piece, 0, filled);
        if (keys.found()) throw ServiceFile.notAllowed();
        draft.write(piece, 0, filled);
        filled = 0;
    }

    /** How many bytes came so far. */
    public long size() {
        return size;
    }

    /**
     * Puts the file in place; the former one is kept. (The digest waits until this one is replaced in turn: it takes long.)
     *
     * @throws Refused if there was a private key
     */
    public void finish() {
        if (filled > 0) handOver();
        changes.replace(change, draft, "", size, null);
    }

    /** Leaves nothing behind if it was not finished. */
    @Override
    public void close() {
        draft.close();
    }
}
