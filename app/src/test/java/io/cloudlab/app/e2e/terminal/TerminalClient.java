package io.cloudlab.app.e2e.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.SocketClient;
import java.net.URI;
import java.util.Map;
import org.awaitility.Awaitility;

/** Somebody at a terminal in the browser. */
public final class TerminalClient {
    private final StringBuffer screen = new StringBuffer();
    private final SocketClient socket;

    private TerminalClient(URI server, String pathAndQuery) {
        this.socket = new SocketClient(
                server,
                pathAndQuery,
                output -> screen.append(output.path("data").asText()));
    }

    /** @param more further parameters, each with its ampersand */
    public static TerminalClient open(Api api, long object, String more) {
        return at(api.address(), path(object) + "?token=" + api.token() + more);
    }

    public static TerminalClient at(URI server, String pathAndQuery) {
        return new TerminalClient(server, pathAndQuery);
    }

    public static String path(long object) {
        return "/api/inventory/ws/" + object + "/action";
    }

    /** Everything that was printed so far. */
    public String screen() {
        return screen.toString();
    }

    public void type(String text) {
        socket.send(Map.of("type", "input", "data", text));
    }

    public void resize(long cols, long rows) {
        socket.send(Map.of("type", "resize", "cols", cols, "rows", rows));
    }

    /** Whether it arrives is not waited for. */
    public void sendText(String text) {
        socket.sendText(text);
    }

    public TerminalClient await(String text) {
        Awaitility.await("the screen shows " + text).until(() -> screen().contains(text));
        return this;
    }

    /** The first message: connected, or an error. */
    public JsonNode first() {
        return socket.first();
    }

    public JsonNode last() {
        return socket.last();
    }

    /** Waits for the server to close the socket; returns the close code. */
    public int awaitClose() {
        return socket.awaitClose();
    }

    /** As a network that goes away would. */
    public void drop() {
        socket.drop();
    }
}
