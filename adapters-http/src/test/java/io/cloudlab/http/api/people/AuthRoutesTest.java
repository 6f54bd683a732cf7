package io.cloudlab.http.api.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.http.Answer;
import io.cloudlab.http.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuthRoutesTest {
    private final TestServer server = TestServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void firstAdministratorIsCreatedOnce() {
        assertThat(server.get("/api/auth/setup-required").body()).isEqualTo("{\"setup_required\":true}");

        Answer created = server.post("/api/auth/setup", "{\"username\":\"mira\",\"password\":\"long enough\"}", null);

        assertThat(created.status()).isEqualTo(200);
        assertThat(created.json().at("/user/username").asText()).isEqualTo("mira");
        assertThat(created.json().path("permissions").get(0).asText()).isEqualTo("*");
        assertThat(server.get("/api/auth/setup-required").body()).isEqualTo("{\"setup_required\":false}");
        Answer again = server.post("/api/auth/setup", "{\"username\":\"otto\",\"password\":\"long enough\"}", null);
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.code()).isEqualTo("setup-done");
    }

    @Test
    void loggingInBeforeSetupSaysSo() {
        Answer answer = server.post("/api/auth/login", "{\"username\":\"mira\",\"password\":\"whatever\"}", null);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).contains("Setup not completed");
    }

    @Test
    void meShowsWhoTheTokenBelongsTo() {
        String name = server.user();
        String token = server.login(name);

        Answer me = server.get("/api/auth/me", token);

        assertThat(me.status()).isEqualTo(200);
        assertThat(me.json().path("username").asText()).isEqualTo(name);
        assertThat(me.json().path("status").asText()).isEqualTo("active");
        assertThat(me.json().path("created_at").asText()).endsWith("+00:00");
        assertThat(me.json().path("roles").get(0).path("name").asText()).startsWith("role-");
    }

    @Test
    void tokenIsNoGoodAfterLogout() {
        String token = server.token();

        assertThat(server.post("/api/auth/logout", null, token).status()).isEqualTo(200);

        assertThat(server.get("/api/auth/me", token).status()).isEqualTo(401);
    }

    @Test
    void wrongPasswordAndUnknownUserAreAnsweredAlike() {
        String name = server.user();

        Answer wrong = server.post("/api/auth/login", "{\"username\":\"" + name + "\",\"password\":\"x\"}", null);
        Answer unknown = server.post("/api/auth/login", "{\"username\":\"nobody\",\"password\":\"x\"}", null);

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(unknown.status()).isEqualTo(401);
        assertThat(unknown.body()).isEqualTo(wrong.body());
    }
}
