package io.cloudlab.http.body;

import io.cloudlab.http.error.ClientDisconnected;
import io.cloudlab.http.work.BoundedExecutor;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Writes an answer of any length while it is being made. If that fails after the first bytes have left, the connection is
 * aborted, so that no client takes a part for the whole.
 */
public final class Export {
    private static final int BUFFER = 32 * 1024;

    private final HttpServletResponse response;

    private Export(HttpServletResponse response) {
        this.response = response;
    }

    /** What is written. */
    public interface Content {
        /** @throws ClientDisconnected if {@code out} does, as it does once the client has closed the connection */
        void writeTo(OutputStream out) throws IOException;
    }

    /** @return ends when the content is written, or with a failure before any of it has left; else never */
    public static CompletableFuture<Void> start(
            BoundedExecutor workers, HttpServletRequest request, HttpServletResponse response, Content content) {
        Export export = new Export(response);
        AbortableResponse half = new AbortableResponse(request);
        CompletableFuture<Void> answer = new CompletableFuture<>();
        workers.begin(() -> export.write(content)).whenComplete((done, failed) -> {
            Throwable cause = failed instanceof CompletionException ? failed.getCause() : failed;
            if (cause == null) answer.complete(null);
            else if (export.nothingHasLeft(cause)) answer.completeExceptionally(cause);
            else half.breakOff(cause);
        });
        return answer;
    }

    private void write(Content content) {
        try {
            OutputStream out = new BufferedOutputStream(new Outlet(response.getOutputStream()), BUFFER);
            content.writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new ClientDisconnected(e);
        }
    }

    private boolean nothingHasLeft(Throwable failed) {
        if (failed instanceof ClientDisconnected) return false;
        try {
            if (response.isCommitted()) return false;
            response.setHeader("Content-Disposition", null);
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /** When the other side goes, the server may take the request apart while it is being written to. */
    private static final class Outlet extends OutputStream {
        private final OutputStream out;

        Outlet(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            try {
                out.write(bytes, from, length);
            } catch (IOException | RuntimeException e) {
                throw new ClientDisconnected(e);
            }
        }
    }
}
