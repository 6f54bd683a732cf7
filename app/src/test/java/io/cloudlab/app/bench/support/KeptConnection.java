package io.cloudlab.app.bench.support;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One connection that is kept, and costs the client next to nothing. */
public final class KeptConnection implements AutoCloseable {
    private static final String LENGTH = "content-length:";

    private final Socket socket;
    private final InputStream in;
    private final String headers;

    public KeptConnection(URI server, String token) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        headers = " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n";
    }

    /** Asks and reads the whole answer. @throws IOException also if it is no success */
    public void get(String path) throws IOException {
        succeed(path, tryGet(path));
    }

    /** Sends JSON and reads the whole answer. @throws IOException also if it is no success */
    public void post(String path, String json) throws IOException {
        succeed(path, tryPost(path, json));
    }

    /** @return the answer's status, whatever it is */
    public int tryGet(String path) throws IOException {
        return send("GET " + path + headers + "\r\n");
    }

    /** @return the answer's status, whatever it is */
    public int tryPost(String path, String json, String... moreHeaders) throws IOException {
        int length = json.getBytes(StandardCharsets.UTF_8).length;
        String more = Stream.of(moreHeaders).map(header -> header + "\r\n").collect(Collectors.joining());
        return send("POST " + path + headers + more + "Content-Type: application/json\r\nContent-Length: " + length
                + "\r\n\r\n" + json);
    }

    private static void succeed(String path, int status) throws IOException {
        if (status != 200) throw new IOException(path + ": " + status);
    }

    private int send(String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        String status = line();
        int length = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith(LENGTH))
                length = Integer.parseInt(header.substring(LENGTH.length()).strip());
        }
        in.skipNBytes(length);
        return Integer.parseInt(status.split(" ")[1]);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) throw new EOFException();
            if (next != '\r') line.append((char) next);
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
