package io.cloudlab.http.api.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.testing.fake.FakeRemoteShell;
import io.cloudlab.core.testing.fake.FakeTerminalTargets;
import io.cloudlab.http.Answer;
import io.cloudlab.http.TestServer;
import io.cloudlab.http.Viewer;
import io.cloudlab.http.api.terminals.TerminalSocketTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tickets in the place of tokens. */
@Tag("slow")
class TicketRoutesTest {
    private static final String PATH = "/api/inventory/ws/17/action";

    private final TestServer server =
            TestServer.with(builder -> builder.terminals(TerminalSocketTest.setup(new FakeRemoteShell())));
    private final String token = server.token(FakeTerminalTargets.SSH);

    @AfterEach
    void stop() {
        server.close();
    }

    private static String type(JsonNode message) {
        return message.path("type").asText();
    }

    private String ticket(String path) {
        return server.post("/api/auth/socket-ticket", "{\"path\":\"" + path + "\"}", token)
                .json()
                .path("ticket")
                .asText();
    }

    @Test
    void ticketOpensItsSocketOnce() throws InterruptedException {
        String ticket = ticket(PATH);

        assertThat(type(Viewer.open(server, PATH + "?ticket=" + ticket).next())).isEqualTo("connected");
        assertThat(Viewer.open(server, PATH + "?ticket=" + ticket).closeCode()).isEqualTo(4001);
    }

    @Test
    void ticketOpensNoOtherSocketAndIsNoToken() throws InterruptedException {
        String ticket = ticket(PATH);

        assertThat(Viewer.open(server, "/api/inventory/ws/18/action?ticket=" + ticket)
                        .closeCode())
                .isEqualTo(4001);
        assertThat(server.get("/api/auth/me", ticket).status()).isEqualTo(401);
        assertThat(Viewer.open(server, PATH + "?token=" + ticket).closeCode()).isEqualTo(4001);
    }

    @Test
    void ticketOfAnEndedSessionIsNoGood() {
        String ticket = ticket(PATH);
        server.post("/api/auth/logout", null, token);

        assertThat(Viewer.open(server, PATH + "?ticket=" + ticket).closeCode()).isEqualTo(4001);
    }

    @Test
    void tokensInAddressesCanBeSwitchedOff() throws InterruptedException {
        try (TestServer strict = TestServer.start(config -> config.withTokensInQuery(false))) {
            String user = strict.admin();
            String path = "/api/jobs/ws/" + strict.job(user);
            Answer issued = strict.post("/api/auth/socket-ticket", "{\"path\":\"" + path + "\"}", user);
            String ticket = issued.json().path("ticket").asText();

            Viewer refused = Viewer.open(strict, path + "?token=" + user);
            assertThat(refused.next().path("message").asText()).contains("tickets");
            assertThat(refused.closeCode()).isEqualTo(4001);
            assertThat(Viewer.open(strict, path + "?token=" + user + "&ticket=" + ticket)
                            .closeCode())
                    .isEqualTo(4001);
            assertThat(type(Viewer.open(strict, path + "?ticket=" + ticket).next()))
                    .isEqualTo("connected");
        }
    }

    @Test
    void ticketOpensTheSocketOfAJobToo() throws InterruptedException {
        var admin = server.admin();
        String path = "/api/jobs/ws/" + server.job(admin);
        String ticket = server.post("/api/auth/socket-ticket", "{\"path\":\"" + path + "\"}", admin)
                .json()
                .path("ticket")
                .asText();

        assertThat(type(Viewer.open(server, path + "?ticket=" + ticket).next())).isEqualTo("connected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/api/users", "/api/jobs/ws/", "/api/jobs/ws/1/../2", "http://evil/api/jobs/ws/1"})
    void ticketsAreForSocketsOnly(String path) {
        Answer answer = server.post("/api/auth/socket-ticket", "{\"path\":\"" + path + "\"}", token);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains("\"path\"");
    }
}
