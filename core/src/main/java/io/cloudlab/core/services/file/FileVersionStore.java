package io.cloudlab.core.services.file;

import java.util.List;

/** The histories of files, without their contents. Implementations are thread-safe and pass {@code FileVersionStoreContract}. */
public interface FileVersionStore {
    /** Adds the newest version of its file. Its id is ignored. */
    void add(FileVersion version);

    /** The newest first. */
    List<FileVersion> list(ServiceFile file);

    /** Does nothing if there is none. */
    void remove(long id);

    /** Forgets all versions of the file but the newest. */
    void keepNewest(ServiceFile file, int count);
}
