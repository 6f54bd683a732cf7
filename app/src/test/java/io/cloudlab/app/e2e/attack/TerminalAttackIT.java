package io.cloudlab.app.e2e.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.SocketClient;
import io.cloudlab.app.e2e.terminal.TerminalClient;
import io.cloudlab.app.e2e.terminal.TerminalLab;
import io.cloudlab.core.testing.OpenSshServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks on terminals, and by the servers behind them. */
class TerminalAttackIT {

    @TempDir
    static Path directory;

    private static OpenSshServer sshd;
    private static OpenSshServer rebuilt;
    private static OpenSshServer weak;
    private static ServerSocket hole;
    private static ServerSocket talker;
    private static TerminalLab lab;
    private static RunningServer server;
    private static Api admin;
    private static long wiki;

    @BeforeAll
    static void start() throws Exception {
        sshd = OpenSshServer.start(directory.resolve("ssh"));
        rebuilt = OpenSshServer.start(keyed("rebuilt"));
        weak = OpenSshServer.start(
                directory.resolve("weak"), "KexAlgorithms diffie-hellman-group14-sha1,diffie-hellman-group1-sha1");
        hole = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        talker = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        lab = TerminalLab.in(directory, sshd.clientKey())
                .host("wiki01", sshd.port())
                .host("rebuilt01", rebuilt.port())
                .host("weak01", weak.port())
                .host("hole01", hole.getLocalPort())
                .host("talk01", talker.getLocalPort());
        server = lab.server().with("CLOUDLAB_TERMINAL_IDLE", "8s").start();
        admin = Api.setUp(server.address());
        wiki = lab.object("wiki01");
    }

