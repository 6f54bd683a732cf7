package io.cloudlab.core.services.file;

import io.cloudlab.core.services.ServiceName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The files of services that people may see and change. No part of a path is ever followed as a link, and nothing but
 * regular files is opened. Implementations are thread-safe, pass {@code FileAreaContract}, and report a disk that cannot
 * be used as {@link io.cloudlab.core.shared.Unavailable}.
 */
public interface FileArea {
    /** The regular files of the folder by name, without unfinished ones; none where there is no folder. */
    List<FileInfo> list(ServiceName service, ServiceFolder folder);

    /**
     * @return nothing if there is no such file
     * @throws io.cloudlab.core.shared.Refused if what stands there is a link, a FIFO or anything else but a regular file
     */
    Optional<OpenFile> open(ServiceFile file);

    /**
     * Begins to write what is to stand there, in the same folder, which is made if it is missing. A file that is replaced
     * hands its permissions on, but that to be executed; a new one is its owner's alone.
     *
     * @throws io.cloudlab.core.shared.Refused if what stands there, or the folder, is a link or anything else unexpected
     */
    Draft draft(ServiceFile file);

    /** @return false if there was nothing */
    boolean delete(ServiceFile file);

    /** Runs {@code work} alone: no other work for the same file runs meanwhile. */
    <T> T exclusively(ServiceFile file, Supplier<T> work);

    /** A new content of a file that is not visible yet. For one thread at a time. */
    interface Draft extends AutoCloseable {
        /** Puts this behind what came before; best in large pieces. */
        void write(byte[] bytes, int from, int length);

        /**
         * Has what was written so far survive a loss of power.
         *
         * @return when it was written, as the file will say once it is published
         */
        Instant sync();

        /**
         * Replaces the former content at once: readers see the old file or the new one, even after a
         * crash. {@link #sync} must have been called.
         */
        void publish();

        /** Removes it if it was not published. */
        @Override
        void close();
    }
}
