package io.cloudlab.http.server;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.identity.session.Session;
import io.cloudlab.core.identity.session.SignIn;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.http.body.Bodies;
import io.cloudlab.http.body.BodyLoader;
import io.cloudlab.http.body.Uploads;
import io.cloudlab.http.error.Json;
import io.cloudlab.http.error.Problem;
import io.cloudlab.http.error.ProblemException;
import io.cloudlab.http.error.Problems;
import io.cloudlab.http.routing.AdmittedRequest;
import io.cloudlab.http.routing.Route;
import io.cloudlab.http.routing.Routes;
import io.cloudlab.http.security.AllowedHosts;
import io.cloudlab.http.security.Budget;
import io.cloudlab.http.security.Budgets;
import io.cloudlab.http.security.ClientAddressResolver;
import io.cloudlab.http.security.CorsPolicy;
import io.cloudlab.http.security.ForgedTokenAudit;
import io.cloudlab.http.security.RateLimits;
import io.cloudlab.http.security.SecurityHeaders;
import io.cloudlab.http.security.Tokens;
import io.cloudlab.http.socket.SocketCall;
import io.cloudlab.http.socket.Sockets;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * First handler of every request: resolves route and caller, checks host, origin, permission and limits, and loads the
 * body without a thread (files excepted, which are read as they come). Requests that are refused here have cost neither
 * memory nor a thread.
 */
public final class RequestGuard extends Handler.Wrapper {
    private static final byte[] NO_BODY = {};

    private final Routes routes;
    private final AllowedHosts hosts;
    private final CorsPolicy origins;
    private final ClientAddressResolver clients;
    private final Tokens tokens;
    private final SignIn signIn;
    private final ForgedTokenAudit forgeries;
    private final Sockets sockets;
    private final RateLimits limits;
    private final Budgets budgets;
    private final Duration timeout;

    /** @param timeout how long a body may take to arrive */
    public RequestGuard(
            Routes routes,
            AllowedHosts hosts,
            CorsPolicy origins,
            ClientAddressResolver clients,
            Tokens tokens,
            SignIn signIn,
            Sockets sockets,
            RateLimits limits,
            Budgets budgets,
            Duration timeout) {
        this.routes = routes;
        this.hosts = hosts;
        this.origins = origins;
        this.clients = clients;
        this.tokens = tokens;
        this.signIn = signIn;
        this.forgeries = new ForgedTokenAudit(signIn);
        this.sockets = sockets;
        this.limits = limits;
        this.budgets = budgets;
        this.timeout = timeout;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        SecurityHeaders.put(response.getHeaders(), clients.cameByHttps(request));
        try {
            admit(request, response, callback);
        } catch (Exception e) {
            refuseEarly(e, request, response, callback);
        }
        return true;
    }

    private void admit(Request request, Response response, Callback callback) throws Exception {
        if (!hosts.accept(request.getHttpURI().getHost()))
            throw new ProblemException(400, "unknown-host", "This server does not answer to that host name.");
        String method = request.getMethod();
        Routes.Node node = routes.at(request.getHttpURI().getPath());
        boolean preflight = origins.answer(request, response, node == null ? null : node.allowed());
        if (preflight) {
            response.setStatus(204);
            callback.succeeded();
            return;
        }
        if (node == null) throw new ProblemException(Problems.ofStatus(404));
        Route route = node.route(method);
        if (route == null) {
            response.getHeaders().put(HttpHeader.ALLOW, node.allowed());
            throw new ProblemException(Problems.ofStatus(405));
        }
        // What is left of a file that is refused would stand between this request and the next one.
        if (route.takesFile()) closeAfterwards(request, response);
        String address = clients.addressOf(request);
        if (route.method() == Route.Method.SOCKET) {
            origins.require(request);
            sockets.upgrade(new SocketCall(route, request, address, forgeries), request, response, callback);
            return;
        }
        boolean reads = method.equals("GET") || method.equals("HEAD");
        if (!reads) origins.require(request);
        else if (hasBody(request)) closeAfterwards(request, response);
        AdmittedRequest admission = recognise(route, request, address);
        if (route.takesFile()) requireForm(request.getHeaders());
        else if (!reads) requireJson(request.getHeaders(), route.bodyNeeded());
        if (reads || route.takesFile()) letIn(admission, request, response, callback);
        else receive(admission, request, response, callback);
    }

    private AdmittedRequest recognise(Route route, Request request, String address) {
        if (route.limit() != null) limits.count(route.limit(), address);
        if (!route.access().needsUser())
            return new AdmittedRequest(route, userOrStranger(route, request, address), null, NO_BODY);
        String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        Session session = forgeries.watch(address, () -> tokens.ofHeader(authorization));
        Caller caller = signIn.caller(session, address);
        route.access().check(caller);
        return new AdmittedRequest(route, caller, session, NO_BODY);
    }

