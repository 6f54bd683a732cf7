package io.cloudlab.http.api.services;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.file.ServiceFile;
import io.cloudlab.core.services.file.ServiceFolder;
import io.cloudlab.http.Answer;
import io.cloudlab.http.TestServer;
import io.cloudlab.http.Timing;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** A server that takes files of 100,000 bytes. */
public abstract class FileServer {
    static final String INPUTS = "/api/services/hello/files/inputs";
    public static final String BOUNDARY = "xYzZy";
    static final int LIMIT = 100_000;

    final TestServer server;
    final String editor;

    /** With a patience that no machine is busy enough to use up. */
    FileServer() {
        this(Duration.ofMinutes(2));
    }

    FileServer(Duration timeout) {
        server = TestServer.start(config -> config.withUploadLimit(LIMIT), new Timing(timeout, Duration.ofMillis(100)));
        editor = server.token(Permission.SERVICES_FILES_VIEW, Permission.SERVICES_FILES_EDIT);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    static ServiceFile input(String name) {
        return new ServiceFile(new ServiceName("hello"), ServiceFolder.INPUTS, name);
    }

    public static String part(String disposition, String content) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; " + disposition
                + "\r\nContent-Type: application/octet-stream\r\n\r\n" + content + "\r\n";
    }

    public static String form(String... parts) {
        return String.join("", parts) + "--" + BOUNDARY + "--\r\n";
    }

    Answer send(String type, String body, boolean lengthKnown) {
        byte[] bytes = body.getBytes(UTF_8);
        HttpRequest.BodyPublisher publisher = HttpRequest.BodyPublishers.ofByteArray(bytes);
        return server.send(HttpRequest.newBuilder(server.uri(INPUTS))
                .header("Authorization", "Bearer " + editor)
                .header("Content-Type", type)
                .POST(lengthKnown ? publisher : HttpRequest.BodyPublishers.fromPublisher(publisher)));
    }

    Answer send(String body) {
        return send("multipart/form-data; boundary=" + BOUNDARY, body, true);
    }

    Answer upload(String name, String content) {
        return send(form(part("name=\"file\"; filename=\"" + name + "\"", content)));
    }

    String text(String name) {
        return server.lab().files().text(input(name)).orElse("(missing)");
    }

    int unfinished() {
        return server.lab().files().unfinished();
    }

    static void chunk(OutputStream out, String text) throws IOException {
        out.write((Integer.toHexString(text.length()) + "\r\n" + text + "\r\n").getBytes(ISO_8859_1));
    }

    Socket begin(String header) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.http.port());
        socket.setSoTimeout(50_000);
        String head = "POST " + INPUTS + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + editor
                + "\r\nContent-Type: multipart/form-data; boundary=" + BOUNDARY + "\r\n" + header + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(ISO_8859_1));
        return socket;
    }
}
