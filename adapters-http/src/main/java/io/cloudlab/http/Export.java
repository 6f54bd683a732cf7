package io.cloudlab.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/**
 * Writes an answer of any length while it is being made. If that fails after the first bytes have left, the connection is
 * broken off, so that nobody takes a part for the whole.
 */
final class Export {
    private Export() {}

    /** What is written; may throw {@link IOException} only when the other side has gone. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    static void write(HttpServletRequest request, HttpServletResponse response, Content content) {
        try {
            content.writeTo(response.getOutputStream());
        } catch (IOException gone) {
            throw new ClientGone(gone);
        } catch (RuntimeException failed) {
            if (!response.isCommitted()) {
                response.setHeader("Content-Disposition", null);
                throw failed;
            }
            if (!(failed instanceof ClientGone)) Problems.of(failed); // logs it
            ServletContextRequest.getServletContextRequest(request)
                    .getServletChannel()
                    .abort(failed);
            throw new ClientGone(failed);
        }
    }
}