    private Caller userOrStranger(Route route, Request request, String address) {
        String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (!route.access().recognises() || authorization == null) return Caller.anonymous(address);
        try {
            return signIn.caller(forgeries.watch(address, () -> tokens.ofHeader(authorization)), address);
        } catch (CloudLabException e) { // or the store of users is away
            return Caller.anonymous(address);
        }
    }

    private void receive(AdmittedRequest admission, Request request, Response response, Callback callback) {
        int limit = admission.route().request() == null
                ? Bodies.SMALL
                : admission.route().bodyLimit();
        if (request.getLength() > limit + BodyLoader.MAX_DISCARDED) throw BodyLoader.tooLarge();
        BodyLoader.load(
                request,
                limit,
                timeout,
                body -> {
                    try {
                        if (admission.route().request() == null)
                            requireNothing(admission.route(), body, request.getHeaders());
                        else if (body.length > 0) requireJson(request.getHeaders(), true);
                        letIn(admission.with(body), request, response, callback);
                    } catch (Exception e) {
                        refuse(e, request, response, callback);
                    }
                },
                failed -> refuse(failed, request, response, callback));
    }

    private void letIn(AdmittedRequest admission, Request request, Response response, Callback callback)
            throws Exception {
        request.setAttribute(AdmittedRequest.ATTRIBUTE, admission);
        List<Budget> shares = admission.route().heldBudgets();
        if (!shares.isEmpty()) {
            Budgets.Held held = budgets.take(shares, admission.caller());
            Request.addCompletionListener(request, e -> held.close());
        }
        if (!super.handle(request, response, callback)) throw new ProblemException(Problems.ofStatus(404));
    }

    /** A body that is not needed may be left out, or be an object. */
    private static void requireNothing(Route route, byte[] body, HttpFields headers) {
        if (body.length == 0) return;
        requireJson(headers, true);
        Bodies.requireNothing(body, route.strict());
    }

    /** @param needed whether there must be a body; one that is not needed may not be of another kind either */
    private static void requireJson(HttpFields headers, boolean needed) {
        String type = headers.get(HttpHeader.CONTENT_TYPE);
        if (!needed && (type == null || "0".equals(headers.get(HttpHeader.CONTENT_LENGTH)))) return;
        requireBody(headers, Json.MEDIA_TYPE);
    }

    private static void requireForm(HttpFields headers) {
        requireBody(headers, Uploads.MEDIA_TYPE);
    }

    private static void requireBody(HttpFields headers, String mediaType) {
        String encoding = headers.get(HttpHeader.CONTENT_ENCODING);
        if (!is(mediaType, headers.get(HttpHeader.CONTENT_TYPE))
                || (encoding != null && !encoding.equalsIgnoreCase("identity")))
            throw new ProblemException(415, "wrong-body-type", "The body must be " + mediaType + ", not compressed.");
    }

    private static boolean is(String mediaType, @Nullable String contentType) {
        if (contentType == null) return false;
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().equalsIgnoreCase(mediaType);
    }

    /**
     * Reads and drops the body before it answers, since Jetty closes a connection with an unread body without saying so,
     * and a client that reuses it fails with its next request. A body that is too large, too slow or waits for a "100
     * Continue" is left, and the answer says that the connection closes.
     */
    private void refuseEarly(Throwable failure, Request request, Response response, Callback callback) {
        if (response.isCommitted() || !hasBody(request)) {
            refuse(failure, request, response, callback);
            return;
        }
        Runnable refuseAndClose = () -> {
            closeAfterwards(request, response);
            refuse(failure, request, response, callback);
        };
        if (request.getHeaders().contains(HttpHeader.EXPECT)) refuseAndClose.run();
        else
            BodyLoader.load(
                    request,
                    Bodies.SMALL,
                    timeout,
                    body -> refuse(failure, request, response, callback),
                    unread -> refuseAndClose.run());
    }

    private static void refuse(Throwable failure, Request request, Response response, Callback callback) {
        if (response.isCommitted()) {
            callback.failed(failure);
            return;
        }
        Problem problem = Problems.of(failure);
        // A body that was not read stands between this request and the next one on the connection.
        boolean bodyLeft = problem.status() == 400 || problem.status() == 408 || problem.status() == 413;
        if (bodyLeft) closeAfterwards(request, response);
        Problems.write(problem, response, callback);
    }

    private static void closeAfterwards(Request request, Response response) {
        if (request.getConnectionMetaData().getHttpVersion().getVersion() < 20)
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
    }

    private static boolean hasBody(Request request) {
        return request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    }
}
