package io.cloudlab.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.Role;
import io.cloudlab.core.shared.PageRequest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Giving and taking roles, and what nobody may do to others or himself. */
class GrantingTest {
    private final TestServer server = TestServer.start();
    private final String admin = server.admin();

    @AfterEach
    void stop() {
        server.close();
    }

    private String status(int id) {
        return server.get("/api/users/" + id, admin).json().path("status").asText();
    }

    @Test
    void nobodyDeactivatesHimselfOrTheLastAdministrator() {
        int superAdmin = server.cloudLab
                .stores()
                .roles()
                .findByName(Role.SUPER_ADMIN)
                .orElseThrow()
                .id();
        String name = server.user();
        int last = server.idOf(name);
        server.post("/api/users/" + last + "/roles", "{\"role_ids\":[" + superAdmin + "]}", admin);
        String token = server.login(name);

        Answer himself = server.send("DELETE", "/api/users/" + last, null, token);
        Answer other = server.send("PUT", "/api/users/" + last, "{\"is_active\":false}", admin);
        Answer stripped = server.post("/api/users/" + last + "/roles", "{\"role_ids\":[]}", admin);

        assertThat(himself.status()).isEqualTo(400);
        assertThat(himself.detail()).contains("Cannot deactivate your own");
        assertThat(other.status()).isEqualTo(400);
        assertThat(stripped.status()).isEqualTo(400);
        assertThat(status(last)).isEqualTo("active");
    }

    @Test
    void nobodyGrantsOrTouchesWhatHeDoesNotHold() {
        int strong = server.role(admin, "Strong", Permission.SYSTEM_STOP_ALL);
        int weak = server.role(admin, "Weak", Permission.COSTS_VIEW);
        String helper = server.token(
                Permission.USERS_ASSIGN_ROLES,
                Permission.USERS_CREATE,
                Permission.USERS_EDIT,
                Permission.USERS_DELETE,
                Permission.COSTS_VIEW);
        int above = server.idOf(server.user(Permission.SYSTEM_STOP_ALL));
        int below = server.idOf(server.user());

        List<Answer> refused = List.of(
                server.post("/api/users/" + below + "/roles", "{\"role_ids\":[" + strong + "]}", helper),
                server.post("/api/users/" + above + "/roles", "{\"role_ids\":[]}", helper),
                server.send("PUT", "/api/users/" + above, "{\"email\":\"evil@x.test\"}", helper),
                server.send("DELETE", "/api/users/" + above, null, helper),
                server.post(
                        "/api/users",
                        "{\"username\":\"new\",\"email\":\"new@x.test\",\"role_ids\":[" + strong + "]}",
                        helper));
        Answer allowed = server.post("/api/users/" + below + "/roles", "{\"role_ids\":[" + weak + "]}", helper);

        assertThat(refused).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.detail()).isEqualTo("Permission denied: system.stop_all");
        });
        assertThat(allowed.json().at("/roles/0/name").asText()).isEqualTo("Weak");
        assertThat(server.cloudLab.stores().users().list("new", null, new PageRequest(1, 1)))
                .satisfies(page -> assertThat(page.total()).isZero());
    }

    @Test
    void rolesCountForTheVeryNextRequest() {
        int viewer = server.role(admin, "Viewer", Permission.SERVICES_VIEW);
        String name = server.user();
        String token = server.login(name);
        assertThat(server.get("/api/services", token).status()).isEqualTo(403);

        server.post("/api/users/" + server.idOf(name) + "/roles", "{\"role_ids\":[" + viewer + "]}", admin);
        int granted = server.get("/api/services", token).status();
        server.send("PUT", "/api/roles/" + viewer, "{\"permission_ids\":[]}", admin);
        int revoked = server.get("/api/services", token).status();

        assertThat(granted).isEqualTo(200);
        assertThat(revoked).isEqualTo(403);
    }

    @Test
    void rolesAreChosenByTheirNamesToo() {
        server.role(admin, "Operator", Permission.SERVICES_DEPLOY);
        server.role(admin, "Caf\u00e9", Permission.COSTS_VIEW);
        int id = server.idOf(server.user());

        Answer invited = server.post(
                "/api/users", "{\"username\":\"mira\",\"email\":\"m@x.test\",\"roles\":[\"operator\"]}", admin);
        Answer assigned =
                server.post("/api/users/" + id + "/roles", "{\"roles\":[\"Cafe\u0301\",\"Operator\"]}", admin);
        Answer unknown = server.post("/api/users/" + id + "/roles", "{\"roles\":[\"Operators\"]}", admin);
        Answer both = server.post("/api/users/" + id + "/roles", "{\"roles\":[],\"role_ids\":[]}", admin);
        Answer above = server.post(
                "/api/users/" + id + "/roles",
                "{\"roles\":[\"Operator\"]}",
                server.token(Permission.USERS_ASSIGN_ROLES, Permission.COSTS_VIEW));

        assertThat(invited.json().at("/user/roles").findValuesAsText("name")).containsExactly("Operator");
        assertThat(assigned.json().at("/roles").findValuesAsText("name"))
                .containsExactlyInAnyOrder("Caf\u00e9", "Operator");
        assertThat(unknown.code()).isEqualTo("unknown-role");
        assertThat(both.faultAt()).isEqualTo("[\"body\",\"roles\"]");
        assertThat(above.status()).isEqualTo(403);
    }

    @Test
    void rolesMustBeGiven() {
        int id = server.idOf(server.user(Permission.COSTS_VIEW));

        for (String body : List.of("{}", "{\"role_ids\":null}"))
            assertThat(server.post("/api/users/" + id + "/roles", body, admin).faultAt())
                    .isEqualTo("[\"body\",\"role_ids\"]");
        assertThat(server.post("/api/users/" + id + "/roles", "{\"role_ids\":[999]}", admin)
                        .status())
                .isEqualTo(400);
        assertThat(server.get("/api/users/" + id, admin).json().path("roles")).hasSize(1);
    }
}
