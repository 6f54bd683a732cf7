package io.cloudlab.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Replaces what a file holds; whatever happens meanwhile, it then holds the old or the new, never parts of either. */
final class ReplacedFile {
    private ReplacedFile() {}

    /** The file keeps its permissions; a link keeps leading to it. */
    static void write(Path file, byte[] content) throws IOException {
        Path real = file.toRealPath();
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(real);
        Path draft = real.resolveSibling("." + real.getFileName() + ".new");
        Files.deleteIfExists(draft);
        try {
            try (FileChannel channel = FileChannel.open(
                    draft,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                ByteBuffer left = ByteBuffer.wrap(content);
                while (left.hasRemaining()) channel.write(left);
                channel.force(true);
            }
            Files.setPosixFilePermissions(draft, permissions);
            Files.move(draft, real, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            Files.deleteIfExists(draft);
            throw failed;
        }
    }
}
