package io.cloudlab.process.files;

import io.cloudlab.core.services.file.FileInfo;
import io.cloudlab.core.services.file.OpenFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;

/** An open file, read from its beginning up to the size it had; as a channel it needs no copies in between. */
final class OpenedFile extends InputStream implements OpenFile, ReadableByteChannel {
    private final FileInfo info;
    private final FileChannel channel;
    private long at;

    OpenedFile(FileInfo info, FileChannel channel) {
        this.info = info;
        this.channel = channel;
    }

    @Override
    public FileInfo info() {
        return info;
    }

    @Override
    public InputStream content() {
        return this;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        return read(ByteBuffer.wrap(into, from, length));
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (!into.hasRemaining()) return 0;
        int wanted = (int) Math.min(into.remaining(), info.size() - at);
        if (wanted == 0) return -1;
        int limit = into.limit();
        int read = channel.read(into.limit(into.position() + wanted), at);
        into.limit(limit);
        if (read < 0) throw new IOException("the file has become shorter");
        at += read;
        return read;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // it was only read
        }
    }
}
