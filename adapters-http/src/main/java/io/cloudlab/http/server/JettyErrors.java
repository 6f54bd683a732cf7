package io.cloudlab.http.server;

import io.cloudlab.http.error.Problem;
import io.cloudlab.http.error.Problems;
import io.cloudlab.http.security.SecurityHeaders;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what Jetty refuses before or beside our own code: never HTML, never a stack. */
final class JettyErrors extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Object cause = request.getAttribute(ERROR_EXCEPTION);
        int status = cause instanceof HttpException known ? known.getCode() : response.getStatus();
        Problem problem = status >= 500 && cause instanceof Throwable failure && !(cause instanceof HttpException)
                ? Problems.of(failure)
                : Problems.ofStatus(status);
        SecurityHeaders.put(response.getHeaders(), false);
        if (!request.getConnectionMetaData().isPersistent())
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        Problems.write(problem, response, callback);
        return true;
    }
}
