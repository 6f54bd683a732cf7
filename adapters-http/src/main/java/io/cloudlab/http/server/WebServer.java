package io.cloudlab.http.server;

import io.cloudlab.http.error.ClientDisconnected;
import io.cloudlab.http.error.Json;
import io.cloudlab.http.error.Problem;
import io.cloudlab.http.error.Problems;
import io.cloudlab.http.routing.AdmittedRequest;
import io.cloudlab.http.routing.Exchange;
import io.cloudlab.http.routing.Route;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.json.JsonMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Sets up Javalin and Jetty, closing what their defaults leave open. */
public final class WebServer {
    private static final int MAX_THREADS = 64;
    private static final int KEPT_THREADS = 8;
    private static final int BACKLOG = 1_024;

    /** Lent to connections while something arrives; four times the default, for the sake of uploads. */
    private static final int INPUT_BUFFER = 32 * 1024;

    /**
     * Longer than the 60 seconds for which nginx and other proxies keep an idle connection: if both closed it at the same
     * moment, a request that is just being sent would be lost.
     */
    private static final long IDLE_MILLIS = 75_000;

    private static final long STOP_MILLIS = 3_000;

    /** Connections on which nothing happens are not waited for. */
    private static final long IDLE_AT_STOP_MILLIS = 250;

    private static final List<HandlerType> METHODS =
            List.of(HandlerType.GET, HandlerType.HEAD, HandlerType.POST, HandlerType.PUT, HandlerType.DELETE);

    private WebServer() {}

    public static Javalin start(String host, int port, RequestGuard gate) {
        Javalin javalin = create(server -> harden(server, gate), (server, http) -> connector(server, http, host, port));
        try {
            return javalin.start();
        } catch (RuntimeException e) {
            throw cannotListen(host, port, e);
        }
    }

    public static Javalin create(Consumer<Server> server, BiFunction<Server, HttpConfiguration, Connector> connector) {
        return Javalin.create(javalinConfig -> {
            javalinConfig.startup.showJavalinBanner = false;
            javalinConfig.startup.showOldJavalinVersionWarning = false;
            javalinConfig.startup.startupWatcherEnabled = false;
            javalinConfig.jsonMapper(new JsonMapper() {}); // Json does it all
            javalinConfig.http.compressionStrategy = CompressionStrategy.NONE;
            javalinConfig.http.maxRequestSize = Route.BODY_LIMIT;
            javalinConfig.router.ignoreTrailingSlashes = false;
            javalinConfig.jetty.threadPool = threads();
            javalinConfig.jetty.modifyServer(server);
            javalinConfig.jetty.modifyServletContextHandler(context -> context.setErrorHandler(new JettyErrors()));
            javalinConfig.jetty.addConnector(connector);
            declare(javalinConfig);
        });
    }

    /** No encoded slashes, dots, empty segments or path parameters; but an encoded percent sign, which names may hold. */
    private static final UriCompliance PATHS =
            UriCompliance.DEFAULT.with("percent", UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING);

    public static void stopListening(Javalin javalin) {
        for (var connector : javalin.jettyServer().server().getConnectors()) {
            if (connector instanceof ServerConnector listening) listening.close();
        }
    }

    private static QueuedThreadPool threads() {
        return new RequestThreads(MAX_THREADS, KEPT_THREADS);
    }

    private static void harden(Server server, RequestGuard gate) {
        server.setHandler(gate);
        server.setErrorHandler(new JettyErrors());
        server.setStopTimeout(STOP_MILLIS);
    }

    private static ServerConnector connector(Server server, HttpConfiguration http, String host, int port) {
        http.setUriCompliance(PATHS);
        http.setHttpCompliance(
                HttpCompliance.STRICT); // RFC 9112 lets lines end in LF alone; proxies may read that otherwise
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        HttpConnectionFactory http1 = new HttpConnectionFactory(http);
        http1.setInputBufferSize(INPUT_BUFFER);
        ServerConnector connector = new ServerConnector(server, 1, -1, http1);
        connector.setHost(host);
        connector.setPort(port);
        connector.setAcceptQueueSize(BACKLOG);
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setShutdownIdleTimeout(IDLE_AT_STOP_MILLIS);
        return connector;
    }

    /** All requests end in one handler: the request guard has found their route. */
    private static void declare(JavalinConfig config) {
        for (HandlerType method : METHODS) config.routes.addHttpHandler(method, "/*", WebServer::serve);
        config.routes.exception(Exception.class, WebServer::render);
        config.routes.exception(HttpResponseException.class, WebServer::render);
        config.router.javaLangErrorHandler(WebServer::renderError);
    }

    private static void serve(Context context) throws Exception {
        AdmittedRequest admitted =
                Objects.requireNonNull(context.attribute(AdmittedRequest.ATTRIBUTE), "the guard admits each request");
        Exchange exchange = new Exchange(context, admitted);
        exchange.requireKnownQuery();
        ((Route.Handler) admitted.route().endpoint()).handle(exchange);
    }

    private static void render(Exception failure, Context context) {
        if (failure instanceof ClientDisconnected || context.res().isCommitted()) return;
        Problem problem = failure instanceof HttpResponseException known
                ? Problems.ofStatus(known.getStatus())
                : Problems.of(failure);
        write(problem, context.res());
    }

    private static void renderError(HttpServletResponse response, Error failure) {
        if (!response.isCommitted()) write(Problems.of(failure), response);
    }

    private static void write(Problem problem, HttpServletResponse response) {
        byte[] body = Json.bytes(problem);
        response.resetBuffer();
        response.setStatus(problem.status());
        response.setContentType(Problem.MEDIA_TYPE);
        response.setContentLength(body.length);
        if (problem.status() == 401) response.setHeader("WWW-Authenticate", "Bearer");
        if (problem.status() == 429) response.setHeader("Retry-After", problem.waitHeader());
        try {
            response.getOutputStream().write(body);
        } catch (IOException e) {
            throw new ClientDisconnected(e);
        }
    }

    private static RuntimeException cannotListen(String host, int port, RuntimeException failed) {
        Throwable root = failed;
        while (root.getCause() != null) root = root.getCause();
        return new UncheckedIOException(
                new IOException("cannot listen on " + host + ":" + port + ": " + root.getMessage(), failed));
    }
}
