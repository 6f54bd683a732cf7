package io.cloudlab.http.body;

import io.cloudlab.http.error.ClientDisconnected;
import io.cloudlab.http.error.Problems;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** An answer that may fail after a part of it has left. */
final class AbortableResponse {
    private final HttpServletRequest request;
    private final AsyncContext async;

    /** While the request is sure to be there. */
    AbortableResponse(HttpServletRequest request) {
        this.request = request;
        this.async = request.getAsyncContext();
    }

    /** Logs the failure and breaks the connection off, so that the client does not take the part for the whole. */
    void breakOff(Throwable failed) {
        if (!(failed instanceof ClientDisconnected)) Problems.of(failed); // which logs it
        try {
            ServletContextRequest.getServletContextRequest(request)
                    .getServletChannel()
                    .abort(failed);
            async.complete();
        } catch (IllegalStateException e) {
            // as it should be
        }
    }
}
