package io.cloudlab.app.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/** The other end of a WebSocket. Output goes to whom it is for, everything else is kept. */
public final class SocketClient implements WebSocket.Listener {
    /** RFC 6455, 7.4.1: stands for a connection that ended without a close frame. */
    public static final int ABNORMAL = 1006;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Consumer<JsonNode> output;
    private final StringBuilder frame = new StringBuilder();
    private final List<JsonNode> others = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final WebSocket socket;

    /**
     * Returns when the socket is open, and throws if that is refused.
     *
     * @param output takes the messages of this type, by one thread at a time; what it throws is the end of the socket
     */
    public SocketClient(URI server, String pathAndQuery, Consumer<JsonNode> output) {
        this.output = output;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(
                        URI.create(
                                "ws" + server.resolve(pathAndQuery).toString().substring("http".length())),
                        this)
                .join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        frame.append(data);
        if (last) {
            try {
                take(JSON.readTree(frame.toString()));
            } catch (IOException | AssertionError e) {
                closed.completeExceptionally(e);
            }
            frame.setLength(0);
        }
        from.request(1);
        return null;
    }

    private void take(JsonNode message) {
        if (message.path("type").asText().equals("output")) output.accept(message);
        else others.add(message);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        if (failure instanceof IOException) closed.complete(ABNORMAL);
        else closed.completeExceptionally(failure);
    }

    public void send(Object message) {
        try {
            socket.sendText(JSON.writeValueAsString(message), true).join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it arrives is not waited for. */
    public void sendText(String text) {
        socket.sendText(text, true);
    }

    /** As a network that goes away would. */
    public void drop() {
        socket.abort();
    }

    boolean isOpen() {
        return !closed.isDone();
    }

    /** Waits for the server to close the socket; returns the close code, {@link #ABNORMAL} if the connection broke. */
    public int awaitClose() {
        return closed.orTimeout(120, TimeUnit.SECONDS).join();
    }

    /** The messages that are not output, in order. */
    List<JsonNode> others() {
        return List.copyOf(others);
    }

    /** The first message that is not output. */
    public JsonNode first() {
        Awaitility.await().until(() -> !others.isEmpty());
        return others.get(0);
    }

    /** The last message that is not output, once the socket is closed. */
    public JsonNode last() {
        awaitClose();
        return others.get(others.size() - 1);
    }
}
