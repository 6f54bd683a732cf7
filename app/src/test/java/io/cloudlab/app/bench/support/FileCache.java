package io.cloudlab.app.bench.support;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * The memory files are written into. On a virtual machine whose host takes back what is not in use, each page nobody has
 * used lately costs as much as writing many.
 */
public final class FileCache {
    private static final int PIECE = 1 << 20;

    private FileCache() {}

    /** Sees to it that this machine has so many bytes at hand, by using and freeing them. */
    public static void has(long bytes, Path directory) throws IOException {
        Path file = Files.createTempFile(directory, "cache", "");
        try (FileChannel out = FileChannel.open(file, Set.of(StandardOpenOption.WRITE))) {
            ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
            for (long left = bytes; left > 0; left -= PIECE) out.write(piece.clear());
        } finally {
            Files.delete(file);
        }
    }
}
