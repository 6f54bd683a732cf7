package io.cloudlab.app.e2e.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.core.testing.OpenSshServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be wrong with a host, its key or its server, and how much of all that there may be. */
class TerminalFaultIT {
    /** Its objects are nowhere. */
    private static final String TYPE = """
            slug: note
            label: Note
            fields:
              - {name: name, type: string}
            actions:
              - {name: ssh, label: Terminal, type: ssh}
            """;

    @TempDir
    static Path directory;

    private static OpenSshServer sshd;
    private static TerminalLab lab;
    private static RunningServer server;
    private static Api admin;

    @BeforeAll
    static void start() throws Exception {
        sshd = OpenSshServer.start(directory.resolve("ssh"));
        lab = TerminalLab.in(directory, sshd.clientKey());
        Path outside = directory.resolve("outside");
        Files.copy(sshd.clientKey(), outside);
        OpenSshServer.makeKey(lab.outputs().resolve("id_other"), "ed25519");
        Files.createSymbolicLink(lab.outputs().resolve("id_link"), outside);
        lab.host("good01", sshd.port())
                .host("missing01", sshd.port(), lab.outputs().resolve("id_none"))
                .host("outside01", sshd.port(), outside)
                .host("climbing01", sshd.port(), lab.outputs().resolve("../../../../outside"))
                .host("link01", sshd.port(), lab.outputs().resolve("id_link"))
                .host("other01", sshd.port(), lab.outputs().resolve("id_other"));
        RunningServer.Builder builder = lab.server()
                .with("CLOUDLAB_TERMINALS", "3")
                .with("CLOUDLAB_TERMINALS_PER_USER", "2")
                .with("CLOUDLAB_TERMINAL_LONGEST", "30s");
        Files.writeString(directory.resolve("lab/inventory_types/note.yaml"), TYPE);
        server = builder.start();
        admin = Api.setUp(server.address());
    }

    @AfterEach
    void leaveNothingOpen() {
        TerminalLab.closeAll(admin, sshd);
    }

    @AfterAll
    static void stop() {
        server.close();
        sshd.close();
    }

    private static TerminalClient open(String host) {
        return TerminalClient.open(admin, lab.object(host), "");
    }

    private static TerminalClient opened() {
        TerminalClient client = open("good01");
        assertThat(client.first().path("type").asText()).isEqualTo("connected");
        return client;
    }

    private static void assertRefused(TerminalClient client, int code, String message) {
        assertThat(client.last().path("message").asText()).contains(message).doesNotContain(directory.toString());
        assertThat(client.awaitClose()).isEqualTo(code);
        assertThat(admin.get("/api/terminals").body().path("terminals")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"missing01, key", "outside01, key", "climbing01, key", "link01, key", "other01, let this user in"})
    void keyThatIsNotThereNotAllowedOrNotTheRightOneIsReported(String host, String message) {
        assertRefused(open(host), 1008, message);
    }

    @Test
    void objectWithoutHostIsNotFound() {
        long note = admin.post("/api/inventory/note", Map.of("data", Map.of("name", "nowhere")))
                .body()
                .path("id")
                .asLong();

        assertRefused(TerminalClient.open(admin, note, ""), 4004, "host");
        assertRefused(TerminalClient.open(admin, 99_999, ""), 4004, "object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ro%20ot", "-oProxyCommand%3Did", "a%3Bid", "%24%28id%29", "r%C3%B6%C3%B6t"})
    void badUserNamesReachNoServer(String user) {
        TerminalClient client = TerminalClient.open(admin, lab.object("good01"), "&user=" + user);

        assertRefused(client, 4002, "user");
        assertThat(TerminalClient.open(admin, lab.object("good01"), "&user=" + "x".repeat(33))
                        .awaitClose())
                .isEqualTo(4002);
        assertThat(sshd.sessions()).isEmpty();
    }

    @Test
    void serverThatDiesIsReportedAtOnce() {
        TerminalClient client = opened();

        sshd.killSessions();

        assertRefused(client, 1008, "lost");
    }

    @Test
    void thereAreOnlySoManyOfOneUserAndInAll() {
        List<Api> others = List.of(member("jake"), member("mira")); // first, since terminals are open for only so long
        opened();
        opened();
        TerminalClient third = open("good01");
        assertThat(third.last().path("message").asText()).contains("as many terminals open as you may have");
        assertThat(third.awaitClose()).isEqualTo(1008);

        TerminalClient jakes = TerminalClient.open(others.get(0), lab.object("good01"), "");
        assertThat(jakes.first().path("type").asText()).isEqualTo("connected");
        TerminalClient miras = TerminalClient.open(others.get(1), lab.object("good01"), "");
        assertThat(miras.last().path("message").asText()).contains("As many terminals are open as there may be");
        assertThat(miras.awaitClose()).isEqualTo(1008);
    }

    @Test
    void terminalIsOpenForNoLongerThanItMay() {
        TerminalClient client = opened();

        assertThat(client.last().path("message").asText()).contains("as long as terminals may be");
        assertThat(client.awaitClose()).isEqualTo(1000);
        Awaitility.await()
                .until(() -> admin.get("/api/audit?action=inventory.server.ssh")
                        .body()
                        .toString()
                        .contains("too_long"));
    }

    /** Invites somebody with the lab's role, who accepts. */
    private static Api member(String name) {
        int role = -1;
        for (var each : admin.get("/api/roles").body().path("roles"))
            if (each.path("name").asText().equals(TerminalLab.ROLE))
                role = each.path("id").asInt();
        String link = admin.post(
                        "/api/users", Map.of("username", name, "email", name + "@lab.test", "role_ids", List.of(role)))
                .text("/invite_url");
        String token = link.substring(link.indexOf("#accept-invite-") + "#accept-invite-".length());
        return new Api(
                server.address(),
                new Api(server.address(), "")
                        .post("/api/auth/invite/" + token, Map.of("password", Api.PASSWORD))
                        .text("/access_token"));
    }
}
