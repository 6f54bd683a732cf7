package io.cloudlab.process.directory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes small files that only their owner may read, so that a power cut leaves all of the content or nothing. */
public final class SyncedFile {
    private SyncedFile() {}

    /** Returns when the content and the file's name are on the disk. Replaces a file of that name. */
    public static void write(Path file, String content) throws IOException {
        Path draft = file.resolveSibling("." + file.getFileName() + ".draft");
        writeDraft(draft, content);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        syncNames(file);
    }

    /** As {@link #write}, but fails if there is a file of that name, even if another program makes it at the same time. */
    public static void create(Path file, String content) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        writeDraft(draft, content);
        Files.createLink(file, draft);
        Files.delete(draft);
        syncNames(file);
    }

    private static void writeDraft(Path draft, String content) throws IOException {
        Files.deleteIfExists(draft);
        try (FileChannel channel = FileChannel.open(
                draft,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer left = StandardCharsets.UTF_8.encode(content);
            while (left.hasRemaining()) channel.write(left);
            channel.force(true);
        }
    }

    private static void syncNames(Path file) throws IOException {
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
