package io.cloudlab.process.directory;

import io.cloudlab.core.shared.Unavailable;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The share of a disk that is kept free, so that what runs can go on writing. Asked before each write of any length: the
 * disk may be shared with others. Thread-safe.
 *
 * @param directory on the disk
 * @param share from 0 to 1
 * @param name what the directory is called in refusals, such as {@code data directory}
 */
public record FreeDisk(Path directory, double share, String name) {
    /**
     * @param bytes what is about to be written
     * @param what it is, in the plural
     * @throws Unavailable if too little were free then, or the disk cannot be asked
     */
    public void require(long bytes, String what) {
        boolean full;
        try {
            FileStore store = Files.getFileStore(directory);
            full = store.getUsableSpace() - bytes < store.getTotalSpace() * share;
        } catch (IOException e) {
            throw new Unavailable("disk-unreadable", "The " + name + " cannot be read.", e);
        }
        if (full) throw new Unavailable("disk-full", "The disk of the " + name + " is too full for new " + what + ".");
    }
}
