package io.cloudlab.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Replaces what a file holds; whatever happens meanwhile, it then holds the old or the new, never parts of either. */
final class ReplacedFile {
    private ReplacedFile() {}

    /**
     * The file keeps its owner, group and permissions; a link keeps leading to it.
     *
     * @throws IOException also if its owner or group cannot be kept; the file is as it was then
     */
    static void write(Path file, byte[] content) throws IOException {
        Path real = file.toRealPath();
        PosixFileAttributes former = Files.readAttributes(real, PosixFileAttributes.class);
        Path draft = real.resolveSibling("." + real.getFileName() + ".new");
        Files.deleteIfExists(draft);
        try {
            try (FileChannel channel = FileChannel.open(
                    draft,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                ByteBuffer left = ByteBuffer.wrap(content);
                while (left.hasRemaining()) channel.write(left);
                hand(draft, former);
                channel.force(true);
            }
            Files.move(draft, real, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            Files.deleteIfExists(draft);
            throw failed;
        }
        try (FileChannel directory = FileChannel.open(real.getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static void hand(Path draft, PosixFileAttributes former) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(draft, PosixFileAttributeView.class);
        PosixFileAttributes now = view.readAttributes();
        if (!now.owner().equals(former.owner())) view.setOwner(former.owner());
        if (!now.group().equals(former.group())) view.setGroup(former.group());
        view.setPermissions(former.permissions());
    }
}
