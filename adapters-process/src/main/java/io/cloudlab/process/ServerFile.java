package io.cloudlab.process;

import io.cloudlab.core.server.ServerId;
import io.cloudlab.core.server.ServerIdentity;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.process.directory.SyncedFile;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

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
            if (Files.notExists(file)) SyncedFile.write(file, ServerId.random(new SecureRandom()) + "\n");
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
}