    /** A directory for a server that lets in the same key as the first. */
    private static Path keyed(String name) throws IOException {
        Path made = Files.createDirectories(directory.resolve(name));
        for (String file : List.of("client_key", "client_key.pub"))
            Files.copy(directory.resolve("ssh").resolve(file), made.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        return made;
    }

    @AfterEach
    void leaveNothingOpen() {
        TerminalLab.closeAll(admin, sshd);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        sshd.close();
        rebuilt.close();
        weak.close();
        hole.close();
        talker.close();
    }

    private static void assertRefused(TerminalClient client, String message) {
        assertThat(client.last().path("message").asText()).contains(message);
        assertThat(client.awaitClose()).isEqualTo(1008);
    }

    @Test
    void changedHostKeyIsRefusedAndAudited() {
        long object = lab.object("rebuilt01");
        TerminalClient.open(admin, object, "").first();
        rebuilt.changeHostKey();

        assertRefused(TerminalClient.open(admin, object, ""), "host key of this server has changed");

        assertThat(admin.get("/api/audit?action=hostkey.refused")
                        .body()
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        int key = pinnedAt(rebuilt.port());
        assertThat(admin.delete("/api/hostkeys/" + key).status()).isEqualTo(200);
        assertThat(TerminalClient.open(admin, object, "").first().path("type").asText())
                .isEqualTo("connected");
    }

    private static int pinnedAt(int port) {
        for (JsonNode key : admin.get("/api/hostkeys").body().path("hostkeys"))
            if (key.path("port").asInt() == port) return key.path("id").asInt();
        throw new AssertionError("no key is pinned there");
    }

    @Test
    void weakServerIsRefused() {
        assertRefused(TerminalClient.open(admin, lab.object("weak01"), ""), "too weak");
    }

    @Test
    void blackHoleIsGivenUp() {
        assertRefused(TerminalClient.open(admin, lab.object("hole01"), ""), "in time");
        assertThat(admin.get("/api/terminals").body().path("terminals")).isEmpty();
    }

    @Test
    void endlessBannerIsCutOff() {
        Thread talking = new Thread(() -> {
            byte[] line = "Welcome!\r\n".repeat(1_000).getBytes(StandardCharsets.US_ASCII);
            try (Socket client = talker.accept()) {
                OutputStream out = client.getOutputStream();
                for (int i = 0; i < 100_000; i++) out.write(line);
            } catch (IOException e) {
                // as it should
            }
        });
        talking.start();

        assertRefused(TerminalClient.open(admin, lab.object("talk01"), ""), "too much");
        Awaitility.await().until(() -> !talking.isAlive());
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "169.254.169.254", "%5B::1%5D", "wiki01", "0", "-1", "99999999999"})
    void nothingButTheIdOfAnObjectNamesATarget(String target) {
        int code = TerminalClient.at(server.address(), "/api/inventory/ws/" + target + "/action?token=" + admin.token())
                .awaitClose();

        assertThat(code).isIn(4002, 4004);
        assertThat(sshd.sessions()).isEmpty();
    }

    @Test
    void whatAClientAddsToTheAddressChangesNoTarget() {
        TerminalClient client =
                TerminalClient.open(admin, wiki, "&host=169.254.169.254&ip=127.0.0.1&port=" + weak.port());

        assertThat(client.first().path("ip").asText()).isEqualTo("127.0.0.1");
        assertThat(client.first().path("type").asText()).isEqualTo("connected");
        assertThat(weak.sessions()).isEmpty();
    }

    @Test
    void ticketsAreGoodOnceForOneSocketAndNeverInTheLog() throws Exception {
        String path = TerminalClient.path(wiki);
        String ticket =
                admin.post("/api/auth/socket-ticket", Map.of("path", path)).text("/ticket");
        TerminalClient first = TerminalClient.at(server.address(), path + "?ticket=" + ticket);
        assertThat(first.first().path("type").asText()).isEqualTo("connected");

        assertThat(TerminalClient.at(server.address(), path + "?ticket=" + ticket)
                        .awaitClose())
                .isEqualTo(4001);
        String other =
                admin.post("/api/auth/socket-ticket", Map.of("path", path)).text("/ticket");
        assertThat(TerminalClient.at(server.address(), TerminalClient.path(wiki + 1) + "?ticket=" + other)
                        .awaitClose())
                .isEqualTo(4001);
        assertThat(server.log()).doesNotContain(ticket).doesNotContain(other).doesNotContain(admin.token());
    }

    @Test
    void hugeSizesAreBoundedAndHugeFramesEndTheSocket() {
        TerminalClient client = TerminalClient.open(admin, wiki, "");
        client.first();
        client.resize(1L << 31, 0);
        client.type("stty size\n");
        client.await("1 1000");

        client.sendText("x".repeat(70_000));

        assertThat(client.awaitClose()).isIn(1009, SocketClient.ABNORMAL);
        assertThat(admin.get("/api/terminals").body().path("terminals")).hasSize(1);
    }

    @Test
    void logoutEndsTheShellAndSoDoesDoingNothing() {
        Api own = Api.signIn(server.address(), "admin", Api.PASSWORD);
        TerminalClient client = TerminalClient.open(own, wiki, "");
        client.first();
        own.post("/api/auth/logout");
        assertThat(client.awaitClose()).isEqualTo(4001);
        Awaitility.await().until(() -> sshd.sessions().isEmpty());

        TerminalClient idle = TerminalClient.open(admin, wiki, "");
        assertThat(idle.last().path("message").asText()).contains("nothing happened");
        assertThat(idle.awaitClose()).isEqualTo(1000);
        Awaitility.await().until(() -> sshd.sessions().isEmpty());
    }

    @Test
    void whoIsNotSignedInIsCutOffAtOnce() {
        for (int i = 0; i < 50; i++) {
            assertThat(TerminalClient.at(server.address(), TerminalClient.path(wiki))
                            .awaitClose())
                    .isEqualTo(4001);
        }
        assertThat(sshd.sessions()).isEmpty();
        assertThat(admin.get("/health").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "http://127.0.0.1.evil.example"})
    void pagesOfOthersOpenNoTerminals(String origin) throws IOException {
        assertThat(upgrade("Origin: " + origin)).startsWith("HTTP/1.1 403");
    }

    @Test
    void compressionIsNotAgreedTo() throws IOException {
        assertThat(upgrade("Sec-WebSocket-Extensions: permessage-deflate"))
                .startsWith("HTTP/1.1 101")
                .doesNotContain("permessage-deflate");
    }

    private String upgrade(String header) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
            socket.setSoTimeout(60_000);
            String request = String.join(
                    "\r\n",
                    "GET " + TerminalClient.path(wiki) + "?token=" + admin.token() + " HTTP/1.1",
                    "Host: " + server.address().getAuthority(),
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                    header,
                    "\r\n");
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            StringBuilder head = new StringBuilder();
            for (int one = socket.getInputStream().read();
                    one >= 0 && head.indexOf("\r\n\r\n") < 0;
                    one = socket.getInputStream().read()) head.append((char) one);
            return head.toString();
        }
    }
}
