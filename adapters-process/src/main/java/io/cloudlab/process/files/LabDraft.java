package io.cloudlab.process.files;

import io.cloudlab.core.services.file.FileArea;
import io.cloudlab.core.services.file.ServiceFile;
import io.cloudlab.process.directory.DiskFailures;
import io.cloudlab.process.directory.FreeDisk;
import io.cloudlab.process.directory.SecureDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** A temporary file beside the one it is to become. It owns the open directory. */
final class LabDraft implements FileArea.Draft {
    private final SecureDirectory directory;
    private final String name;
    private final String temporary = temporaryName();
    private final FileChannel channel;
    private final IncrementalSync disk;
    private final FreeDisk room;
    private boolean published;

    LabDraft(SecureDirectory directory, String name, Set<PosixFilePermission> permissions, FreeDisk room)
            throws IOException {
        this.directory = directory;
        this.name = name;
        this.room = room;
        this.channel = directory.create(temporary, permissions);
        this.disk = new IncrementalSync(channel::force);
    }

    static String temporaryName() {
        return ServiceFile.UNFINISHED + UUID.randomUUID() + ".tmp";
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        try {
            room.require(length, "files");
            ByteBuffer left = ByteBuffer.wrap(bytes, from, length);
            while (left.hasRemaining()) channel.write(left);
            disk.written(length);
        } catch (IOException e) {
            throw DiskFailures.of(e);
        }
    }

    @Override
    public Instant sync() {
        try {
            disk.finish();
            return directory
                    .attributes(temporary)
                    .orElseThrow(() -> new NoSuchFileException(temporary))
                    .lastModifiedTime()
                    .toInstant();
        } catch (IOException e) {
            throw DiskFailures.of(e);
        }
    }

    @Override
    public void publish() {
        try {
            directory.move(temporary, directory, name);
            published = true;
            directory.sync();
        } catch (IOException e) {
            throw DiskFailures.of(e);
        }
    }

    @Override
    public void close() {
        try (directory;
                channel) {
            if (!published) directory.deleteFile(temporary);
        } catch (IOException e) {
            // swept at the next start
        }
    }
}
