package io.cloudlab.http.api.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.access.Permission;
import io.cloudlab.http.Answer;
import io.cloudlab.http.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class VaultRoutesTest {
    private static final String PATH = "/api/vault/password";

    private final TestServer server = TestServer.start();
    private final String editor = server.token(Permission.SYSTEM_SETTINGS_EDIT, Permission.SYSTEM_SETTINGS_VIEW);

    @AfterEach
    void stop() {
        server.close();
    }

    private String status() {
        return server.get("/api/vault", editor).body();
    }

    private Answer store(String body) {
        return server.send("PUT", PATH, body, editor);
    }

    @Test
    void passwordIsStoredChangedAndForgottenButNeverShown() {
        assertThat(status()).isEqualTo("{\"password\":\"missing\"}");

        assertThat(store("{\"password\":\"open sesame\"}").body()).isEqualTo("{\"status\":\"saved\"}");
        assertThat(status()).isEqualTo("{\"password\":\"stored\"}");
        assertThat(server.cloudLab.cloudLab().vault().password()).contains("open sesame");
        assertThat(store("{\"password\":\"open barley\"}").status()).isEqualTo(200);
        assertThat(server.cloudLab.cloudLab().vault().password()).contains("open barley");

        assertThat(server.send("DELETE", PATH, null, editor).body()).isEqualTo("{\"status\":\"deleted\"}");
        assertThat(server.send("DELETE", PATH, null, editor).status()).isEqualTo(404);
        assertThat(status()).isEqualTo("{\"password\":\"missing\"}");
        assertThat(server.audited())
                .containsSubsequence("vault.password.change", "vault.password.change", "vault.password.remove");
        assertThat(server.cloudLab.audit().toString()).doesNotContain("open ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"password\":null}",
                "{\"password\":\"\"}",
                "{\"password\":\"abc\"}",
                "{\"password\":\" hunter22\"}",
                "{\"password\":\"hunter22 \"}",
                "{\"password\":\"hunter\\n22\"}",
                "{\"password\":12345678}"
            })
    void passwordThatAnsibleCouldNotBeHandedIsRefusedByItsName(String body) {
        Answer refused = store(body);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().at("/errors/0/loc").toString()).isEqualTo("[\"body\",\"password\"]");
        assertThat(refused.body()).doesNotContain("hunter", "12345678");
        assertThat(status()).isEqualTo("{\"password\":\"missing\"}");
    }

    @Test
    void viewingDoesNotAllowChangingNorChangingViewing() {
        String viewer = server.token(Permission.SYSTEM_SETTINGS_VIEW);
        String changer = server.token(Permission.SYSTEM_SETTINGS_EDIT);

        assertThat(server.send("PUT", PATH, "{\"password\":\"open sesame\"}", viewer)
                        .status())
                .isEqualTo(403);
        assertThat(server.send("DELETE", PATH, null, viewer).status()).isEqualTo(403);
        assertThat(server.get("/api/vault", changer).status()).isEqualTo(403);
        assertThat(status()).isEqualTo("{\"password\":\"missing\"}");
    }
}
