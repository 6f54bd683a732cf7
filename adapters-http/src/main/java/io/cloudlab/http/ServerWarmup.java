package io.cloudlab.http;

import io.cloudlab.core.access.Caller;
import io.cloudlab.http.api.StatusJson;
import io.cloudlab.http.routing.Access;
import io.cloudlab.http.routing.AdmittedRequest;
import io.cloudlab.http.routing.Route;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;
import io.cloudlab.http.routing.Routes;
import io.cloudlab.http.server.WebServer;
import io.javalin.Javalin;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a server that does not listen, asks it once and stops it. Nothing is left of it but what has been loaded: most of
 * what a start spends its time on.
 */
final class ServerWarmup implements RouteGroup {
    private static final Logger LOG = LoggerFactory.getLogger(ServerWarmup.class);
    private static final String PATH = "/rehearsal";
    private static final String REQUEST = "GET " + PATH + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    private ServerWarmup() {}

    /** What fails here fails again when it is meant, and is told then. */
    static void run() {
        try {
            LOG.debug("The warm-up was answered: {}", hold());
        } catch (Exception | LinkageError e) {
            LOG.debug("The warm-up failed.", e);
        }
    }

    /** @return how it answered */
    static String hold() throws Exception {
        Routes routes = Routes.of(List.of(new ServerWarmup()));
        Javalin javalin = WebServer.create(
                server -> server.setHandler(new OpenGate(routes.all().get(0))), ServerWarmup::connector);
        try {
            javalin.start();
            return answer(javalin.jettyServer().server());
        } finally {
            javalin.stop();
        }
    }

    private static Connector connector(Server server, HttpConfiguration http) {
        return new LocalConnector(server, (ConnectionFactory) new HttpConnectionFactory(http));
    }

    private static String answer(Server server) throws Exception {
        return ((LocalConnector) server.getConnectors()[0]).getResponse(REQUEST);
    }

    @Override
    public String name() {
        return "Rehearsal";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        routes.get("rehearse", PATH)
                .by(Access.PUBLIC)
                .summary("Answers once, before the server listens.")
                .answers(StatusJson.class)
                .to(exchange -> exchange.json(body));
    }

    /** Needs no sign-in. */
    private static final class OpenGate extends Handler.Wrapper {
        private static final byte[] NO_BODY = {};

        private final Route route;

        OpenGate(Route route) {
            this.route = route;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            request.setAttribute(
                    AdmittedRequest.ATTRIBUTE,
                    new AdmittedRequest(route, Caller.anonymous("rehearsal"), null, NO_BODY));
            return super.handle(request, response, callback);
        }
    }
}
