package io.cloudlab.http.api.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.access.Permission;
import io.cloudlab.http.Answer;
import io.cloudlab.http.TestServer;
import java.util.Collections;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class UserRoutesTest {
    private final TestServer server = TestServer.start();
    private final String admin = server.admin();

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer invite(String body) {
        return server.post("/api/users", body, admin);
    }

    private String status(int id) {
        return server.get("/api/users/" + id, admin).json().path("status").asText();
    }

    @Test
    void invitedUserIsShownWithTheLinkToHandOver() {
        int role = server.role(admin, "Operator", Permission.SERVICES_DEPLOY);

        Answer invited = invite("{\"username\":\"mira\",\"email\":\" Mira@Lab.test \",\"display_name\":\"Mira\","
                + "\"role_ids\":[" + role + "," + role + "]}");

        assertThat(invited.status()).isEqualTo(200);
        assertThat(invited.json().path("invite_sent").asBoolean()).isFalse();
        assertThat(invited.json().path("invite_url").asText())
                .matches("http://127.0.0.1:8000/#accept-invite-[A-Za-z0-9_-]{64}");
        JsonNode user = invited.json().path("user");
        assertThat(Collections.list(Collections.enumeration(user.properties())).stream()
                        .map(each -> each.getKey()))
                .containsExactly(
                        "id",
                        "username",
                        "email",
                        "display_name",
                        "is_active",
                        "status",
                        "created_at",
                        "last_login_at",
                        "invite_accepted_at",
                        "roles");
        assertThat(user.path("email").asText()).isEqualTo("mira@lab.test");
        assertThat(user.path("status").asText()).isEqualTo("invited");
        assertThat(user.path("is_active").asBoolean()).isFalse();
        assertThat(user.path("last_login_at").isNull()).isTrue();
        assertThat(user.path("roles").toString()).isEqualTo("[{\"id\":" + role + ",\"name\":\"Operator\"}]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | [\"body\",\"username\"]",
                "{\"username\":null,\"email\":\"a@b\"} | [\"body\",\"username\"]",
                "{\"username\":\"mira\",\"email\":null} | [\"body\",\"email\"]",
                "{\"username\":\"m m\",\"email\":\"a@b.test\"} | [\"body\",\"username\"]",
                "{\"username\":\"аdmin\",\"email\":\"a@b.test\"} | [\"body\",\"username\"]",
                "{\"username\":\"mira\",\"email\":\"a@x\\r\\nBcc:b@y\"} | [\"body\",\"email\"]",
                "{\"username\":\"mira\",\"email\":\"a@x,b@y\"} | [\"body\",\"email\"]",
                "{\"username\":\"mira\",\"email\":[\"a@x\"]} | [\"body\",\"email\"]",
                "{\"username\":\"mira\",\"email\":\"a@x\",\"role_ids\":[null]} | [\"body\",\"role_ids\",0]",
                "{\"username\":\"mira\",\"email\":\"a@x\",\"role_ids\":[\"x\"]} | [\"body\",\"role_ids\",0]",
                "{\"username\":\"mira\",\"email\":\"a@x\",\"role_ids\":[true]} | [\"body\",\"role_ids\",0]",
                "{\"username\":\"mira\",\"email\":\"a@x\",\"role_ids\":[\"\"]} | [\"body\",\"role_ids\",0]",
                "{\"username\":\"mira\",\"email\":\"a@x\",\"role_ids\":[1.5]} | [\"body\",\"role_ids\",0]",
                "{\"username\":\"mira\",\"email\":\"a@x\",\"role_ids\":[99999999999]} | [\"body\",\"role_ids\",0]",
                "{\"username\":\"mira\",\"email\":\"a@x\",\"role_ids\":7} | [\"body\",\"role_ids\"]",
            })
    void malformedMembersAreNamed(String body, String place) {
        Answer answer = invite(body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.faultAt()).isEqualTo(place);
        assertThat(server.audited()).doesNotContain("user.invite");
    }

    @Test
    void tooManyIdsAreRefused() {
        String ids = "1,".repeat(1_000) + "1";

        Answer answer = invite("{\"username\":\"mira\",\"email\":\"a@x\",\"role_ids\":[" + ids + "]}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.detail()).isEqualTo("role_ids must hold at most 1000 ids.");
    }

    @Test
    void takenNamesAndAddressesAreRefusedInAnyCase() {
        server.invite(admin, "mira");

        Answer name = invite("{\"username\":\"MIRA\",\"email\":\"other@lab.test\"}");
        Answer email = invite("{\"username\":\"other\",\"email\":\"MIRA@LAB.TEST\"}");
        Answer role = invite("{\"username\":\"other\",\"email\":\"other@lab.test\",\"role_ids\":[999]}");

        assertThat(name.status()).isEqualTo(400);
        assertThat(name.detail()).contains("already exists");
        assertThat(email.status()).isEqualTo(400);
        assertThat(email.detail()).contains("already in use");
        assertThat(role.status()).isEqualTo(400);
        assertThat(server.audited()).containsOnlyOnce("user.invite");
    }

    @Test
    void userIsActiveFromAcceptingUntilSwitchedOff() {
        String token = server.invite(admin, "mira");
        String path = "/api/users/" + server.idOf("mira");
        Supplier<JsonNode> shown = () -> server.get(path, admin).json();

        JsonNode invited =
                server.send("PUT", path, "{\"is_active\":true}", admin).json();
        server.post("/api/auth/invite/" + token, "{\"password\":\"long enough\"}", null);
        JsonNode accepted = shown.get();
        JsonNode off = server.send("PUT", path, "{\"is_active\":false}", admin).json();
        JsonNode on = server.send("PUT", path, "{\"is_active\":true}", admin).json();
        server.send("DELETE", path, null, admin);
        JsonNode deleted = shown.get();

        assertThat(Stream.of(invited, accepted, off, on, deleted)
                        .map(user -> user.path("status").asText() + " " + user.path("is_active")))
                .containsExactly("invited false", "active true", "inactive false", "active true", "inactive false");
    }

    @Test
    void listIsFilteredAndPaged() {
        server.invite(admin, "mira");
        server.invite(admin, "milo");
        String plain = server.user();

        JsonNode second =
                server.get("/api/users?search=MI&per_page=1&page=2", admin).json();
        JsonNode invited = server.get("/api/users?status=invited", admin).json();
        JsonNode all = server.get("/api/users", admin).json();

        assertThat(second.path("total").asInt()).isEqualTo(2);
        assertThat(second.path("page").asInt()).isEqualTo(2);
        assertThat(second.path("per_page").asInt()).isEqualTo(1);
        assertThat(second.at("/users/0/username").asText()).isEqualTo("milo");
        assertThat(invited.path("users").findValuesAsText("username")).containsExactly("mira", "milo");
        assertThat(all.path("users").findValuesAsText("username")).contains(plain, "mira", "milo");
        assertThat(all.path("per_page").asInt()).isEqualTo(100);
        assertThat(all.at("/users/0").has("permissions")).isFalse();
        assertThat(server.get("/api/users?search=%25", admin)
                        .json()
                        .path("total")
                        .asInt())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"per_page=501", "per_page=0", "page=0", "status=gone", "page=x", "search=%ff"})
    void listParametersOutOfRangeAreRefused(String query) {
        assertThat(server.get("/api/users?" + query, admin).status()).isEqualTo(422);
        assertThat(server.get("/api/users?per_page=500", admin).status()).isEqualTo(200);
    }

    @Test
    void oneUserIsShownWithHisPermissions() {
        int id = server.idOf(server.user(Permission.JOBS_CANCEL, Permission.COSTS_VIEW));

        JsonNode user = server.get("/api/users/" + id, admin).json();

        assertThat(user.path("permissions").toString()).isEqualTo("[\"costs.view\",\"jobs.cancel\"]");
    }

    @ParameterizedTest
    @CsvSource({"0,422", "-1,422", "x,422", "2147483648,422", "999999,404", "2147483647,404"})
    void idsThatAreNobodysAreRefused(String id, int status) {
        assertThat(server.get("/api/users/" + id, admin).status()).isEqualTo(status);
        assertThat(server.send("DELETE", "/api/users/" + id, null, admin).status())
                .isEqualTo(status);
        assertThat(server.send("PUT", "/api/users/" + id, "{}", admin).status()).isEqualTo(status);
        assertThat(server.post("/api/users/" + id + "/roles", "{\"role_ids\":[]}", admin)
                        .status())
                .isEqualTo(status);
        assertThat(server.post("/api/users/" + id + "/resend-invite", null, admin)
                        .status())
                .isEqualTo(status);
    }

    @Test
    void changeLeavesAloneWhatIsNullAndRefusesWhatItDoesNotKnow() {
        server.invite(admin, "mira");
        int id = server.idOf("mira");

        Answer refused = server.send(
                "PUT",
                "/api/users/" + id,
                "{\"display_name\":\"Root\",\"email\":null,\"is_active\":null,\"id\":1,\"username\":\"root\","
                        + "\"roles\":[{\"id\":1}],\"role_ids\":[1],\"permissions\":[\"*\"],\"status\":\"active\","
                        + "\"password\":\"long enough\",\"token_version\":9}",
                admin);
        Answer changed = server.send(
                "PUT", "/api/users/" + id, "{\"display_name\":\"Mira\",\"email\":null,\"is_active\":null}", admin);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().path("errors")).hasSize(8);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().path("id").asInt()).isEqualTo(id);
        assertThat(changed.json().path("display_name").asText()).isEqualTo("Mira");
        assertThat(changed.json().path("username").asText()).isEqualTo("mira");
        assertThat(changed.json().path("email").asText()).isEqualTo("mira@lab.test");
        assertThat(changed.json().path("roles").isEmpty()).isTrue();
        assertThat(changed.json().path("status").asText()).isEqualTo("invited");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"true\"", "\"\"", "[]", "0.5"})
    void isActiveMustBeTrueOrFalse(String value) {
        int id = server.idOf(server.user());

        Answer answer = server.send("PUT", "/api/users/" + id, "{\"is_active\":" + value + "}", admin);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.faultAt()).isEqualTo("[\"body\",\"is_active\"]");
        assertThat(status(id)).isEqualTo("active");
    }

    @Test
    void deactivatedUserIsOutAtOnceAndStaysInTheList() {
        String name = server.user(Permission.SERVICES_VIEW);
        String token = server.login(name);
        int id = server.idOf(name);

        Answer answer = server.send("DELETE", "/api/users/" + id, null, admin);

        assertThat(answer.body()).isEqualTo("{\"status\":\"deactivated\"}");
        assertThat(server.get("/api/services", token).status()).isEqualTo(401);
        assertThat(status(id)).isEqualTo("inactive");
        assertThat(server.login(name)).isEmpty();
    }

    @Test
    void invitationSentAgainReplacesTheFirst() {
        String first = server.invite(admin, "mira");
        int id = server.idOf("mira");

        Answer again = server.post("/api/users/" + id + "/resend-invite", null, admin);

        assertThat(again.json().path("status").asText()).isEqualTo("invite_resent");
        assertThat(again.json().path("invite_url").asText()).contains("/#accept-invite-");
        assertThat(server.post("/api/auth/invite/" + first, "{\"password\":\"long enough\"}", null)
                        .status())
                .isEqualTo(400);
        int accepted = server.idOf(server.user());
        assertThat(server.post("/api/users/" + accepted + "/resend-invite", null, admin)
                        .status())
                .isEqualTo(400);
    }
}
