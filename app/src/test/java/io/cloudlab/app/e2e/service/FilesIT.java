package io.cloudlab.app.e2e.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.Form;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.TestLab;
import io.cloudlab.app.e2e.Viewer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Configurations and files on the real server, with little memory. */
class FilesIT {
    private static final String CONFIG = "/api/services/wiki/configs/config.yaml";
    private static final String INPUTS = "/api/services/wiki/files/inputs";
    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    Path directory;

    private TestLab lab;
    private RunningServer server;
    private Api admin;

    @BeforeEach
    void start() throws Exception {
        lab = TestLab.in(directory.resolve("lab"))
                .service("wiki", "cat config.yaml inputs/names.txt")
                .file("wiki", "config.yaml", "greeting: hello\n");
        server = RunningServer.on(directory.resolve("data"), lab.path())
                .jvm("-Xmx128m")
                .start();
        admin = Api.setUp(server.address());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatIsEditedIsWhatTheNextJobSees() throws Exception {
        String before = admin.get(CONFIG).text("/version");
        Api.Answer saved = admin.put(CONFIG, Map.of("content", "greeting: servus\n", "version", before));
        assertThat(saved.status()).as(String.valueOf(saved.body())).isEqualTo(200);
        assertThat(admin.put(CONFIG, Map.of("content", "x: 1", "version", before))
                        .status())
                .isEqualTo(409);
        admin.put(INPUTS + "/names.txt", Map.of("content", "Mira\n"));

        String job = admin.post("/api/services/wiki/deploy").text("/job_id");
        Viewer viewer = Viewer.of(admin, job);
        assertThat(viewer.awaitClose()).isEqualTo(1000);
        assertThat(viewer.lines()).contains("greeting: servus", "Mira");

        Api.Answer versions = admin.get(CONFIG + "/versions");
        assertThat(versions.body().path("versions")).hasSize(2);
        assertThat(versions.text("/versions/0/author")).isEqualTo("admin");
        assertThat(versions.text("/versions/1/version")).isEqualTo(before);
        assertThat(admin.get(CONFIG + "/versions/" + before + "/diff").text("/diff"))
                .contains("-greeting: hello\n+greeting: servus\n");
        assertThat(admin.post(CONFIG + "/versions/" + before + "/restore", Map.of())
                        .status())
                .isEqualTo(200);
        assertThat(lab.path().resolve("services/wiki/config.yaml")).hasContent("greeting: hello\n");
    }

    @Test
    void mistakeIsNamedWithLineAndColumnAndTheFileStays() {
        Api.Answer refused = admin.put(CONFIG, Map.of("content", "a: 1\nb: [1, 2\nc: 3\n"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("/detail")).startsWith("config.yaml, line 3, column 2: ");
        assertThat(lab.path().resolve("services/wiki/config.yaml")).hasContent("greeting: hello\n");
    }

    @Test
    void hundredMebibytesGoInAndOutUnchanged() throws Exception {
        long size = 100L * MEBIBYTE;
        String sent = upload("large.bin", size);

        assertThat(admin.get(INPUTS).body().at("/files/0/size").asLong()).isEqualTo(size);
        MessageDigest received = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(admin.stream(INPUTS + "/large.bin"), received)) {
            assertThat(in.transferTo(OutputStream.nullOutputStream())).isEqualTo(size);
        }
        assertThat(HexFormat.of().formatHex(received.digest())).isEqualTo(sent);
        assertThat(upload("large.bin", size)).isNotEqualTo(sent);
        Path former = directory.resolve("data/versions/wiki/inputs/large.bin").resolve(sent);
        assertThat(Files.size(former)).isEqualTo(size);
    }

    /** @return the content's digest */
    private String upload(String name, long size) throws Exception {
        MessageDigest sent = MessageDigest.getInstance("SHA-256");
        byte[] piece = new byte[MEBIBYTE];
        Random random = new Random();
        try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            byte[] head = Form.head(name);
            byte[] tail = Form.tail();
            out.write(("POST " + INPUTS + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
                            + admin.token() + "\r\nContent-Type: " + Form.TYPE + "\r\nContent-Length: "
                            + (head.length + size + tail.length) + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(head);
            OutputStream counted = new DigestOutputStream(out, sent);
            for (long left = size; left > 0; left -= piece.length) {
                random.nextBytes(piece);
                counted.write(piece);
            }
            out.write(tail);
            out.flush();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200")
                    .contains("\"status\":\"uploaded\"");
        }
        return HexFormat.of().formatHex(sent.digest());
    }

    @Test
    void publishedCredentialIsForThoseWhoMaySeeIt() throws IOException {
        lab.file(
                "wiki",
                "outputs/service_outputs.yaml",
                "outputs:\n  - {name: admin, type: credential, value: s3cr3t-value, username: root}\n");

        assertThat(admin.get("/api/services/wiki/outputs").text("/outputs/0/value"))
                .isEqualTo("s3cr3t-value");
        Api.Answer files = admin.get("/api/services/wiki/files/outputs");
        assertThat(files.body().path("files")).isEmpty();
        assertThat(admin.get("/api/services/wiki/files/outputs/service_outputs.yaml")
                        .status())
                .isEqualTo(404);
        assertThat(server.log()).doesNotContain("s3cr3t-value");
    }
}
