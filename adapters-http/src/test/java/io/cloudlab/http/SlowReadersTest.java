package io.cloudlab.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.jobs.job.JobId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Those who ask and then do not read. */
@Tag("slow")
class SlowReadersTest {
    private static final String LINE = "x".repeat(16_000) + "\n";

    private final TestServer server = TestServer.start();
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void stop() throws IOException {
        server.close();
        for (Socket socket : sockets) socket.close();
    }

    /** Sends a request, and never reads what comes. */
    private void ask(String path, String token, String... headers) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress("127.0.0.1", server.http.port()));
        sockets.add(socket);
        List<String> lines = new ArrayList<>(
                List.of("GET " + path + " HTTP/1.1", "Host: localhost", "Authorization: Bearer " + token));
        lines.addAll(List.of(headers));
        String text = String.join("\r\n", lines) + "\r\n\r\n";
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private void watch(JobId id, String token) throws IOException {
        ask(
                "/api/jobs/ws/" + id,
                token,
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
    }

    private JobId longJob(String admin) {
        JobId id = server.job(admin);
        server.lab().log().print(id, LINE.repeat(100));
        return id;
    }

    @Test
    void stalledViewersHinderNobody() throws Exception {
        String admin = server.admin();
        JobId id = longJob(admin);
        for (int i = 0; i < 8; i++) watch(id, admin);
        await().until(() -> server.http.viewers() == 8);

        Viewer reader = Viewer.open(server, id, admin);
        reader.next();
        server.lab().runner().finish(id, 0);

        assertThat(reader.lines()).contains(LINE.strip());
        assertThat(reader.last.path("type").asText()).isEqualTo("done");
        assertThat(server.http.viewers()).isGreaterThanOrEqualTo(8);
    }

    @Test
    void systemHoldsLittleForAViewerWhoDoesNotRead() throws Exception {
        String admin = server.admin();
        JobId id = server.job(admin);
        server.lab().log().print(id, LINE.repeat(500));
        watch(id, admin);
        int port = sockets.get(0).getLocalPort();
        await().until(() -> server.http.viewers() == 1);
        await().until(() -> unread(port).orElse(0) > 0);
        Viewer reader = Viewer.open(server, id, admin);
        server.lab().runner().finish(id, 0);

        reader.lines();

        long unread = await().until(() -> unread(port), OptionalLong::isPresent).getAsLong();
        assertThat(unread).isBetween(1L, 1024L * 1024);
    }

    /**
     * The bytes the server's side of a connection still holds; see proc(5). Empty where the table does not show it: it is
     * not read at one moment, so other connections that come and go can hide one.
     */
    private OptionalLong unread(int port) throws IOException {
        String mine = ":%04X".formatted(server.http.port());
        String other = ":%04X".formatted(port);
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] words = line.strip().split(" +");
                if (words[1].endsWith(mine) && words[2].endsWith(other))
                    return OptionalLong.of(Long.parseLong(words[4].split(":")[0], 16));
            }
        }
        return OptionalLong.empty();
    }

    @Test
    void stalledViewerWhoMayNoLongerLookIsCutOff() throws Exception {
        JobId id = longJob(server.admin());
        var user = server.cloudLab.user("otto", Permission.JOBS_VIEW_ALL);
        watch(id, server.login("otto"));
        await().until(() -> server.http.viewers() == 1);

        server.cloudLab.grant(user);

        await().until(() -> server.http.viewers() == 0);
    }

    @Test
    void hundredStalledDownloadsHoldNoThreads() throws Exception {
        String admin = server.admin();
        JobId id = longJob(admin);
        for (int i = 0; i < 100; i++) ask("/api/jobs/" + id + (i % 10 == 0 ? "/output/raw" : "/output"), admin);

        await().untilAsserted(() -> {
            long before = System.nanoTime();
            assertThat(server.get("/health").status()).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(200));
        });
    }

    @Test
    void stopDoesNotWaitForThem() throws Exception {
        String admin = server.admin();
        JobId id = longJob(admin);
        watch(id, admin);
        ask("/api/jobs/" + id + "/output/raw", admin);
        await().until(() -> server.http.viewers() == 1);

        server.http.stop(); // the test's own time limit shows that it does not wait

        await().until(() -> server.http.viewers() == 0);
    }
}
