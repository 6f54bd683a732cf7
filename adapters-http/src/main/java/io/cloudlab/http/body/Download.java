package io.cloudlab.http.body;

import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.http.error.ClientDisconnected;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.ee10.servlet.HttpOutput;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;

/**
 * Sends a stream of any length whenever the other side can take more; one that stands still costs one buffer. If the
 * stream fails after its beginning has left, the connection is broken off.
 */
public final class Download extends CompletableFuture<Void> implements WriteListener {
    private static final int BUFFER = 128 * 1024;

    private final AbortableResponse half;
    private final HttpServletResponse response;
    private final InputStream in;
    private final HttpOutput out;
    private final ByteBuffer buffer;
    private final Runnable release;
    private boolean begun;
    /** Whether the buffer holds what is to be sent first. */
    private boolean filled;

    private Download(
            AbortableResponse half,
            HttpServletResponse response,
            InputStream in,
            HttpOutput out,
            ByteBuffer buffer,
            Runnable release) {
        this.half = half;
        this.response = response;
        this.in = in;
        this.out = out;
        this.buffer = buffer;
        this.release = release;
    }

    private static Download of(
            AbortableResponse half, HttpServletResponse response, InputStream in, HttpOutput out, ByteBufferPool pool) {
        if (!(in instanceof ReadableByteChannel))
            return new Download(half, response, in, out, ByteBuffer.allocate(BUFFER), () -> {});
        RetainableByteBuffer pooled = pool.acquire(BUFFER, true);
        return new Download(half, response, in, out, pooled.getByteBuffer(), once(pooled::release));
    }

    /** Sends what is in memory already, without copying it. */
    public static CompletableFuture<Void> start(
            HttpServletRequest request, HttpServletResponse response, byte[] bytes) {
        try {
            HttpOutput out = (HttpOutput) response.getOutputStream();
            Download download = new Download(
                    new AbortableResponse(request),
                    response,
                    InputStream.nullInputStream(),
                    out,
                    ByteBuffer.wrap(bytes),
                    () -> {});
            download.filled = true;
            out.setWriteListener(download);
            return download;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return ends when everything has been sent, the other side has gone, or nothing could be read at all */
    public static CompletableFuture<Void> start(
            HttpServletRequest request, HttpServletResponse response, InputStream in) {
        try {
            HttpOutput out = (HttpOutput) response.getOutputStream();
            Download download = of(
                    new AbortableResponse(request),
                    response,
                    in,
                    out,
                    ServletContextRequest.getServletContextRequest(request)
                            .getComponents()
                            .getByteBufferPool());
            out.setWriteListener(download);
            return download;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void onWritePossible() throws IOException {
        while (out.isReady()) {
            int length;
            try {
                length = fill();
            } catch (IOException | RuntimeException e) {
                fail(e);
                return;
            }
            if (length < 0) {
                close();
                complete(null);
                return;
            }
            begun = true;
            out.write(buffer.flip());
        }
    }

    private int fill() throws IOException {
        if (filled) {
            filled = false;
            buffer.position(buffer.limit());
            return buffer.limit();
        }
        buffer.clear().limit(Math.min(buffer.capacity(), BUFFER));
        if (in instanceof ReadableByteChannel channel) return channel.read(buffer);
        int length = in.read(buffer.array());
        buffer.position(Math.max(0, length));
        return length;
    }

    private void fail(Exception unreadable) {
        close();
        Unavailable failure = new Unavailable("unreadable", "What is to be sent cannot be read now.", unreadable);
        if (begun) {
            half.breakOff(failure);
        } else {
            response.setHeader("Content-Disposition", null); // the answer is no file
            completeExceptionally(failure);
        }
    }

    @Override
    public void onError(Throwable failed) {
        close();
        completeExceptionally(new ClientDisconnected(failed));
    }

    private static Runnable once(Runnable action) {
        AtomicBoolean done = new AtomicBoolean();
        return () -> {
            if (done.compareAndSet(false, true)) action.run();
        };
    }

    /** To be called when nothing is on its way. */
    private void close() {
        release.run();
        try {
            in.close();
        } catch (IOException e) {
            // the client is gone, and cannot be told
        }
    }
}
