package io.cloudlab.http;

import io.cloudlab.core.CloudLab;
import io.cloudlab.core.Stores;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.identity.session.OpenSession;
import io.cloudlab.core.identity.user.Username;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.services.ActiveDeployment;
import io.cloudlab.core.services.InstanceFile;
import io.cloudlab.core.services.ServiceDefinition;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.input.InputType;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.services.input.ScriptInput;
import io.cloudlab.core.testing.TestCloudLab;
import io.cloudlab.core.testing.fake.FakeLab;
import io.cloudlab.http.routing.Route;
import io.cloudlab.http.routing.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A server on a real socket, in front of a lab in memory with one service, {@code hello}. It has no rate limits unless
 * told otherwise.
 */
public final class TestServer implements AutoCloseable {
    public static final String PASSWORD = TestCloudLab.PASSWORD;
    public static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    public static final Timing QUICK = new Timing(Duration.ofSeconds(20), Duration.ofMillis(100));

    public final TestCloudLab cloudLab;
    public final HttpAdapter http;
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger names = new AtomicInteger();

    private TestServer(
            UnaryOperator<CloudLab.Builder> build,
            UnaryOperator<Stores> wrap,
            UnaryOperator<HttpConfig> configure,
            Timing timing) {
        this.cloudLab = new TestCloudLab(builder -> build.apply(builder.clock(Clock.systemUTC())), wrap);
        ScriptInput username =
                new ScriptInput("username", "Name", InputType.STRING, true, null, List.of(), null, "Who is greeted.");
        Script greet = new Script("greet", "Greet", "Says hello.", "greet.sh", List.of(username), true);
        ServiceName hello = new ServiceName("hello");
        lab().catalogue()
                .add(new ServiceDefinition(
                        hello, true, List.of("scripts.yaml"), List.of(Script.DEPLOY, greet), List.of()));
        lab().catalogue().instance("hello", new InstanceFile(Map.of("region", "ams"), null));
        lab().catalogue()
                .deployment(new ActiveDeployment(hello, List.of("hello01"), Instant.parse("2026-03-01T09:00:00Z")));
        this.http = HttpAdapter.start(
                cloudLab.cloudLab(), configure.apply(HttpConfig.with(KEY).withRateLimits(false)), timing);
    }

    public static TestServer start() {
        return start(UnaryOperator.identity());
    }

    public static TestServer start(UnaryOperator<HttpConfig> configure) {
        return start(configure, QUICK);
    }

    public static TestServer start(UnaryOperator<HttpConfig> configure, Timing timing) {
        return new TestServer(UnaryOperator.identity(), UnaryOperator.identity(), configure, timing);
    }

    /** @param build what is to be different about the lab */
    public static TestServer with(UnaryOperator<CloudLab.Builder> build) {
        return with(build, UnaryOperator.identity(), QUICK);
    }

    public static TestServer with(
            UnaryOperator<CloudLab.Builder> build, UnaryOperator<HttpConfig> configure, Timing timing) {
        return new TestServer(build, UnaryOperator.identity(), configure, timing);
    }

    /** @param wrap what stands between the lab and its stores */
    public static TestServer on(UnaryOperator<Stores> wrap) {
        return new TestServer(UnaryOperator.identity(), wrap, UnaryOperator.identity(), QUICK);
    }

    public FakeLab lab() {
        return cloudLab.lab();
    }

    /** Creates a user who holds these permissions. @return his name */
    public String user(Permission... permissions) {
        String name = "user_" + names.incrementAndGet();
        cloudLab.user(name, permissions);
        return name;
    }

    /** A token of a new user who holds these permissions. */
    public String token(Permission... permissions) {
        return login(user(permissions));
    }

    /** Begins a session of this id that nobody has a token of. */
    public void session(int userId, String id) {
        Stores stores = cloudLab.stores();
        int version = stores.users().find(userId).orElseThrow().tokenVersion();
        Instant now = Instant.now();
        stores.sessions().begin(new OpenSession(userId, id, version, now, now.plusSeconds(3_600), "203.0.113.7"));
    }

