package io.cloudlab.app.e2e.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.Form;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.TestLab;
import io.cloudlab.app.e2e.durability.LiveFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server with a service, files to attack and a secret outside. */
abstract class FileTarget {
    static final String SERVICE = "/api/services/wiki";
    static final String INPUTS = SERVICE + "/files/inputs";
    static final String CONFIGS = SERVICE + "/configs";
    static final String CANARY = "canary-5e1f7c";
    static final int LIMIT = 1 << 20;

    @TempDir
    Path directory;

    Path inputs;
    Path secret;
    RunningServer server;
    Api admin;

    @BeforeEach
    void start() throws Exception {
        TestLab lab = TestLab.in(directory.resolve("lab"))
                .service("wiki", "true")
                .file("wiki", "inputs/data", "harmless")
                .file("wiki", "config.yaml", "a: 1\n");
        inputs = lab.path().resolve("services/wiki/inputs");
        secret = Files.writeString(directory.resolve("secret"), CANARY);
        server = RunningServer.on(directory.resolve("data"), lab.path())
                .with("CLOUDLAB_MAX_UPLOAD", "1MiB")
                .start();
        admin = Api.setUp(server.address());
    }

    @AfterEach
    void stopUnharmed() throws IOException {
        try (RunningServer running = server) {
            assertThat(new Api(running.address(), "").get("/health").status()).isEqualTo(200);
            assertThat(secret).hasContent(CANARY);
            assertThat(running.log()).doesNotContain(CANARY);
            assertThat(unfinished()).isEmpty();
        }
    }

    List<Path> unfinished() throws IOException {
        return LiveFiles.below(directory).stream()
                .filter(path -> path.getFileName().toString().matches("\\.(cloudlab-|unfinished-).*"))
                .toList();
    }

    String raw(String method, String path) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
            socket.setSoTimeout(60_000);
            boolean body = method.equals("PUT");
            String request =
                    method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                            + admin.token() + "\r\n"
                            + (body
                                    ? "Content-Type: application/json\r\nContent-Length: 14\r\n\r\n{\"content\":\"\"}"
                                    : "\r\n");
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    Api.Answer upload(String name, byte[] content) {
        return admin.send(Form.upload(admin, INPUTS, name, content));
    }

    static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }

    int flip(Path data, Path spare, AtomicBoolean over) {
        int flips = 0;
        try {
            for (; !over.get(); flips++) {
                Files.createSymbolicLink(spare, secret);
                Files.move(spare, data, StandardCopyOption.ATOMIC_MOVE);
                Files.writeString(spare, "harmless");
                Files.move(spare, data, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return flips;
    }

    static void chunk(OutputStream out, byte[] bytes) throws IOException {
        out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(ISO_8859_1));
        out.write(bytes);
        out.write("\r\n".getBytes(ISO_8859_1));
    }

    int post(String type, String body) {
        return admin.send(admin.request(INPUTS)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body)))
                .status();
    }
}
