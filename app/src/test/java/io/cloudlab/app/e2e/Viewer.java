package io.cloudlab.app.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Watches a job over its WebSocket, and refuses gaps and repetitions in what it is told. */
public final class Viewer implements WebSocket.Listener {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StringBuilder frame = new StringBuilder();
    private final List<String> lines = new ArrayList<>();
    private final List<JsonNode> others = new ArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private long next;

    private Viewer(long from) {
        this.next = from;
    }

    public static Viewer of(Api api, String job) {
        return of(api, job, 0);
    }

    public static Viewer of(Api api, String job, long from) {
        URI address = URI.create("ws" + api.address().toString().substring("http".length()) + "/api/jobs/ws/" + job
                + "?token=" + api.token() + "&from=" + from);
        Viewer viewer = new Viewer(from);
        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, viewer)
                .join();
        return viewer;
    }

    @Override
    public synchronized CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        frame.append(data);
        if (last) {
            try {
                take(JSON.readTree(frame.toString()));
            } catch (IOException malformed) {
                closed.completeExceptionally(new UncheckedIOException(malformed));
            }
            frame.setLength(0);
        }
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
        closed.completeExceptionally(failure);
    }

    private void take(JsonNode message) {
        if (!message.path("type").asText().equals("output")) {
            others.add(message);
            return;
        }
        if (message.path("index").asLong() != next) {
            closed.completeExceptionally(
                    new AssertionError("expected line " + next + ", got " + message.path("index")));
        }
        message.path("lines").forEach(line -> lines.add(line.asText()));
        next += message.path("lines").size();
    }

    /** Waits for the server to close the socket; returns the close code. */
    public int awaitClose() {
        return closed.orTimeout(60, TimeUnit.SECONDS).join();
    }

    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** The messages that are not output, in order. */
    public synchronized List<JsonNode> others() {
        return List.copyOf(others);
    }

    public JsonNode done() {
        awaitClose();
        List<JsonNode> all = others();
        return all.get(all.size() - 1);
    }
}