    /** The body with which a user takes an address for their own. */
    public static String ownEmail(String address) {
        return "{\"email\":\"%s\",\"current_password\":\"%s\"}".formatted(address, PASSWORD);
    }

    /** A token of a new user who may do everything. */
    public String admin() {
        return token(Permission.ALL);
    }

    public String login(String name) {
        Answer answer =
                post("/api/auth/login", "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(name, PASSWORD), null);
        return answer.json().path("access_token").asText();
    }

    /** The id of the user with this name. */
    public int idOf(String name) {
        return cloudLab.stores()
                .users()
                .findByUsername(new Username(name))
                .orElseThrow()
                .id();
    }

    /** Invites somebody who is to hold these roles. @return the token of the link */
    public String invite(String admin, String username, int... roles) {
        Answer invited = post(
                "/api/users",
                "{\"username\":\"%s\",\"email\":\"%s@lab.test\",\"role_ids\":%s}"
                        .formatted(username, username, Arrays.toString(roles)),
                admin);
        String link = invited.json().path("invite_url").asText();
        return link.substring(link.indexOf("#accept-invite-") + "#accept-invite-".length());
    }

    /** Creates a role with these permissions. @return its id */
    public int role(String admin, String name, Permission... permissions) {
        List<Integer> ids = cloudLab.stores().roles().permissions().stream()
                .filter(each -> List.of(permissions).contains(each.permission()))
                .map(each -> each.id())
                .toList();
        Answer created = post("/api/roles", "{\"name\":\"%s\",\"permission_ids\":%s}".formatted(name, ids), admin);
        return created.json().path("id").asInt();
    }

    /** The actions in the audit trail, the oldest first. */
    public List<String> audited() {
        return cloudLab.audit().stream().map(AuditEntry::action).toList();
    }

    /** Starts a job that runs until the test ends it. */
    public JobId job(String token) {
        JobId id = new JobId(post("/api/services/hello/deploy", null, token)
                .json()
                .path("job_id")
                .asText());
        try {
            lab().runner().awaitStart(id);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return id;
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + http.port() + path);
    }

    public Answer get(String path) {
        return get(path, null);
    }

    public Answer get(String path, @Nullable String token) {
        return send("GET", path, null, token);
    }

    public Answer post(String path, @Nullable String body, @Nullable String token) {
        return send("POST", path, body, token);
    }

    public Answer send(String method, String path, @Nullable String body, @Nullable String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (body != null) request.header("Content-Type", "application/json");
        if (token != null) request.header("Authorization", "Bearer " + token);
        return send(request.method(
                method,
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body)));
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            requireDeclared(response);
            return new Answer(response.statusCode(), response, response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Whatever a test provokes, a route answers only with what the documentation tells. */
    private void requireDeclared(HttpResponse<String> response) {
        String method = response.request().method();
        Routes.Node node = http.routes().at(response.uri().getRawPath());
        Route route = node == null ? null : node.route(method);
        if (route == null || response.statusCode() < 300 || route.method() == Route.Method.SOCKET) return;
        boolean alike =
                route.answer() instanceof Route.Answer.Json json && json.alike().contains(response.statusCode());
        if (!alike && !route.problems().contains(response.statusCode()))
            throw new AssertionError(route + " answers " + response.statusCode() + ", which it does not declare");
    }

    /** Sends exactly these lines and an empty one, and reads until the server closes. */
    public String raw(String... lines) {
        try (Socket socket = new Socket("127.0.0.1", http.port())) {
            socket.setSoTimeout(50_000);
            String text = String.join("\r\n", lines) + "\r\n\r\n";
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each part is sent by itself, so that the server may answer the first before the second arrives. */
    String rawInParts(String... parts) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", http.port())) {
            socket.setSoTimeout(20_000);
            socket.setTcpNoDelay(true);
            for (String part : parts) socket.getOutputStream().write(part.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        http.close();
        cloudLab.close();
    }
}
