package io.cloudlab.http.api.terminals;

import io.cloudlab.core.terminal.TerminalInfo;
import io.cloudlab.http.error.Json;
import io.cloudlab.http.socket.JsonBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The messages a terminal's WebSocket sends. */
final class TerminalFrames {
    private TerminalFrames() {}

    private record Connected(
            String type,
            String hostname,
            String ip,
            String user,
            String defaultUser,
            String session,
            boolean resumed) {}

    private static final byte[] OUTPUT = "{\"type\":\"output\",\"data\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = {'}'};

    static ByteBuffer connected(TerminalInfo terminal, boolean resumed) {
        return json(new Connected(
                "connected",
                terminal.target().host(),
                terminal.address(),
                terminal.user(),
                terminal.defaultUser(),
                terminal.id(),
                resumed));
    }

    /** What is not UTF-8 becomes U+FFFD. */
    static ByteBuffer output(byte[] bytes, int length) {
        JsonBytes json = new JsonBytes(OUTPUT.length + length + length / 8 + 64); // room for usual escapes
        return json.raw(OUTPUT).text(bytes, 0, length).raw(END).finished();
    }

    private static ByteBuffer json(Object message) {
        return ByteBuffer.wrap(Json.bytes(message));
    }
}
