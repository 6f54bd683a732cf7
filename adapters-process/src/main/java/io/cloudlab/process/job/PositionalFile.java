package io.cloudlab.process.job;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Set;

/**
 * A file that many threads read and write at given places. A channel is closed for all when a thread that uses it is
 * interrupted; here the others do not notice.
 */
public final class PositionalFile implements Closeable {
    private final Path path;
    private final Set<? extends OpenOption> options;
    private volatile FileChannel channel;
    private volatile boolean closed;

    public PositionalFile(Path path, OpenOption... options) throws IOException {
        this.path = path;
        this.options = Set.of(options);
        this.channel = FileChannel.open(path, this.options);
    }

    /** Fills {@code into} from {@code position} on. @return how many bytes there were */
    public int read(byte[] into, int at, int length, long position) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into, at, length);
        while (buffer.hasRemaining()) {
            long from = position + length - buffer.remaining();
            int read = call(open -> open.read(buffer, from));
            if (read < 0) break;
        }
        return length - buffer.remaining();
    }

    public void write(ByteBuffer bytes, long position) throws IOException {
        long to = position + bytes.remaining();
        while (bytes.hasRemaining()) {
            call(open -> open.write(bytes, to - bytes.remaining()));
        }
    }

    public long size() throws IOException {
        while (true) {
            FileChannel open = channel;
            try {
                return open.size();
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (ClosedChannelException e) {
                reopen(open);
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        channel.close();
    }

    private int call(Use use) throws IOException {
        while (true) {
            FileChannel open = channel;
            try {
                return use.of(open);
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (ClosedChannelException e) {
                reopen(open);
            }
        }
    }

    private synchronized void reopen(FileChannel broken) throws IOException {
        if (closed) throw new ClosedChannelException();
        if (channel == broken) channel = FileChannel.open(path, options);
    }

    private interface Use {
        int of(FileChannel channel) throws IOException;
    }
}
