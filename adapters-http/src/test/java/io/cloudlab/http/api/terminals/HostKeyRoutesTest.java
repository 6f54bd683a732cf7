package io.cloudlab.http.api.terminals;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.terminal.PinnedKey;
import io.cloudlab.core.terminal.shell.ServerKey;
import io.cloudlab.http.TestServer;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostKeyRoutesTest {
    private final TestServer server = TestServer.start();
    private final String keeper = server.token(Permission.HOSTKEYS_MANAGE);

    @AfterEach
    void stop() {
        server.close();
    }

    private PinnedKey pin(String pin) {
        return server.cloudLab
                .stores()
                .hostKeys()
                .pin(new PinnedKey(
                        0,
                        pin,
                        "203.0.113.7",
                        22,
                        new ServerKey("ssh-ed25519", "AAAAC3Nz"),
                        Instant.parse("2026-03-01T09:00:00Z"),
                        "mira"));
    }

    @Test
    void pinnedKeysAreListed() {
        PinnedKey first = pin("vultr:4f0f12e5");
        pin("object:17");

        JsonNode listed = server.get("/api/hostkeys?per_page=1", keeper).json();

        assertThat(listed.path("total").asInt()).isEqualTo(2);
        assertThat(listed.path("per_page").asInt()).isEqualTo(1);
        assertThat(listed.path("hostkeys")).hasSize(1);
        assertThat(listed.path("hostkeys").get(0).toString())
                .isEqualTo("{\"id\":" + first.id()
                        + ",\"pin\":\"vultr:4f0f12e5\",\"host\":\"203.0.113.7\",\"port\":22,\"algorithm\":\"ssh-ed25519\","
                        + "\"fingerprint\":\"" + first.key().fingerprint()
                        + "\",\"pinned_at\":\"2026-03-01T09:00:00+00:00\",\"pinned_by\":\"mira\"}");
    }

    @Test
    void deletedKeyIsGoneAndAudited() {
        int id = pin("object:17").id();

        assertThat(server.send("DELETE", "/api/hostkeys/" + id, null, keeper).body())
                .isEqualTo("{\"status\":\"deleted\"}");
        assertThat(server.send("DELETE", "/api/hostkeys/" + id, null, keeper).status())
                .isEqualTo(404);
        assertThat(server.cloudLab.stores().hostKeys().find(id)).isEmpty();
        assertThat(server.audited()).contains("hostkey.delete");
    }
}
