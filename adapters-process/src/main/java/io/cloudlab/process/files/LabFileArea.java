package io.cloudlab.process.files;

import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.file.FileArea;
import io.cloudlab.core.services.file.FileInfo;
import io.cloudlab.core.services.file.OpenFile;
import io.cloudlab.core.services.file.ServiceFile;
import io.cloudlab.core.services.file.ServiceFolder;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.process.directory.DiskFailures;
import io.cloudlab.process.directory.FileStamp;
import io.cloudlab.process.directory.FreeDisk;
import io.cloudlab.process.directory.SecureDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The files of the services below a lab directory. Every path is walked from handle to handle, see {@link SecureDirectory}. */
public final class LabFileArea implements FileArea {
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");

    private static final Set<PosixFilePermission> EXECUTION = PosixFilePermissions.fromString("--x--x--x");

    /** How often a file is opened again because another one took its name meanwhile. */
    private static final int TRIES = 5;

    /** What is read through quickly is not trusted to be as it was. */
    private static final long ALWAYS_LOOKED_INTO = 1 << 20;

    private final Path root;
    private final FreeDisk room;
    private final LabFolders folders;
    private final Runnable changed;
    private final PrivateKeyScanCache keys = new PrivateKeyScanCache(Clock.systemUTC());
    private final List<ReentrantLock> locks =
            IntStream.range(0, 64).mapToObj(each -> new ReentrantLock()).toList();

    private LabFileArea(Path root, double freeShare, Runnable changed) {
        this.root = root;
        this.room = new FreeDisk(root, freeShare, "lab directory");
        this.changed = changed;
        this.folders = new LabFolders(root);
    }

    /**
     * Removes what an earlier run of the program has left unfinished.
     *
     * @param freeShare which share of the disk must stay free when files are written, from 0 to 1
     * @param changed is told after configuration files may have changed
     */
    public static LabFileArea open(Path root, double freeShare, Runnable changed) {
        LabFileArea area = new LabFileArea(root, freeShare, changed);
        area.folders.sweep();
        return area;
    }

    @Override
    public List<FileInfo> list(ServiceName service, ServiceFolder folder) {
        List<FileInfo> found = new ArrayList<>();
        try {
            Optional<SecureDirectory> opened = folders.open(service, folder);
            if (opened.isEmpty()) return found;
            try (SecureDirectory directory = opened.get()) {
                for (String name : directory.names()) {
                    if (!name.startsWith(ServiceFile.UNFINISHED))
                        look(directory, name).ifPresent(found::add);
                }
            }
            return found;
        } catch (IOException e) {
            throw DiskFailures.of(e);
        }
    }

    /** Nothing for what is no file, or cannot be looked into. */
    private Optional<FileInfo> look(SecureDirectory directory, String name) throws IOException {
        Optional<PosixFileAttributes> attributes = regular(directory, name);
        Optional<FileStamp> stamp = FileStamp.of(attributes);
        if (attributes.isEmpty() || stamp.isEmpty()) return Optional.empty();
        Boolean holdsKey = keys.remembered(stamp.get());
        if (holdsKey == null) {
            try (FileChannel file = directory.open(name)) {
                holdsKey = keys.holdsKey(file, stamp.get());
            } catch (FileSystemException e) {
                return Optional.empty();
            }
        }
        return Optional.of(info(name, attributes.get().size(), attributes.get(), holdsKey));
    }

