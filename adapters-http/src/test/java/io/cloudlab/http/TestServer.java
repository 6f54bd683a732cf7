package io.cloudlab.http;

import io.cloudlab.core.CloudLab;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.identity.PasswordHasher;
import io.cloudlab.core.identity.User;
import io.cloudlab.core.identity.Username;
import io.cloudlab.core.jobs.JobId;
import io.cloudlab.core.testing.InMemoryStores;
import io.cloudlab.core.vault.MasterKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A server on a real socket, in front of a lab in memory. */
final class TestServer implements AutoCloseable {
    static final String PASSWORD = "correct horse";
    static final byte[] KEY = new byte[32];

    final InMemoryStores stores = new InMemoryStores();
    final FakeLab fake = new FakeLab();
    final CloudLab lab;
    final HttpAdapter http;
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger names = new AtomicInteger();

    private TestServer(UnaryOperator<HttpConfig> configure, Timing timing) {
        this.lab = CloudLab.builder()
                .stores(stores)
                .labDirectory(fake)
                .masterKey(MasterKey.generate())
                .passwordHasher(new PlainHasher())
                .build();
        this.http = HttpAdapter.start(lab, configure.apply(HttpConfig.with(KEY)), timing);
    }

    static TestServer start() {
        return start(UnaryOperator.identity());
    }

    static TestServer start(UnaryOperator<HttpConfig> configure) {
        return start(configure, new Timing(Duration.ofSeconds(20), Duration.ofMillis(100)));
    }

    static TestServer start(UnaryOperator<HttpConfig> configure, Timing timing) {
        return new TestServer(configure, timing);
    }

    /** Not a hash at all, but quick. */
    private static final class PlainHasher implements PasswordHasher {
        @Override
        public String hash(char[] password) {
            return "plain:" + new String(password);
        }

        @Override
        public boolean matches(char[] password, String hash) {
            return hash.equals(hash(password));
        }
    }

    /** Creates a user who holds these permissions. @return his name */
    String user(Permission... permissions) {
        String name = "user_" + names.incrementAndGet();
        stores.transactions().run(() -> {
            User user = stores.users()
                    .insert(new User(
                            0,
                            new Username(name),
                            null,
                            null,
                            "plain:" + PASSWORD,
                            true,
                            0,
                            Instant.now(),
                            null,
                            Instant.now(),
                            0));
            Role role = stores.roles().insert("role of " + name, "", false, Instant.now(), Set.of(permissions));
            stores.roles().assign(user.id(), List.of(role.id()));
        });
        return name;
    }

    /** A token of a new user who holds these permissions. */
    String token(Permission... permissions) {
        return login(user(permissions));
    }

    String admin() {
        return token(Permission.ALL);
    }

    String login(String name) {
        Answer answer =
                post("/api/auth/login", "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(name, PASSWORD), null);
        return answer.json().path("access_token").asText();
    }

    /** Starts a job that runs until the test ends it. */
    JobId job(String token) {
        return new JobId(post("/api/services/hello/deploy", null, token)
                .json()
                .path("job_id")
                .asText());
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + http.port() + path);
    }

    Answer get(String path) {
        return get(path, null);
    }

    Answer get(String path, @Nullable String token) {
        return send("GET", path, null, token);
    }

    Answer post(String path, @Nullable String body, @Nullable String token) {
        return send("POST", path, body, token);
    }

    Answer send(String method, String path, @Nullable String body, @Nullable String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (body != null) request.header("Content-Type", "application/json");
        if (token != null) request.header("Authorization", "Bearer " + token);
        return send(request.method(
                method,
                body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response, response.body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Override
    public void close() {
        http.close();
        lab.close();
    }
}
