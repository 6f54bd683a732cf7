package io.cloudlab.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.http.error.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The other end of a WebSocket. */
public final class Viewer implements WebSocket.Listener {
    /** RFC 6455, 7.4.1: stands for a connection that ended without a close frame. */
    private static final int ABNORMAL = 1006;

    private static final int TOO_LARGE = 1009;

    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    public WebSocket socket;

    private Viewer() {}

    public static Viewer open(TestServer server, String pathAndQuery) {
        URI http = server.uri(pathAndQuery);
        URI uri = URI.create("ws" + http.toString().substring("http".length()));
        Viewer viewer = new Viewer();
        viewer.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(uri, viewer)
                .join();
        return viewer;
    }

    public static Viewer open(TestServer server, Object job, String token) {
        return open(server, "/api/jobs/ws/" + job + "?token=" + token);
    }

    public JsonNode next() throws InterruptedException {
        JsonNode message = messages.poll(40, TimeUnit.SECONDS);
        if (message == null) throw new AssertionError("no message came");
        return message;
    }

    /** The lines of output up to the next message of another kind, which is kept in {@code last}. */
    public List<String> lines() throws InterruptedException {
        List<String> lines = new ArrayList<>();
        while (true) {
            JsonNode message = next();
            if (!message.path("type").asText().equals("output")) {
                last = message;
                return lines;
            }
            message.path("lines").forEach(line -> lines.add(line.asText()));
        }
    }

    @Nullable
    public JsonNode last;

    public boolean isClosed() {
        return closed.isDone();
    }

    /** Waits for the server to close. @return the close code, {@link #ABNORMAL} of a connection that broke */
    public int closeCode() {
        return closed.orTimeout(40, TimeUnit.SECONDS).join();
    }

    /**
     * Checks that the server refuses what this viewer sends as too large. The server closes while the viewer may still
     * be sending; then the connection can break before the viewer has read the reason.
     */
    public void assertTooLarge() {
        assertThat(closeCode()).isIn(TOO_LARGE, ABNORMAL);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean end) {
        partial.append(data);
        if (end) {
            try {
                messages.add(Json.MAPPER.readTree(partial.toString()));
            } catch (JsonProcessingException e) {
                closed.completeExceptionally(e);
            }
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable failed) {
        if (failed instanceof IOException) closed.complete(ABNORMAL);
        else closed.completeExceptionally(failed);
    }
}
