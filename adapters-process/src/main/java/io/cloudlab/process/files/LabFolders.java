package io.cloudlab.process.files;

import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.file.ServiceFile;
import io.cloudlab.core.services.file.ServiceFolder;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.process.catalogue.CatalogueSnapshot;
import io.cloudlab.process.directory.SecureDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directories below a lab in which people's files lie. */
final class LabFolders {
    private static final Logger LOG = LoggerFactory.getLogger(LabFolders.class);

    private final Path root;

    LabFolders(Path root) {
        this.root = root;
    }

    /** Nothing if it is missing or a part of its path is a link. */
    Optional<SecureDirectory> open(ServiceName service, ServiceFolder folder) throws IOException {
        return SecureDirectory.open(root, path(service.value(), folder));
    }

    /**
     * Opens a folder, which is made if it is missing.
     *
     * @throws Refused if something else stands there
     */
    SecureDirectory make(ServiceName service, ServiceFolder folder) throws IOException {
        Optional<SecureDirectory> present = open(service, folder);
        if (present.isPresent()) return present.get();
        try (SecureDirectory parent = open(service, ServiceFolder.CONFIGS).orElseThrow(LabFolders::notAFolder)) {
            if (parent.attributes(folder.word()).isPresent()) throw notAFolder();
            makeIn(parent, folder.word());
            return parent.directory(folder.word());
        }
    }

    /** There is no way to make a directory below a handle; so it is made in the root, and moved from handle to handle. */
    private void makeIn(SecureDirectory parent, String name) throws IOException {
        Path temporary = root.resolve(LabDraft.temporaryName());
        Files.createDirectory(
                temporary, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (SecureDirectory top = SecureDirectory.open(root)) {
            top.move(temporary.getFileName().toString(), parent, name);
            parent.sync();
        } catch (IOException e) {
            if (!parent.isDirectory(name)) throw e; // else another thread was faster
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static Refused notAFolder() {
        return new Refused("not-a-folder", "What stands where the folder should be is not a directory.");
    }

    private static List<String> path(String service, ServiceFolder folder) {
        List<String> path = new ArrayList<>(List.of(CatalogueSnapshot.SERVICES, service));
        if (folder != ServiceFolder.CONFIGS) path.add(folder.word());
        return path;
    }

    /** Removes the unfinished files of all services. What cannot be removed is named in the log. */
    void sweep() {
        try {
            sweep(List.of());
            Optional<SecureDirectory> services = SecureDirectory.open(root, List.of(CatalogueSnapshot.SERVICES));
            if (services.isEmpty()) return;
            List<String> names;
            try (SecureDirectory directory = services.get()) {
                names = directory.names();
            }
            for (String service : names) {
                for (ServiceFolder folder : ServiceFolder.values()) sweep(path(service, folder));
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("Unfinished files of services could not be removed.", e);
        }
    }

    private void sweep(List<String> path) throws IOException {
        Optional<SecureDirectory> opened = SecureDirectory.open(root, path);
        if (opened.isEmpty()) return;
        try (SecureDirectory directory = opened.get()) {
            for (String name : directory.names()) {
                if (!name.startsWith(ServiceFile.UNFINISHED)) continue;
                if (directory.isFile(name)) directory.deleteFile(name);
                else if (path.isEmpty()) Files.deleteIfExists(root.resolve(name));
            }
        }
    }
}