    private static Optional<PosixFileAttributes> regular(SecureDirectory directory, String name) throws IOException {
        try {
            return directory.attributes(name).filter(PosixFileAttributes::isRegularFile);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<OpenFile> open(ServiceFile file) {
        try {
            Optional<SecureDirectory> opened = folders.open(file.service(), file.folder());
            if (opened.isEmpty()) return Optional.empty();
            try (SecureDirectory directory = opened.get()) {
                return open(directory, file.name());
            }
        } catch (IOException e) {
            throw DiskFailures.of(e);
        }
    }

    private Optional<OpenFile> open(SecureDirectory directory, String name) throws IOException {
        for (int tries = 0; tries < TRIES; tries++) {
            Optional<PosixFileAttributes> before = present(directory, name);
            if (before.isEmpty()) return Optional.empty();
            OpenFile open = attempt(directory, name, before.get());
            if (open != null) return Optional.of(open);
        }
        throw new Unavailable("file-changing", "Another file takes this one's place again and again.");
    }

    /** @return null if another file has taken its place */
    private @Nullable OpenFile attempt(SecureDirectory directory, String name, PosixFileAttributes before)
            throws IOException {
        FileChannel channel;
        try {
            channel = directory.open(name);
        } catch (NoSuchFileException e) {
            return null;
        } catch (FileSystemException e) {
            if (present(directory, name).filter(now -> same(before, now)).isEmpty()) return null;
            throw e;
        }
        boolean kept = false;
        try {
            if (present(directory, name).filter(now -> same(before, now)).isEmpty()) return null;
            long size = channel.size();
            boolean holdsKey = size > ALWAYS_LOOKED_INTO && size == before.size()
                    ? keys.holdsKey(channel, FileStamp.of(Optional.of(before)).orElseThrow())
                    : PrivateKeyScanCache.look(channel, size);
            kept = true;
            return new OpenedFile(info(name, size, before, holdsKey), channel);
        } finally {
            if (!kept) channel.close();
        }
    }

    private static boolean same(PosixFileAttributes one, PosixFileAttributes other) {
        return Objects.equals(one.fileKey(), other.fileKey());
    }

    private static FileInfo info(String name, long size, PosixFileAttributes attributes, boolean holdsKey) {
        return new FileInfo(name, size, attributes.lastModifiedTime().toInstant(), holdsKey);
    }

    @Override
    public Draft draft(ServiceFile file) {
        room.require(0, "files");
        try {
            SecureDirectory directory = folders.make(file.service(), file.folder());
            boolean handedOn = false;
            try {
                Set<PosixFilePermission> permissions = present(directory, file.name())
                        .map(attributes -> withoutExecution(attributes.permissions()))
                        .orElse(PRIVATE);
                Draft draft = new LabDraft(directory, file.name(), permissions, room);
                handedOn = true;
                return draft;
            } finally {
                if (!handedOn) directory.close();
            }
        } catch (IOException e) {
            throw DiskFailures.of(e);
        }
    }

    /** Ansible runs an inventory that may be executed, and the kernel anything. */
    private static Set<PosixFilePermission> withoutExecution(Set<PosixFilePermission> permissions) {
        Set<PosixFilePermission> kept = EnumSet.noneOf(PosixFilePermission.class);
        kept.addAll(permissions);
        kept.removeAll(EXECUTION);
        return kept;
    }

    /** @throws Refused if there is something else than a regular file */
    private static Optional<PosixFileAttributes> present(SecureDirectory directory, String name) throws IOException {
        Optional<PosixFileAttributes> found;
        try {
            found = directory.attributes(name);
        } catch (InvalidPathException e) {
            throw new Refused("file-name", "This server's file system cannot hold a file of that name.");
        }
        if (found.isPresent() && !found.get().isRegularFile()) {
            throw new Refused("not-a-file", "What stands there is not a regular file.");
        }
        return found;
    }

    @Override
    public boolean delete(ServiceFile file) {
        try {
            Optional<SecureDirectory> opened = folders.open(file.service(), file.folder());
            if (opened.isEmpty()) return false;
            try (SecureDirectory directory = opened.get()) {
                if (present(directory, file.name()).isEmpty()) return false;
                directory.deleteFile(file.name());
                directory.sync();
                return true;
            }
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw DiskFailures.of(e);
        }
    }

    @Override
    public <T> T exclusively(ServiceFile file, Supplier<T> work) {
        ReentrantLock lock = locks.get(Math.floorMod(file.hashCode(), locks.size()));
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
            if (file.folder() == ServiceFolder.CONFIGS) changed.run();
        }
    }
}
