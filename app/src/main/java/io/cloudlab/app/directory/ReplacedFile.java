package io.cloudlab.app.directory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * What a file is to hold, written beside it: once put in place, the file holds that and nothing of what it held before,
 * even if the program ends meanwhile.
 */
public final class ReplacedFile implements AutoCloseable {
    private final Path real;
    private final Path draft;

    private ReplacedFile(Path real, Path draft) {
        this.real = real;
        this.draft = draft;
    }

    /**
     * With the owner, group and permissions of the file; a link keeps leading to it.
     *
     * @throws IOException also if its owner or group cannot be kept
     */
    public static ReplacedFile draft(Path file, byte[] content) throws IOException {
        Path real = file.toRealPath();
        ReplacedFile replaced = new ReplacedFile(real, real.resolveSibling("." + real.getFileName() + ".new"));
        PosixFileAttributes former = Files.readAttributes(replaced.real, PosixFileAttributes.class);
        try (FileChannel channel = replaced.open()) {
            write(channel, ByteBuffer.wrap(content));
            hand(replaced.draft, former);
            channel.force(true);
            return replaced;
        } catch (IOException e) {
            replaced.close();
            throw e;
        }
    }

    /** Writes a file that only its owner may read, whether there is one or not. */
    public static void write(Path file, String content) throws IOException {
        ReplacedFile replaced = new ReplacedFile(file, file.resolveSibling(file.getFileName() + ".new"));
        try (FileChannel channel = replaced.open()) {
            write(channel, StandardCharsets.UTF_8.encode(content));
            channel.force(true);
        }
        replaced.putInPlace();
    }

    private FileChannel open() throws IOException {
        Files.deleteIfExists(draft);
        return FileChannel.open(
                draft,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private static void write(FileChannel channel, ByteBuffer left) throws IOException {
        while (left.hasRemaining()) channel.write(left);
    }

    public void putInPlace() throws IOException {
        Files.move(draft, real, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(real.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /** Leaves nothing behind if it was not put in place. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            // the next one for this file begins by deleting it
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
