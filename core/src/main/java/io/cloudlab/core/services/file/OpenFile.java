package io.cloudlab.core.services.file;

import java.io.InputStream;

/** A file that has been opened, and stays the same file when its name is taken by another. The caller closes it. */
public interface OpenFile extends AutoCloseable {
    FileInfo info();

    /**
     * The {@link FileInfo#size() size} bytes it had when it was opened; reading fails if it has become shorter. Always the
     * same stream, which may be read once; closing it closes the file.
     */
    InputStream content();

    @Override
    void close();
}
