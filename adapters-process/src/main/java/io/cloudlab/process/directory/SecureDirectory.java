package io.cloudlab.process.directory;

import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.process.yaml.YamlProblem;
import io.cloudlab.process.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One open directory below the lab. Every step goes through the handle of the directory before it and follows no link,
 * so that no exchange of a path's parts can lead a reader out of the lab.
 */
public final class SecureDirectory implements AutoCloseable {
    private final SecureDirectoryStream<Path> handle;

    private SecureDirectory(DirectoryStream<Path> handle) throws IOException {
        if (handle instanceof SecureDirectoryStream<Path> secure) {
            this.handle = secure;
        } else {
            handle.close();
            throw new Unavailable("unsafe-file-system", "The lab directory's file system cannot be read safely.");
        }
    }

    /** Opens the root; it alone may be a link. */
    public static SecureDirectory open(Path root) throws IOException {
        return new SecureDirectory(Files.newDirectoryStream(root));
    }

    /** Opens a directory through others, if all of them are there and none is a link. */
    public static Optional<SecureDirectory> open(Path root, List<String> directories) throws IOException {
        SecureDirectory current;
        try {
            current = open(root);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Optional.empty();
        }
        for (String name : directories) {
            try (SecureDirectory parent = current) {
                if (!parent.isDirectory(name)) return Optional.empty();
                current = parent.directory(name);
            }
        }
        return Optional.of(current);
    }

    /** @throws IOException also if the name is a link */
    public SecureDirectory directory(String name) throws IOException {
        return new SecureDirectory(handle.newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS));
    }

    /** What stands there, a link counting as a link. */
    public Optional<PosixFileAttributes> attributes(String name) throws IOException {
        try {
            return Optional.of(
                    handle.getFileAttributeView(Path.of(name), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                            .readAttributes());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    public boolean isDirectory(String name) throws IOException {
        return attributes(name).filter(PosixFileAttributes::isDirectory).isPresent();
    }

    public boolean isFile(String name) throws IOException {
        return attributes(name).filter(PosixFileAttributes::isRegularFile).isPresent();
    }

    /** Sorted. May be asked once. */
    public List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try {
            for (Path entry : handle) names.add(entry.getFileName().toString());
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(names);
        return names;
    }

    /**
     * A regular file's bytes. What it is gets checked before it is opened, since opening a FIFO would wait for a writer.
     *
     * @return nothing if there is no such entry
     * @throws YamlProblem if it is no regular file, too large or cannot be read
     */
    public Optional<byte[]> read(String name) throws YamlProblem {
        return read(name, YamlReader.MAX_BYTES);
    }

    /** As {@link #read(String)}, for a file that may be larger or must be smaller. */
    public Optional<byte[]> read(String name, int maxBytes) throws YamlProblem {
        try {
            Optional<PosixFileAttributes> found = attributes(name);
            if (found.isEmpty()) return Optional.empty();
            if (!found.get().isRegularFile()) throw new YamlProblem("not a regular file");
            if (found.get().size() > maxBytes) throw YamlReader.tooLarge(maxBytes);
            try (InputStream in = Channels.newInputStream(
                    handle.newByteChannel(Path.of(name), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)))) {
                return Optional.of(in.readNBytes(maxBytes + 1));
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (AccessDeniedException e) {
            throw new YamlProblem("the server may not read it");
        } catch (IOException e) {
            throw new YamlProblem("reading it failed");
        }
    }

    /**
     * Opens a file for reading at given places. Neither opening nor reading a FIFO that took the file's place in that very
     * moment waits for another process: it is opened for both directions where that is permitted.
     *
     * @throws IOException also if the name is a link
     */
    public FileChannel open(String name) throws IOException {
        try {
            return channel(name, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
        } catch (FileSystemException e) {
            return channel(name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        }
    }

    /** @throws IOException also if the name is taken, even by a link */
    public FileChannel create(String name, Set<PosixFilePermission> permissions) throws IOException {
        FileChannel channel = channel(
                name,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(permissions));
        try {
            handle.getFileAttributeView(Path.of(name), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setPermissions(permissions); // the process's umask has taken some away
            return channel;
        } catch (IOException e) {
            channel.close();
            handle.deleteFile(Path.of(name));
            throw e;
        }
    }

    private FileChannel channel(String name, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        return (FileChannel) handle.newByteChannel(Path.of(name), options, attributes);
    }

    /** Renames at once, over a file or empty directory that may be there. */
    public void move(String name, SecureDirectory target, String newName) throws IOException {
        handle.move(Path.of(name), target.handle, Path.of(newName));
    }

    /** @throws NoSuchFileException if there is none */
    public void deleteFile(String name) throws IOException {
        handle.deleteFile(Path.of(name));
    }

    /** Has what was made, renamed and deleted here survive a loss of power. */
    public void sync() throws IOException {
        try (FileChannel self = channel(".", Set.of(StandardOpenOption.READ))) {
            self.force(true);
        }
    }

    @Override
    public void close() {
        try {
            handle.close();
        } catch (IOException e) {
            // it was only read
        }
    }
}
