package io.cloudlab.process.files;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cloudlab.core.vault.PrivateKeys;
import io.cloudlab.process.directory.FileStamp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Looks for private keys in files, and remembers what it found for as long as they do not change. Thread-safe. */
final class PrivateKeyScanCache {
    private static final int MAX_REMEMBERED = 10_000;
    private static final int PIECE = 256 * 1024;

    private final Clock clock;
    private final Cache<FileStamp, Boolean> known =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();

    PrivateKeyScanCache(Clock clock) {
        this.clock = clock;
    }

    /** @param stamp of the file, taken before it was opened */
    boolean holdsKey(FileChannel file, FileStamp stamp) throws IOException {
        Boolean before = remembered(stamp);
        if (before != null) return before;
        boolean found = look(file, stamp.size());
        if (stamp.isSettled(clock.instant())) known.put(stamp, found);
        return found;
    }

    /** Null if nothing is known of a file with this stamp. */
    @Nullable
    Boolean remembered(FileStamp stamp) {
        return known.getIfPresent(stamp);
    }

    static boolean look(FileChannel file, long size) throws IOException {
        PrivateKeys keys = new PrivateKeys();
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(size, PIECE));
        for (long at = 0; at < size && !keys.found(); at += piece.position()) {
            piece.clear();
            if (file.read(piece, at) <= 0) break;
            keys.look(piece.array(), 0, piece.position());
        }
        return keys.found();
    }
}
