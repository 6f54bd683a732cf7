package io.cloudlab.process;

import io.cloudlab.core.server.ServerId;
import io.cloudlab.core.server.ServerIdentity;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.Unavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/** Keeps the id of a server in a file, under the name of the machine. For one program at a time. */
public final class ServerFile {
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private ServerFile() {}

    /**
     * The server of a directory. Its id is made when it is first asked for, readable for the owner alone, and on the disk
     * when this returns.
     *
     * @param file holds the id
     * @throws Unavailable if the file cannot be read or written, or holds something else
     */
    public static ServerIdentity in(Path file) {
        try {
            if (Files.notExists(file)) write(file, ServerId.random(new SecureRandom()) + "\n");
            return new ServerIdentity(new ServerId(Files.readString(file).strip()), machine());
        } catch (IOException | CloudLabException e) {
            throw new Unavailable(
                    "server-id", "The server's id in the file " + file.getFileName() + " cannot be used.", e);
        }
    }

    private static String machine() {
        try {
            return Files.readString(HOST_NAME).strip();
        } catch (IOException e) {
            return loopbackName();
        }
    }

    private static String loopbackName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "unnamed";
        }
    }

    private static void write(Path file, String text) throws IOException {
        Path draft = file.resolveSibling("." + file.getFileName() + ".draft");
        Files.deleteIfExists(draft);
        try (FileChannel channel = FileChannel.open(
                draft,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer left = StandardCharsets.UTF_8.encode(text);
            while (left.hasRemaining()) channel.write(left);
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
