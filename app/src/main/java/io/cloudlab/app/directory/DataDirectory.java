package io.cloudlab.app.directory;

import io.cloudlab.app.failure.IoErrorText;
import io.cloudlab.app.failure.StartFailure;
import io.cloudlab.app.settings.Setting;
import io.cloudlab.core.vault.MasterKey;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's own directory, held by a lock for as long as it is open, so that no second server works on it. */
public final class DataDirectory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);

    private static final String KEY_FILE = "master.key";
    private static final String ADDRESS_FILE = "address";

    private final Path path;
    private final FileChannel lockFile;
    private final FileLock lock;
    private final List<Path> made;
    private boolean discarded;

    private DataDirectory(Path path, FileChannel lockFile, FileLock lock, List<Path> made) {
        this.path = path;
        this.lockFile = lockFile;
        this.lock = lock;
        this.made = made;
    }

    /** @throws StartFailure if it cannot be used, or another server uses it */
    public static DataDirectory open(Path path) {
        try {
            if (Files.exists(path) && !Files.isDirectory(path)) throw new NotDirectoryException(path.toString());
            List<Path> made = Trees.make(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
            FileChannel file =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(file);
            if (lock == null) {
                file.close();
                throw new StartFailure("Another server is running on the data directory " + path + ".");
            }
            return new DataDirectory(path, file, lock, made);
        } catch (IOException e) {
            throw new StartFailure("The data directory " + path + " cannot be used: " + IoErrorText.of(e) + ".", e);
        }
    }

    private static FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    public Path path() {
        return path;
    }

    public Path jobs() {
        return path.resolve("jobs");
    }

    /**
     * The master key kept here; made at the first start, and never beside a database that exists already.
     *
     * @param sealed whether secrets in the database were sealed with a key
     */
    public MasterKey masterKey(boolean sealed) {
        Path file = path.resolve(KEY_FILE);
        try {
            Optional<MasterKey> kept = keyIn(file);
            if (kept.isPresent()) return kept.get();
            if (sealed || holdsDatabase())
                throw new StartFailure(
                        "The master key " + file + " is missing. What it has sealed cannot be opened without"
                                + " it: put it back, or give it as " + Setting.MASTER_KEY.variable() + ".");
            MasterKey key = MasterKey.generate();
            ReplacedFile.write(file, Base64.getEncoder().encodeToString(key.bytes()) + "\n");
            return key;
        } catch (IOException e) {
            throw new StartFailure("The master key " + file + " cannot be used: " + IoErrorText.of(e) + ".", e);
        }
    }

    /**
     * The key in a file, if there is one.
     *
     * @throws StartFailure if it is damaged
     */
    public static Optional<MasterKey> keyIn(Path file) throws IOException {
        if (Files.notExists(file)) return Optional.empty();
        try {
            byte[] key = Base64.getDecoder().decode(Files.readString(file).strip());
            if (key.length == MasterKey.LENGTH) return Optional.of(new MasterKey(key));
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new StartFailure(
                "The master key " + file + " is damaged: it must be " + MasterKey.LENGTH + " bytes in Base64.");
    }

    /** Remembers where the server listens, for links made while it is stopped. */
    public void rememberAddress(String address) {
        try {
            Files.deleteIfExists(path.resolve(ADDRESS_FILE));
            ReplacedFile.write(path.resolve(ADDRESS_FILE), address + "\n");
        } catch (IOException e) {
            LOG.warn("The server's address could not be written to {}", path.resolve(ADDRESS_FILE), e);
        }
    }

    /** Where the server listened last. */
    public Optional<String> lastAddress() {
        try {
            return Optional.of(Files.readString(path.resolve(ADDRESS_FILE)).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private boolean holdsDatabase() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.anyMatch(file -> file.getFileName().toString().endsWith(".mv.db"));
        }
    }

    /** To be called when a start has failed: if that start has made this directory, closing it removes it again. */
    public void discard() {
        discarded = !made.isEmpty() && !hasJobs();
    }

    private boolean hasJobs() {
        try (Stream<Path> jobs = Files.list(jobs())) {
            return jobs.anyMatch(job -> !job.getFileName().toString().startsWith("."));
        } catch (IOException e) {
            return Files.exists(jobs());
        }
    }

    private void remove() {
        try {
            Trees.delete(path);
            for (Path parent : made.subList(1, made.size())) Files.deleteIfExists(parent);
        } catch (IOException e) {
            LOG.warn("The data directory {} of the failed start could not be removed", path, e);
        }
    }

    @Override
    public void close() {
        if (discarded) remove();
        try {
            lock.release();
            lockFile.close();
        } catch (IOException e) {
            // the process's end releases it
        }
    }
}
