package io.cloudlab.process.directory;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Removes a directory and all that is in it. Follows no link, and does not mind what others remove meanwhile. */
public final class DirectoryDeleter extends SimpleFileVisitor<Path> {
    private DirectoryDeleter() {}

    public static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new DirectoryDeleter());
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        Files.deleteIfExists(file);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        if (failure instanceof NoSuchFileException) return FileVisitResult.CONTINUE;
        throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
        if (failure != null) throw failure;
        Files.deleteIfExists(directory);
        return FileVisitResult.CONTINUE;
    }
}
