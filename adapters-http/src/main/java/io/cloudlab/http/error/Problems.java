package io.cloudlab.http.error;

import io.cloudlab.core.identity.session.Unauthenticated;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.ErrorKind;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.Refused;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns failures into a {@link Problem}, in one place for HTTP and WebSockets. */
public final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final HttpField CONTENT_TYPE = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    private static final HttpField CHALLENGE = new PreEncodedHttpField(HttpHeader.WWW_AUTHENTICATE, "Bearer");

    private static final LogThrottle OUTAGES = new LogThrottle(Duration.ofSeconds(10), System::nanoTime);

    private Problems() {}

    public static Unauthenticated notAuthenticated() {
        return new Unauthenticated("not-authenticated", "Not authenticated");
    }

    /** Logs what the caller must not see. */
    public static Problem of(Throwable failure) {
        if (failure instanceof ProblemException refusal) return refusal.problem();
        if (failure instanceof CloudLabException known) return of(known);
        if (failure instanceof HttpException jetty && ((HttpException) failure).getCode() < 500)
            return ofStatus(jetty.getCode());
        String correlationId = UUID.randomUUID().toString().substring(0, 8);
        LOG.error("error {}", correlationId, failure);
        return Problem.internal(correlationId);
    }

    private static Problem of(CloudLabException failure) {
        int status = switch (failure.kind()) { // no default: a new kind must be mapped to compile
            case MALFORMED -> 422;
            case REFUSED -> 400;
            case UNAUTHENTICATED -> 401;
            case DENIED -> 403;
            case NOT_FOUND -> 404;
            case CONFLICT -> 409;
            case TOO_LARGE -> 413;
            case TOO_MANY -> 429;
            case UNAVAILABLE -> 503;
        };
        if (failure.getCause() != null) log(failure, failure.getCause());
        if (failure instanceof InvalidInput input)
            return Problem.malformed(input.detail(), Problem.faults(input, "body"));
        if (failure instanceof Refused refused)
            return Problem.refused(refused.code(), refused.detail(), faults(refused));
        return Problem.of(status, failure.code(), failure.detail());
    }

    private static List<Problem.Fault> faults(Refused refused) {
        return refused.faults().stream()
                .map(each -> new Problem.Fault(List.of("body", "inputs", each.member()), each.message(), each.type()))
                .toList();
    }

    /** What is away is so for many requests: that is told in one line, and now and then. */
    private static void log(CloudLabException failure, Throwable cause) {
        if (failure.kind() != ErrorKind.UNAVAILABLE) LOG.warn("{}: {}", failure.code(), failure.detail(), cause);
        else if (OUTAGES.isDue(failure.code()))
            LOG.warn("{}: {} ({})", failure.code(), failure.detail(), String.valueOf(root(cause)));
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) root = root.getCause();
        return root;
    }

    /** For what Jetty refuses by itself. */
    public static Problem ofStatus(int status) {
        return switch (status) {
            case 404 -> Problem.of(404, "unknown-path", "There is nothing at this address.");
            case 405 -> Problem.of(405, "wrong-method", "This address does not take that method.");
            case 408 -> Problem.of(408, "too-slow", "The request did not arrive in time.");
            case 413 -> Problem.of(413, "too-large", "The request is too large.");
            case 414, 431 -> Problem.of(status, "too-large", "The request's address or headers are too long.");
            case 426 -> Problem.of(426, "upgrade-required", "This address speaks WebSocket only.");
            default ->
                status < 500
                        ? Problem.of(status, "bad-request", "The request is not well-formed.")
                        : Problem.of(status, "internal", "Something went wrong in the server.");
        };
    }

    public static void write(Problem problem, Response response, Callback callback) {
        response.setStatus(problem.status());
        response.getHeaders().put(CONTENT_TYPE);
        if (problem.status() == 401) response.getHeaders().put(CHALLENGE);
        if (problem.status() == 429) response.getHeaders().put(HttpHeader.RETRY_AFTER, problem.waitHeader());
        byte[] body = Json.bytes(problem);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
