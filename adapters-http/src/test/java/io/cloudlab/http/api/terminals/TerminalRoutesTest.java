package io.cloudlab.http.api.terminals;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.testing.fake.FakeRemoteShell;
import io.cloudlab.core.testing.fake.FakeTerminalTargets;
import io.cloudlab.http.TestServer;
import io.cloudlab.http.Viewer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TerminalRoutesTest {
    private final TestServer server =
            TestServer.with(builder -> builder.terminals(TerminalSocketTest.setup(new FakeRemoteShell())));
    private final String token = server.token(FakeTerminalTargets.SSH);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void terminalsAreListedAndEnded() throws InterruptedException {
        Viewer viewer = Viewer.open(server, "/api/inventory/ws/17/action?token=" + token);
        String session = viewer.next().path("session").asText();

        JsonNode listed = server.get("/api/terminals", token).json().path("terminals");
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).path("id").asText()).isEqualTo(session);
        assertThat(listed.get(0).path("object_id").asInt()).isEqualTo(17);
        assertThat(listed.get(0).path("attached").asBoolean()).isTrue();
        assertThat(server.get("/api/terminals", server.token(FakeTerminalTargets.SSH))
                        .json()
                        .path("terminals"))
                .isEmpty();
        assertThat(server.get("/api/terminals", server.token(Permission.TERMINALS_VIEW_ALL))
                        .json()
                        .path("terminals"))
                .hasSize(1);

        assertThat(server.send("DELETE", "/api/terminals/" + session, null, token)
                        .body())
                .isEqualTo("{\"status\":\"closed\"}");
        assertThat(viewer.next().path("message").asText()).contains("closed");
        assertThat(viewer.closeCode()).isEqualTo(1000);
        assertThat(server.send("DELETE", "/api/terminals/" + session, null, token)
                        .status())
                .isEqualTo(404);
    }
}
