package io.cloudlab.process.files;

import io.cloudlab.core.services.file.ContentArchive;
import io.cloudlab.core.services.file.ServiceFile;
import io.cloudlab.process.directory.DiskFailures;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Former contents as files {@code <service>/<folder>/<name>/<digest>}, readable for their owner alone. The directory is
 * used by one program at a time.
 */
public final class FileContentArchive implements ContentArchive {
    private static final Logger LOG = LoggerFactory.getLogger(FileContentArchive.class);
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final String UNFINISHED = ".unfinished-";
    private static final int PIECE = 256 * 1024;
    private static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path root;

    private FileContentArchive(Path root) {
        this.root = root;
    }

    /** Removes what an earlier run of the program has left unfinished. The directory is made when it is needed. */
    public static FileContentArchive open(Path root) {
        if (Files.isDirectory(root)) sweep(root);
        return new FileContentArchive(root);
    }

    private static void sweep(Path root) {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                if (each.getFileName().toString().startsWith(UNFINISHED)) Files.delete(each);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("Unfinished former contents could not be removed.", e);
        }
    }

    @Override
    public String keep(ServiceFile file, InputStream content) {
        try {
            Path directory = Files.createDirectories(directory(file), DIRECTORY);
            Path temporary = directory.resolve(UNFINISHED + UUID.randomUUID());
            try {
                String digest = write(content, temporary);
                Path kept = directory.resolve(digest);
                if (!Files.exists(kept)) {
                    Files.move(temporary, kept, StandardCopyOption.ATOMIC_MOVE);
                    try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
                        names.force(true);
                    }
                }
                return digest;
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw DiskFailures.of(e);
        }
    }

    /** @return the digest of what was written */
    private static String write(InputStream content, Path target) throws IOException {
        try (FileChannel out =
                FileChannel.open(target, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), FILE)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] piece = new byte[PIECE];
            for (int length = content.read(piece); length >= 0; length = content.read(piece)) {
                digest.update(piece, 0, length);
                ByteBuffer bytes = ByteBuffer.wrap(piece, 0, length);
                while (bytes.hasRemaining()) out.write(bytes);
            }
            out.force(true);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Set<String> kept(ServiceFile file) {
        Set<String> digests = new HashSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory(file))) {
            for (Path each : all) {
                String name = each.getFileName().toString();
                if (DIGEST.matcher(name).matches()) digests.add(name);
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Set.of();
        } catch (IOException e) {
            throw DiskFailures.of(e);
        }
        return digests;
    }

    @Override
    public Optional<InputStream> open(ServiceFile file, String digest) {
        if (!DIGEST.matcher(digest).matches()) return Optional.empty();
        try {
            return Optional.of(Files.newInputStream(directory(file).resolve(digest)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw DiskFailures.of(e);
        }
    }

    @Override
    public void retain(ServiceFile file, Set<String> digests) {
        Set<String> gone = new HashSet<>(kept(file));
        gone.removeAll(digests);
        try {
            for (String digest : gone) Files.deleteIfExists(directory(file).resolve(digest));
        } catch (IOException e) {
            throw DiskFailures.of(e);
        }
    }

    private Path directory(ServiceFile file) {
        return root.resolve(file.service().value())
                .resolve(file.folder().word())
                .resolve(file.name());
    }
}
