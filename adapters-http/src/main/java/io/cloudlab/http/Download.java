package io.cloudlab.http;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;

/** Sends a stream of any length whenever the other side can take more; one that stands still costs one buffer. */
final class Download extends CompletableFuture<Void> implements WriteListener {
    private static final int BUFFER = 64 * 1024;

    private final InputStream in;
    private final ServletOutputStream out;
    private final byte[] buffer = new byte[BUFFER];

    private Download(InputStream in, ServletOutputStream out) {
        this.in = in;
        this.out = out;
    }

    /** @return completed when everything has been sent, or the other side has gone */
    static CompletableFuture<Void> start(HttpServletResponse response, InputStream in) {
        try {
            ServletOutputStream out = response.getOutputStream();
            Download download = new Download(in, out);
            out.setWriteListener(download);
            return download;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void onWritePossible() throws IOException {
        while (out.isReady()) {
            int length = in.read(buffer);
            if (length < 0) {
                in.close();
                complete(null);
                return;
            }
            out.write(buffer, 0, length);
        }
    }

    @Override
    public void onError(Throwable failed) {
        try {
            in.close();
        } catch (IOException alreadyBroken) {
            // there is nobody left to tell
        }
        completeExceptionally(new ClientGone(failed));
    }
}
