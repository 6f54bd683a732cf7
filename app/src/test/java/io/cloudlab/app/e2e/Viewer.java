package io.cloudlab.app.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.app.e2e.terminal.TerminalClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Watches a job over its WebSocket, and refuses gaps and repetitions in what it is told. */
public final class Viewer {
    private final List<String> lines = new ArrayList<>();
    private long next;
    private final SocketClient socket;

    private Viewer(Api api, String path, long from) {
        this.next = from;
        this.socket = new SocketClient(api.address(), path, this::take);
    }

    public static Viewer of(Api api, String job) {
        return of(api, job, 0);
    }

    public static Viewer of(Api api, String job, long from) {
        return open(api, "/api/jobs/ws/" + job + "?token=" + api.token() + "&from=" + from, from);
    }

    /** Opens any socket; the path holds what it needs. */
    public static Viewer open(Api api, String path, long from) {
        return new Viewer(api, path, from);
    }

    /** Does something with an object, as a job. */
    public static Viewer start(Api api, long object, String action, Map<String, ?> inputs) {
        Viewer viewer = open(api, TerminalClient.path(object) + "?action=" + action + "&token=" + api.token(), 0);
        viewer.socket.send(Map.of("type", "start", "inputs", inputs));
        return viewer;
    }

    private synchronized void take(JsonNode message) {
        if (message.path("index").asLong() != next)
            throw new AssertionError("expected line " + next + ", got " + message.path("index"));
        message.path("lines").forEach(line -> lines.add(line.asText()));
        next += message.path("lines").size();
    }

    /** Waits for the server to close the socket; returns the close code. */
    public int awaitClose() {
        return socket.awaitClose();
    }

    public boolean isOpen() {
        return socket.isOpen();
    }

    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** The messages that are not output, in order. */
    public List<JsonNode> others() {
        return socket.others();
    }

    /** The first of them. */
    public JsonNode first() {
        return socket.first();
    }

    /** The last of them, once the socket is closed. */
    public JsonNode done() {
        return socket.last();
    }
}
