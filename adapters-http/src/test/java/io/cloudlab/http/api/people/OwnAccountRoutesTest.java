package io.cloudlab.http.api.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.access.Permission;
import io.cloudlab.http.Answer;
import io.cloudlab.http.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OwnAccountRoutesTest {
    private static final String SESSIONS = "/api/users/profile/sessions";

    private final TestServer server = TestServer.start();
    private final String name = server.user();
    private final String token = server.login(name);

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer changePassword(String current, String wanted) {
        return server.post(
                "/api/users/password",
                "{\"current_password\":\"%s\",\"new_password\":\"%s\"}".formatted(current, wanted),
                token);
    }

    @Test
    void everybodyChangesHisOwnProfileAndNothingElse() {
        Answer changed = server.send(
                "PUT",
                "/api/users/profile",
                "{\"display_name\":\"Mira\",\"email\":\"MIRA@lab.test\",\"is_active\":false,\"role_ids\":[1],\"id\":1,"
                        + "\"current_password\":\"" + TestServer.PASSWORD + "\"}",
                token);
        Answer nothing = server.send("PUT", "/api/users/profile", "{\"display_name\":null,\"email\":null}", token);

        assertThat(changed.status()).isEqualTo(200);
        assertThat(nothing.body()).isEqualTo(changed.body());
        assertThat(changed.json().path("display_name").asText()).isEqualTo("Mira");
        assertThat(changed.json().path("email").asText()).isEqualTo("mira@lab.test");
        assertThat(changed.json().path("is_active").asBoolean()).isTrue();
        assertThat(changed.json().path("id").asInt()).isEqualTo(server.idOf(name));
        assertThat(server.get("/api/auth/me", token).json().path("display_name").asText())
                .isEqualTo("Mira");
    }

    @Test
    void emptyAddressLeavesTheAddressAsItIs() {
        server.send("PUT", "/api/users/profile", TestServer.ownEmail("mira@lab.test"), token);
        Answer own = server.send("PUT", "/api/users/profile", "{\"display_name\":\"Mira\",\"email\":\"\"}", token);
        Answer other = server.send("PUT", "/api/users/" + server.idOf(name), "{\"email\":\"  \"}", server.admin());

        assertThat(own.status()).isEqualTo(200);
        assertThat(own.json().path("display_name").asText()).isEqualTo("Mira");
        assertThat(own.json().path("email").asText()).isEqualTo("mira@lab.test");
        assertThat(other.json().path("email").asText()).isEqualTo("mira@lab.test");
        assertThat(server.send("PUT", "/api/users/profile", "{\"email\":\"mira\"}", token)
                        .faultAt())
                .isEqualTo("[\"body\",\"email\"]");
    }

    @Test
    void anotherAddressNeedsThePasswordAndEndsOtherSessions() {
        String elsewhere = server.login(name);
        String path = "/api/users/profile";

        Answer without = server.send("PUT", path, "{\"email\":\"mira@lab.test\"}", token);
        Answer wrong = server.send("PUT", path, "{\"email\":\"mira@lab.test\",\"current_password\":\"wrong\"}", token);

        assertThat(without.status()).isEqualTo(400);
        assertThat(without.code()).isEqualTo("password-needed");
        assertThat(without.body()).contains("current_password");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.code()).isEqualTo("wrong-password");
        assertThat(server.get("/api/auth/me", elsewhere).json().path("email").isNull())
                .isTrue();

        assertThat(server.send("PUT", path, TestServer.ownEmail("mira@lab.test"), token)
                        .status())
                .isEqualTo(200);
        assertThat(server.get("/api/auth/me", elsewhere).status()).isEqualTo(401);
        assertThat(server.get("/api/auth/me", token).json().path("email").asText())
                .isEqualTo("mira@lab.test");
        Answer same = server.send("PUT", path, "{\"email\":\"MIRA@lab.test\",\"display_name\":\"M\"}", token);
        assertThat(same.json().path("display_name").asText()).isEqualTo("M");
    }

    @Test
    void administratorsOwnAddressIsNoExceptionWhateverTheWay() {
        String root = server.user(Permission.ALL);
        Answer other = server.send(
                "PUT", "/api/users/" + server.idOf(root), "{\"email\":\"root@lab.test\"}", server.login(root));

        assertThat(other.status()).isEqualTo(400);
        assertThat(other.code()).isEqualTo("own-email");
    }

    @Test
    void ownSessionsAreListedAndEnded() {
        String second = server.login(name);
        String third = server.login(name);
        JsonNode listed = server.get(SESSIONS, second).json().path("sessions");

        assertThat(listed).hasSize(3);
        assertThat(listed).filteredOn(each -> each.path("current").asBoolean()).hasSize(1);
        assertThat(listed.get(0).path("ip_address").asText()).isEqualTo("127.0.0.1");
        String newest = listed.get(0).path("id").asText();
        assertThat(server.send("DELETE", SESSIONS + "/" + newest, null, server.token())
                        .status())
                .as("by another user")
                .isEqualTo(404);

        assertThat(server.send("DELETE", SESSIONS + "/" + newest, null, second).status())
                .isEqualTo(200);
        assertThat(server.get(SESSIONS, third).status()).isEqualTo(401);
        assertThat(server.send("DELETE", SESSIONS + "/" + newest, null, second).status())
                .isEqualTo(404);

        Answer others = server.send("DELETE", SESSIONS, null, second);
        assertThat(others.json().path("ended").asInt()).isEqualTo(1);
        assertThat(server.get(SESSIONS, token).status()).isEqualTo(401);
        assertThat(server.get(SESSIONS, second).json().path("sessions")).hasSize(1);
        assertThat(server.audited()).contains("session.end", "session.end_others");
    }

    @Test
    void literalSegmentsWinOverIds() {
        assertThat(server.get("/api/users/profile", server.admin()).status()).isEqualTo(405);
        assertThat(server.get("/api/users/password", server.admin()).header("Allow"))
                .isEqualTo("POST");
    }

    @Test
    void passwordChangeEndsEveryOtherSession() {
        String elsewhere = server.login(name);

        Answer changed = changePassword(TestServer.PASSWORD, "another horse");
        String fresh = changed.json().path("access_token").asText();

        assertThat(changed.json().path("status").asText()).isEqualTo("ok");
        assertThat(server.get("/api/auth/me", fresh).status()).isEqualTo(200);
        assertThat(server.get("/api/auth/me", token).status()).isEqualTo(401);
        assertThat(server.get("/api/auth/me", elsewhere).status()).isEqualTo(401);
        assertThat(server.login(name)).isEmpty();
    }

    @Test
    void wrongCurrentPasswordIsNoEndOfTheSession() {
        Answer wrong = changePassword("wrong password", "another horse");

        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.code()).isEqualTo("wrong-password");
        assertThat(server.get("/api/auth/me", token).status()).isEqualTo(200);
    }

    @Test
    void bothPasswordsMustBeGivenAndTheNewOneMustBeGood() {
        for (String body : List.of("{}", "{\"current_password\":null,\"new_password\":\"another horse\"}"))
            assertThat(server.post("/api/users/password", body, token).faultAt())
                    .isEqualTo("[\"body\",\"current_password\"]");
        assertThat(server.post("/api/users/password", "{\"current_password\":\"x\"}", token)
                        .faultAt())
                .isEqualTo("[\"body\",\"new_password\"]");
        assertThat(changePassword(TestServer.PASSWORD, "short").faultAt()).isEqualTo("[\"body\",\"new_password\"]");
        assertThat(changePassword(TestServer.PASSWORD, "ü".repeat(37)).faultAt())
                .isEqualTo("[\"body\",\"new_password\"]");
        assertThat(changePassword(TestServer.PASSWORD, "x".repeat(1 << 20)).status())
                .isEqualTo(413);
    }
}
