package io.cloudlab.app.e2e.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.core.testing.OpenSshServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A terminal on a real server, through the real jar. */
class TerminalIT {
    @TempDir
    static Path directory;

    private static OpenSshServer sshd;
    private static TerminalLab lab;
    private static RunningServer.Builder builder;
    private static RunningServer server;
    private static Api admin;
    private static long wiki;

    @BeforeAll
    static void start() throws Exception {
        sshd = OpenSshServer.start(directory.resolve("ssh"));
        lab = TerminalLab.in(directory, sshd.clientKey())
                .host("wiki01", sshd.port())
                .host("wiki02", sshd.port());
        builder = lab.server("wiki02");
        server = builder.start();
        admin = Api.setUp(server.address());
        wiki = lab.object("wiki01");
    }

    @AfterEach
    void leaveNothingOpen() {
        TerminalLab.closeAll(admin, sshd);
    }

    @AfterAll
    static void stop() {
        if (server != null) server.close();
        if (sshd != null) sshd.close();
    }

    /** What the audit trail says of a terminal, the latest first. */
    private static List<JsonNode> audit(String terminal) {
        return StreamSupport.stream(
                        admin.get("/api/audit?action=inventory.server.ssh")
                                .body()
                                .path("entries")
                                .spliterator(),
                        false)
                .filter(entry -> entry.at("/details/terminal").asText().equals(terminal))
                .toList();
    }

    @Test
    void shellIsOpenedTypedIntoResizedLeftAndComeBackTo() {
        TerminalClient first = TerminalClient.open(admin, wiki, "&cols=100&rows=30");
        JsonNode connected = first.first();
        assertThat(connected.path("type").asText()).isEqualTo("connected");
        assertThat(connected.path("hostname").asText()).isEqualTo("wiki01");
        assertThat(connected.path("user").asText()).isEqualTo(OpenSshServer.user());

        first.type("PS1='> '; stty size; echo sum=$((40 + 2)) ünïcode $TERM\n");
        first.await("30 100").await("sum=42 ünïcode xterm-256color");
        first.resize(120, 40);
        first.type("stty size; mark=kept-$$\n");
        first.await("40 120");
        first.type("top\n");
        first.await("load average");
        first.drop();

        TerminalClient second = TerminalClient.open(
                admin, wiki, "&session=" + connected.path("session").asText());
        assertThat(second.first().path("resumed").asBoolean()).isTrue();
        second.await("load average"); // top is still there
        second.type("q");
        Awaitility.await().pollInterval(Duration.ofMillis(500)).until(() -> {
            second.type("echo \"it is ${mark%%-*}\"\n"); // top may yet swallow it
            return second.screen().contains("it is kept");
        });
        second.type("exit 3\n");

        assertThat(second.awaitClose()).isEqualTo(1000);
        String session = connected.path("session").asText();
        Awaitility.await().until(() -> audit(session).size() == 2);
        JsonNode end = audit(session).get(0);
        JsonNode begin = audit(session).get(1);
        assertThat(begin.path("resource").asText()).isEqualTo("inventory/server/" + wiki);
        assertThat(begin.path("username").asText()).isEqualTo("admin");
        assertThat(begin.at("/details/user").asText()).isEqualTo(OpenSshServer.user());
        assertThat(end.at("/details/event").asText()).isEqualTo("end");
        assertThat(end.at("/details/exit_code").asInt()).isEqualTo(3);
        assertThat(end.at("/details/duration_seconds").isNumber()).isTrue();
        Awaitility.await().until(() -> sshd.sessions().isEmpty());
        assertThat(admin.get("/api/hostkeys").body().path("total").asInt()).isEqualTo(1);
    }

    @Test
    void whoIsDeniedOnOneObjectIsRefusedThereAndNowhereElse() {
        Api jake = user("denied");

        TerminalClient refused = TerminalClient.open(jake, lab.object("wiki02"), "");

        assertThat(refused.last().path("message").asText()).contains("inventory.server.ssh");
        assertThat(refused.awaitClose()).isEqualTo(4003);
        assertThat(sshd.sessions()).isEmpty();
        assertThat(TerminalClient.open(jake, wiki, "").first().path("type").asText())
                .isEqualTo("connected");
    }

    @Test
    void permissionThatIsTakenAwayEndsTheTerminal() {
        Api jake = user("revoked");
        TerminalClient client = TerminalClient.open(jake, wiki, "");
        assertThat(client.first().path("type").asText()).isEqualTo("connected");

        String role = "/api/roles/" + role();
        List<Integer> held = StreamSupport.stream(
                        admin.get(role).body().path("permissions").spliterator(), false)
                .map(each -> each.path("id").asInt())
                .toList();

        assertThat(admin.put(role, Map.of("permission_ids", List.of())).status())
                .isEqualTo(200);

        assertThat(client.awaitClose()).isEqualTo(4003);
        Awaitility.await().until(() -> sshd.sessions().isEmpty());
        assertThat(held).hasSize(2);
        assertThat(admin.put(role, Map.of("permission_ids", held)).status()).isEqualTo(200);
    }

    @Test
    void userWhoIsDeactivatedLosesHisShellAlsoWhileHeIsNotConnected() {
        Api jake = user("jake");
        TerminalClient client = TerminalClient.open(jake, wiki, "");
        client.first();
        client.drop();
        int id = jake.get("/api/auth/me").body().path("id").asInt();

        assertThat(admin.delete("/api/users/" + id).status()).isEqualTo(200);

        Awaitility.await().until(() -> sshd.sessions().isEmpty());
    }

    @Test
    void stopOfTheServerTellsPeopleAndLeavesNoShell() throws Exception {
        TerminalClient client = TerminalClient.open(admin, wiki, "");
        client.first();

        assertThat(server.terminate(60)).isTrue();

        assertThat(client.awaitClose()).isEqualTo(1012);
        Awaitility.await().until(() -> sshd.sessions().isEmpty());
        server = builder.start();
        admin = admin.at(server.address());
    }

    private int role() {
        for (JsonNode role : admin.get("/api/roles").body().path("roles"))
            if (role.path("name").asText().equals(TerminalLab.ROLE))
                return role.path("id").asInt();
        throw new AssertionError("no role");
    }

    /** Invites somebody with the role, who accepts. */
    private Api user(String name) {
        String url = admin.post(
                        "/api/users",
                        Map.of("username", name, "email", name + "@lab.test", "role_ids", List.of(role())))
                .text("/invite_url");
        String token = url.substring(url.indexOf("#accept-invite-") + "#accept-invite-".length());
        String session = new Api(server.address(), "")
                .post("/api/auth/invite/" + token, Map.of("password", Api.PASSWORD))
                .text("/access_token");
        return new Api(server.address(), session);
    }
}
