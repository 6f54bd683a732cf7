package io.cloudlab.app.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Talks to a server as a client would. */
public final class Api {
    private static final ObjectMapper JSON = new ObjectMapper();
    public static final String PASSWORD = "correct horse battery";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(60))
            .build();
    private final URI address;
    private final String token;

    public record Answer(int status, JsonNode body, HttpResponse<byte[]> response) {
        public String text(String pointer) {
            return body.at(pointer).asText();
        }
    }

    public Api(URI address, String token) {
        this.address = address;
        this.token = token;
    }

    /** Sets the server up and returns a client for the administrator. */
    public static Api setUp(URI address) {
        Answer answer = new Api(address, "").post("/api/auth/setup", Map.of("username", "admin", "password", PASSWORD));
        if (answer.status() != 200) throw new IllegalStateException("setup: " + answer.body());
        return new Api(address, answer.text("/access_token"));
    }

    /** The same person on another server. */
    public static Api signIn(URI address, String username, String password) {
        Answer answer =
                new Api(address, "").post("/api/auth/login", Map.of("username", username, "password", password));
        if (answer.status() != 200) throw new IllegalStateException("login: " + answer.body());
        return new Api(address, answer.text("/access_token"));
    }

    public URI address() {
        return address;
    }

    public String token() {
        return token;
    }

    /** The same session on a server that has moved. */
    public Api at(URI moved) {
        return new Api(moved, token);
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer delete(String path) {
        return send(request(path).DELETE());
    }

    public Answer post(String path, Object body) {
        try {
            return send(request(path)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Answer put(String path, Object body) {
        try {
            return send(request(path)
                    .header("Content-Type", "application/json")
                    .PUT(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Answer post(String path) {
        return send(request(path).POST(HttpRequest.BodyPublishers.noBody()));
    }

    public InputStream stream(String path) throws IOException, InterruptedException {
        return http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofInputStream())
                .body();
    }

    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(60));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            boolean json =
                    response.headers().firstValue("Content-Type").orElse("").contains("json");
            return new Answer(response.statusCode(), json ? JSON.readTree(response.body()) : JSON.nullNode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
