package io.cloudlab.http;

import io.cloudlab.core.CloudLab;
import io.cloudlab.http.api.inventory.AccessRuleRoutes;
import io.cloudlab.http.api.inventory.ActionRoutes;
import io.cloudlab.http.api.inventory.ActionSocket;
import io.cloudlab.http.api.inventory.ItemRoutes;
import io.cloudlab.http.api.inventory.ItemTypeRoutes;
import io.cloudlab.http.api.inventory.ServiceRuleRoutes;
import io.cloudlab.http.api.inventory.TagRoutes;
import io.cloudlab.http.api.jobs.JobOutputRoutes;
import io.cloudlab.http.api.jobs.JobRoutes;
import io.cloudlab.http.api.jobs.JobSocket;
import io.cloudlab.http.api.jobs.RerunRoutes;
import io.cloudlab.http.api.people.IdentityRoutes;
import io.cloudlab.http.api.people.TicketRoutes;
import io.cloudlab.http.api.services.ConfigRoutes;
import io.cloudlab.http.api.services.FileRoutes;
import io.cloudlab.http.api.services.InstanceRoutes;
import io.cloudlab.http.api.services.OutputRoutes;
import io.cloudlab.http.api.services.SecretRoutes;
import io.cloudlab.http.api.services.ServiceGates;
import io.cloudlab.http.api.services.ServiceRoutes;
import io.cloudlab.http.api.system.HealthRoutes;
import io.cloudlab.http.api.system.SchemaRoutes;
import io.cloudlab.http.api.system.VaultRoutes;
import io.cloudlab.http.api.terminals.HostKeyRoutes;
import io.cloudlab.http.api.terminals.TerminalRoutes;
import io.cloudlab.http.body.Uploads;
import io.cloudlab.http.openapi.DocumentationRoutes;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.Routes;
import io.cloudlab.http.security.AllowedHosts;
import io.cloudlab.http.security.Budgets;
import io.cloudlab.http.security.ClientAddressResolver;
import io.cloudlab.http.security.CorsPolicy;
import io.cloudlab.http.security.PasswordAttemptLimiter;
import io.cloudlab.http.security.RateLimits;
import io.cloudlab.http.security.Tokens;
import io.cloudlab.http.server.RequestGuard;
import io.cloudlab.http.server.WebServer;
import io.cloudlab.http.socket.SocketAuth;
import io.cloudlab.http.socket.Sockets;
import io.javalin.Javalin;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves a {@link CloudLab} over HTTP and WebSocket. It does not close what it serves. Thread-safe. */
public final class HttpAdapter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpAdapter.class);

    private final Javalin javalin;
    private final Routes routes;
    private final Sockets sockets;
    private final JobSocket jobSocket;
    private final ActionSocket actionSocket;
    private final IdentityRoutes people;
    private boolean stopped;

    private HttpAdapter(
            Javalin javalin,
            Routes routes,
            Sockets sockets,
            JobSocket jobSocket,
            ActionSocket actionSocket,
            IdentityRoutes people) {
        this.javalin = javalin;
        this.routes = routes;
        this.sockets = sockets;
        this.jobSocket = jobSocket;
        this.actionSocket = actionSocket;
        this.people = people;
    }

    /**
     * Begins to listen; returns when requests are answered.
     *
     * @throws java.io.UncheckedIOException if the address cannot be listened on
     */
    public static HttpAdapter start(CloudLab lab, HttpConfig config) {
        return start(lab, config, Timing.USUAL);
    }

    static HttpAdapter start(CloudLab lab, HttpConfig config, Timing timing) {
        Tokens tokens = new Tokens(config.tokenKey());
        Sockets sockets = new Sockets(timing.betweenTicks());
        RateLimits limits = new RateLimits(config.rateLimits(), timing.nanos());
        Budgets budgets = new Budgets(config.rateLimits(), limits);
        SocketAuth auth = new SocketAuth(tokens, lab.socketTickets(), lab.signIn(), config.tokensInQuery(), budgets);
        JobSocket jobSocket = new JobSocket(lab.jobs(), lab.jobProgress(), auth, sockets);
        ActionSocket actionSocket = new ActionSocket(
                lab.terminals(), lab.watchedActions(), jobSocket.viewers(), auth, sockets, timing.timeout());
        IdentityRoutes people = new IdentityRoutes(
                lab,
                tokens,
                limits,
                budgets,
                new PasswordAttemptLimiter(config.rateLimits(), timing.nanos(), known(lab)));
        try {
            Uploads uploads = new Uploads(config.uploadLimit(), timing.timeout());
            Routes routes = Routes.of(groups(lab, people, jobSocket, actionSocket, uploads));
            RequestGuard gate = new RequestGuard(
                    routes,
                    new AllowedHosts(config.host(), config.allowedHosts(), config.publicUrl()),
                    new CorsPolicy(config.allowedOrigins(), config.publicUrl()),
                    new ClientAddressResolver(config.trustedProxies(), config.publicUrl()),
                    tokens,
                    lab.signIn(),
                    sockets,
                    limits,
                    budgets,
                    timing.timeout());
            Javalin javalin = WebServer.start(config.host(), config.port(), gate);
            return new HttpAdapter(javalin, routes, sockets, jobSocket, actionSocket, people);
        } catch (RuntimeException e) {
            sockets.close();
            jobSocket.close();
            actionSocket.close();
            people.close();
            throw e;
        }
    }

    /**
     * Goes through a start and a first request without listening, so that {@link #start}, which
     * must not run at the same time, finds everything loaded. For programs that have something else to wait for
     * meanwhile. Never fails.
     */
    public static void rehearse() {
        ServerWarmup.run();
    }

    /** Whether a user has signed in lately from an address, as {@link ClientAddressResolver#counted}. */
    private static BiPredicate<String, String> known(CloudLab lab) {
        return (user, counted) -> lab.signIn().addresses(user).stream()
                .anyMatch(each -> ClientAddressResolver.counted(each).equals(counted));
    }

    private static List<RouteGroup> groups(
            CloudLab lab, IdentityRoutes people, JobSocket jobSocket, ActionSocket actionSocket, Uploads uploads) {
        List<RouteGroup> api = new ArrayList<>(people.groups());
        ServiceGates services = new ServiceGates(lab.serviceRules());
        api.addAll(List.of(
                actionSocket,
                new TerminalRoutes(lab.terminals()),
                new HostKeyRoutes(lab.terminals().hostKeys()),
                new TicketRoutes(lab.socketTickets()),
                new ServiceRoutes(lab.catalogue(), lab.jobs(), services),
                new ConfigRoutes(lab.serviceConfigs(), services),
                new FileRoutes(lab.serviceFiles(), uploads, services),
                new OutputRoutes(lab.serviceOutputs(), services),
                new SecretRoutes(lab.serviceSecrets(), services),
                new SchemaRoutes(lab.schemas()),
                new JobRoutes(lab.jobs()),
                new RerunRoutes(lab.reruns()),
                new JobOutputRoutes(lab.jobs(), lab.jobProgress(), jobSocket.searches()),
                jobSocket,
                new InstanceRoutes(lab.instances(), services),
                new VaultRoutes(lab.vault()),
                new ItemTypeRoutes(lab.itemTypes()),
                new TagRoutes(lab.tags(), lab.accessRules()),
                new ItemRoutes(lab.items(), lab.accessRules()),
                new AccessRuleRoutes(lab.accessRules()),
                new ServiceRuleRoutes(lab.serviceRules()),
                new ActionRoutes(lab.itemActions(), lab.inventorySync()),
                new HealthRoutes(lab.health())));
        return DocumentationRoutes.with(api);
    }

    /** Everything that is served. */
    public Routes routes() {
        return routes;
    }

    /** How many WebSockets are open. */
    public int viewers() {
        return sockets.count();
    }

    /** The port that is listened on. */
    public int port() {
        return javalin.port();
    }

    /**
     * Stops listening, tells the viewers of jobs that the server goes away, and lets running requests end, all within a
     * few seconds. Doing it again changes nothing.
     */
    public synchronized void stop() {
        if (stopped) return;
        stopped = true;
        WebServer.stopListening(javalin);
        sockets.close();
        try {
            javalin.stop();
        } catch (RuntimeException e) {
            LOG.warn("Some requests were still running when the server stopped: {}", e.getMessage());
        }
        jobSocket.close();
        actionSocket.close();
        people.close();
    }

    @Override
    public void close() {
        stop();
    }
}
