package io.cloudlab.app.bench.support;

import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.terminal.TerminalClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** Somebody at a WebSocket who costs as little as he can: a bare socket, no text, no JSON, frames written by hand. */
public final class SocketViewer implements AutoCloseable {
    private static final int BUFFER = 1 << 18;
    private static final byte[] NO_MASK = {0, 0, 0, 0};

    final SocketChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final Frames frames;

    private SocketViewer(SocketChannel channel, Frames.Sink sink) {
        this.channel = channel;
        this.frames = new Frames(sink);
    }

    static SocketViewer connect(URI server, String token, String job, Frames.Sink sink) throws IOException {
        return connect(server, token, jobPath(job), sink, 0);
    }

    /** Connects and then reads nothing, with little room for what is sent to it. */
    public static SocketViewer stalled(URI server, String token, String job) throws IOException {
        return connect(server, token, jobPath(job), new LineCount(0), 4096);
    }

    /** Opens a terminal. */
    public static SocketViewer terminal(Api api, long object, Frames.Sink sink) throws IOException {
        return connect(api.address(), api.token(), TerminalClient.path(object), sink, 0);
    }

    private static String jobPath(String job) {
        return "/api/jobs/ws/" + job;
    }

    private static SocketViewer connect(URI server, String token, String path, Frames.Sink sink, int receiveBuffer)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        if (receiveBuffer > 0) channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
        channel.connect(new InetSocketAddress(server.getHost(), server.getPort()));
        SocketViewer viewer = new SocketViewer(channel, sink);
        viewer.upgrade(server, token, path);
        return viewer;
    }

    private void upgrade(URI server, String token, String path) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + server.getAuthority()
                + "\r\nAuthorization: Bearer " + token
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                + "\r\nSec-WebSocket-Key: Y2xvdWRsYWIgYmVuY2htYXJrcw==\r\n\r\n";
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
        ByteBuffer one = ByteBuffer.allocate(1);
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            one.clear();
            if (channel.read(one) < 0) throw new IOException("no upgrade: " + answer);
            answer.append((char) one.get(0));
        }
        if (!answer.toString().startsWith("HTTP/1.1 101")) throw new IOException("no upgrade: " + answer);
    }

    /** @param text without quotes, backslashes and controls other than those written as in JSON */
    public void type(String text) throws IOException {
        byte[] payload = ("{\"type\":\"input\",\"data\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) 0x81);
        if (payload.length < 126) frame.put((byte) (0x80 | payload.length));
        else frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        frame.put(NO_MASK).put(payload).flip();
        while (frame.hasRemaining()) channel.write(frame);
    }

    /** Reads until {@code enough} or the server ends the connection. */
    public void readUntil(BooleanSupplier enough) throws IOException {
        while (!enough.getAsBoolean()) {
            if (!read(buffer)) throw new IOException("the server ended the connection");
        }
    }

    /** Takes what there is to read, through {@code shared}; false at the end of the connection. */
    boolean read(ByteBuffer shared) throws IOException {
        shared.clear();
        if (channel.read(shared) < 0) return false;
        frames.take(shared.flip());
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
