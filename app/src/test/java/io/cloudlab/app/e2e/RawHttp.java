package io.cloudlab.app.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Sends requests no HTTP library would. */
public final class RawHttp {
    private RawHttp() {}

    /** Sends exactly these lines and an empty one, and reads until the server closes the connection. */
    public static String send(URI address, String... lines) {
        return exchange(address, String.join("\r\n", lines) + "\r\n\r\n");
    }

    private static String exchange(URI address, String text) {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same, for connections that stay open: reads the first line only. */
    public static String firstLine(URI address, String... lines) {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(60_000);
            String text = String.join("\r\n", lines) + "\r\n\r\n";
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            InputStreamReader in = new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8);
            return new BufferedReader(in).readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A POST of JSON with further headers. */
    public static String post(URI address, String path, String body, String... headers) {
        String[] lines = new String[headers.length + 6];
        lines[0] = "POST " + path + " HTTP/1.1";
        System.arraycopy(headers, 0, lines, 1, headers.length);
        lines[headers.length + 1] = "Content-Type: application/json";
        lines[headers.length + 2] = "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length;
        lines[headers.length + 3] = "Connection: close";
        lines[headers.length + 4] = "";
        lines[headers.length + 5] = body;
        // Not a byte more than announced: what a server has not read when it closes a connection costs the client the
        // answer.
        return exchange(address, String.join("\r\n", lines));
    }

    public static int status(String answer) {
        return Integer.parseInt(answer.substring(9, 12));
    }
}
