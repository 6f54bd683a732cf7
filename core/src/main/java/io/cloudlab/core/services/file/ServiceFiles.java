package io.cloudlab.core.services.file;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.services.CatalogueSource;
import io.cloudlab.core.services.ServiceAccess;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.Utf8Text;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Shows and changes the files that services take in and give out ({@code inputs/}, {@code outputs/}). Thread-safe. */
public final class ServiceFiles {
    private final CatalogueSource catalogue;
    private final FileArea files;
    private final FileChanges changes;
    private final ServiceAccess access;

    public ServiceFiles(CatalogueSource catalogue, FileArea files, FileChanges changes, ServiceAccess access) {
        this.access = access;
        this.catalogue = catalogue;
        this.files = files;
        this.changes = changes;
    }

    /** By name, without keys, inventories and what editors leave behind; none where the folder is missing. */
    public List<FileInfo> list(Caller caller, ServiceName service, String folder) {
        access.require(caller, service, ServiceAccess.FILES_VIEW);
        ServiceFolder known = ServiceFolder.exchange(folder);
        catalogue.require(service);
        return files.list(service, known).stream()
                .filter(info -> !info.holdsKey() && ServiceFile.isLegal(info.name()))
                .filter(info -> isListed(new ServiceFile(service, known, info.name())))
                .toList();
    }

    /** @return to be closed by the caller; @throws NotFound also if it may not be shown */
    public OpenFile open(Caller caller, ServiceName service, String folder, String name) {
        access.require(caller, service, ServiceAccess.FILES_VIEW);
        ServiceFile file = file(service, folder, name);
        file.requireReadable();
        OpenFile open = files.open(file).orElseThrow(() -> new NotFound("file"));
        if (!open.info().holdsKey()) return open;
        open.close();
        throw new NotFound("file");
    }

    /**
     * Begins to take in a file of any length, which is to appear when it is complete.
     *
     * @return to be closed by the caller
     */
    public Upload upload(Caller caller, ServiceName service, String folder, String name) {
        access.require(caller, service, ServiceAccess.FILES_EDIT);
        return begin(caller, service, folder, name, "service.file.upload");
    }

    /** Writes a text, over what may be there. */
    public void save(Caller caller, ServiceName service, String folder, String name, String content) {
        access.require(caller, service, ServiceAccess.FILES_EDIT);
        byte[] bytes = Utf8Text.encoded(content);
        try (Upload upload = begin(caller, service, folder, name, "service.file.edit")) {
            upload.write(ByteBuffer.wrap(bytes));
            upload.finish();
        }
    }

    /** @throws NotFound if there is no such file */
    public void delete(Caller caller, ServiceName service, String folder, String name) {
        access.require(caller, service, ServiceAccess.FILES_EDIT);
        ServiceFile file = file(service, folder, name);
        file.requireRemovable();
        changes.delete(new FileChanges.Change(caller, file, "service.file.delete", Map.of()));
    }

    private Upload begin(Caller caller, ServiceName service, String folder, String name, String action) {
        ServiceFile file = file(service, folder, name);
        file.requireWritable();
        return new Upload(new FileChanges.Change(caller, file, action, Map.of()), files.draft(file), changes);
    }

    private ServiceFile file(ServiceName service, String folder, String name) {
        ServiceFile file = new ServiceFile(service, ServiceFolder.exchange(folder), name);
        catalogue.require(service);
        return file;
    }

    private static boolean isListed(ServiceFile file) {
        return !file.isProtected() && !file.isBackup();
    }
}
