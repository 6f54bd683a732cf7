package io.cloudlab.core.services.file;

import java.io.InputStream;
import java.util.Optional;
import java.util.Set;

/**
 * Where contents of files that were replaced or deleted are kept, apart from the services. Implementations are
 * thread-safe, pass {@code FormerContentsContract}, and report a disk that cannot be used as
 * {@link io.cloudlab.core.shared.Unavailable}. What {@link #keep} has returned survives a crash.
 */
public interface ContentArchive {
    /**
     * Keeps a content; one that is kept already is not kept twice.
     *
     * @return its SHA-256 in lower-case hexadecimal, by which it is known from now on
     */
    String keep(ServiceFile file, InputStream content);

    /** Those that are kept of the file. */
    Set<String> kept(ServiceFile file);

    Optional<InputStream> open(ServiceFile file, String digest);

    /** Forgets all contents of the file but these. */
    void retain(ServiceFile file, Set<String> digests);
}
