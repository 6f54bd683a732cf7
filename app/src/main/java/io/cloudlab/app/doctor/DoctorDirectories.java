package io.cloudlab.app.doctor;

import io.cloudlab.app.settings.AppConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** The directories of a server. */
final class DoctorDirectories {
    private final AppConfig config;

    DoctorDirectories(AppConfig config) {
        this.config = config;
    }

    List<Finding> findings() {
        return List.of(data(), lab());
    }

    private Finding data() {
        Path data = config.data();
        if (Files.notExists(data)) {
            Path parent = data;
            while (parent.getParent() != null && Files.notExists(parent)) parent = parent.getParent();
            if (Files.isDirectory(parent) && Files.isWritable(parent))
                return Finding.ok("data", data + " is not there yet; the first start makes it.");
            return Finding.failed(
                    "data", data + " cannot be made in " + parent + ".", "Make it, for the server's user.");
        }
        if (!Files.isDirectory(data))
            return Finding.failed("data", data + " is not a directory.", "Name another one with --data.");
        if (!Files.isReadable(data) || !Files.isWritable(data) || !Files.isExecutable(data))
            return Finding.failed(
                    "data",
                    data + " cannot be read and written.",
                    "chown it to the server's user; run doctor as that user.");
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(data);
            if (PosixFilePermissions.toString(permissions).endsWith("------"))
                return Finding.ok("data", data.toString());
            return Finding.warning(
                    "data", data + " is open to other users.", "chmod 700 " + data + "; the next start does so.");
        } catch (IOException | UnsupportedOperationException e) {
            return Finding.failed("data", data + " has no permissions of POSIX.", "Put it on another file system.");
        }
    }

    private Finding lab() {
        Path lab = config.lab();
        if (Files.notExists(lab))
            return Finding.ok("lab", lab + " is not there yet; the first start unpacks the samples.");
        if (!Files.isDirectory(lab) || !Files.isReadable(lab) || !Files.isExecutable(lab))
            return Finding.failed(
                    "lab", lab + " is not a directory that can be read.", "chown it, or name another with --lab.");
        if (!Files.isDirectory(lab.resolve("services")))
            return Finding.warning("lab", lab + " has no services/.", "Make it, with a directory for each service.");
        if (!Files.isWritable(lab.resolve("services")))
            return Finding.warning("lab", lab + " cannot be written: configurations cannot be saved.", "chown it.");
        return Finding.ok("lab", lab.toString());
    }
}
