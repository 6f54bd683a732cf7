package io.cloudlab.http.api.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.Role;
import io.cloudlab.http.Answer;
import io.cloudlab.http.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class RoleRoutesTest {
    private final TestServer server = TestServer.start();
    private final String admin = server.admin();

    @AfterEach
    void stop() {
        server.close();
    }

    private int permission(String codename) {
        return server.cloudLab.stores().roles().permissions().stream()
                .filter(each -> each.permission().codename().equals(codename))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private Answer create(String body) {
        return server.post("/api/roles", body, admin);
    }

    private Answer change(int id, String body, String token) {
        return server.send("PUT", "/api/roles/" + id, body, token);
    }

    @Test
    void createdRoleIsShownAsItIsStored() {
        int deploy = permission("services.deploy");

        Answer created = create("{\"name\":\" Operator \",\"description\":\"Runs things\",\"permission_ids\":[" + deploy
                + "," + deploy + "]}");
        JsonNode role = created.json();

        assertThat(created.status()).isEqualTo(200);
        assertThat(role.path("name").asText()).isEqualTo("Operator");
        assertThat(role.path("description").asText()).isEqualTo("Runs things");
        assertThat(role.path("is_system").asBoolean()).isFalse();
        assertThat(role.path("user_count").asInt()).isZero();
        assertThat(role.path("created_at").asText()).endsWith("+00:00");
        assertThat(role.path("permissions").toString())
                .isEqualTo(
                        "[{\"id\":" + deploy
                                + ",\"codename\":\"services.deploy\",\"category\":\"services\",\"label\":\"Deploy Services\"}]");
        assertThat(server.get("/api/roles/" + role.path("id").asInt(), admin).json())
                .isEqualTo(role);
    }

    @Test
    void permissionsAreChosenByTheirCodenamesToo() {
        Answer created = create("{\"name\":\"Viewer\",\"permissions\":[\"services.view\",\"services.view\"]}");
        int id = created.json().path("id").asInt();
        Answer changed = change(id, "{\"permissions\":[\"jobs.cancel\",\"services.view\"]}", admin);
        Answer renamed = change(id, "{\"name\":\"Watcher\"}", admin);

        assertThat(created.json().at("/permissions").findValuesAsText("codename"))
                .containsExactly("services.view");
        for (Answer answer : List.of(changed, renamed))
            assertThat(answer.json().at("/permissions").findValuesAsText("codename"))
                    .containsExactlyInAnyOrder("services.view", "jobs.cancel");
    }

    @Test
    void permissionsAreChosenInOneOfTheTwoWays() {
        String both = "{\"name\":\"Both\",\"permissions\":[\"services.view\"],\"permission_ids\":[]}";
        Answer unknown = create("{\"name\":\"Unknown\",\"permissions\":[\"services.veiw\"]}");
        String weak = server.token(Permission.ROLES_CREATE);

        assertThat(create(both).status()).isEqualTo(422);
        assertThat(create(both).faultAt()).isEqualTo("[\"body\",\"permissions\"]");
        assertThat(create("{\"name\":\"Null\",\"permissions\":[null]}").faultAt())
                .isEqualTo("[\"body\",\"permissions\",0]");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.code()).isEqualTo("unknown-permission");
        assertThat(server.post("/api/roles", "{\"name\":\"No\",\"permissions\":[\"services.view\"]}", weak)
                        .detail())
                .isEqualTo("Permission denied: services.view");
    }

    @Test
    void rolesAreListedById() {
        int first = server.role(admin, "Zebra");
        int second = server.role(admin, "Ape");

        List<String> ids = server.get("/api/roles", admin).json().path("roles").findValuesAsText("user_count");
        JsonNode roles = server.get("/api/roles", admin).json().path("roles");

        assertThat(ids).isNotEmpty();
        assertThat(roles.get(0).path("name").asText()).isEqualTo(Role.SUPER_ADMIN);
        assertThat(roles.get(roles.size() - 2).path("id").asInt()).isEqualTo(first);
        assertThat(roles.get(roles.size() - 1).path("id").asInt()).isEqualTo(second);
    }

    @Test
    void permissionsAreListedByCategory() {
        JsonNode permissions =
                server.get("/api/roles/permissions", admin).json().path("permissions");

        assertThat(permissions.fieldNames().next()).isEqualTo("instances");
        JsonNode first = permissions.path("jobs").get(0);
        assertThat(first.path("codename").asText()).isEqualTo("jobs.view_own");
        assertThat(first.path("label").asText()).isEqualTo("View Own Jobs");
        assertThat(first.path("description").asText()).isNotEmpty();
        assertThat(first.path("id").asInt()).isPositive();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | [\"body\",\"name\"]",
                "{\"name\":null} | [\"body\",\"name\"]",
                "{\"name\":\" x \"} | [\"body\",\"name\"]",
                "{\"name\":\"a\\nb\"} | [\"body\",\"name\"]",
                "{\"name\":5} | [\"body\",\"name\"]",
                "{\"name\":\"ok\",\"description\":{}} | [\"body\",\"description\"]",
                "{\"name\":\"ok\",\"permission_ids\":[null]} | [\"body\",\"permission_ids\",0]",
                "{\"name\":\"ok\",\"permission_ids\":{}} | [\"body\",\"permission_ids\"]",
            })
    void malformedMembersAreNamed(String body, String place) {
        Answer answer = create(body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.faultAt()).isEqualTo(place);
    }

    @Test
    void takenNamesAndUnknownPermissionsAreRefused() {
        server.role(admin, "Operator");

        assertThat(create("{\"name\":\"OPERATOR\"}").status()).isEqualTo(400);
        assertThat(create("{\"name\":\"super-admin\"}").detail()).contains("already exists");
        assertThat(create("{\"name\":\"new\",\"permission_ids\":[99999]}").code())
                .isEqualTo("unknown-permission");
        assertThat(create("{\"name\":\"new\",\"description\":\"" + "x".repeat(256) + "\"}")
                        .status())
                .isEqualTo(422);
        assertThat(create("{\"name\":\"new\",\"permission_ids\":null,\"description\":null}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void nobodyPutsInOrTakesOutWhatHeDoesNotHold() {
        int strong = server.role(admin, "Strong", Permission.SYSTEM_STOP_ALL, Permission.COSTS_VIEW);
        String helper = server.token(Permission.ROLES_CREATE, Permission.ROLES_EDIT, Permission.COSTS_VIEW);

        Answer created = server.post(
                "/api/roles", "{\"name\":\"Mine\",\"permission_ids\":[" + permission("system.stop_all") + "]}", helper);
        Answer taken = change(strong, "{\"permission_ids\":[" + permission("costs.view") + "]}", helper);
        Answer renamed = change(strong, "{\"name\":\"Stronger\",\"permission_ids\":null}", helper);

        assertThat(created.status()).isEqualTo(403);
        assertThat(taken.status()).isEqualTo(403);
        assertThat(taken.detail()).isEqualTo("Permission denied: system.stop_all");
        assertThat(renamed.json().path("name").asText()).isEqualTo("Stronger");
        assertThat(renamed.json().path("permissions")).hasSize(2);
    }

    @Test
    void systemRoleStaysAsItIs() {
        int id = server.cloudLab
                .stores()
                .roles()
                .findByName(Role.SUPER_ADMIN)
                .orElseThrow()
                .id();

        Answer changed = change(id, "{\"name\":\"mine\"}", admin);
        Answer deleted = server.send("DELETE", "/api/roles/" + id, null, admin);

        assertThat(changed.status()).isEqualTo(400);
        assertThat(changed.detail()).contains("system roles");
        assertThat(deleted.status()).isEqualTo(400);
        assertThat(deleted.detail()).contains("system roles");
    }

    @Test
    void roleIsDeletedOnceNobodyHoldsIt() {
        int id = server.role(admin, "Operator");
        int user = server.idOf(server.user());
        server.post("/api/users/" + user + "/roles", "{\"role_ids\":[" + id + "]}", admin);

        Answer held = server.send("DELETE", "/api/roles/" + id, null, admin);
        server.post("/api/users/" + user + "/roles", "{\"role_ids\":[]}", admin);
        Answer deleted = server.send("DELETE", "/api/roles/" + id, null, admin);

        assertThat(held.status()).isEqualTo(400);
        assertThat(deleted.body()).isEqualTo("{\"status\":\"deleted\"}");
        assertThat(server.get("/api/roles/" + id, admin).status()).isEqualTo(404);
        assertThat(server.send("DELETE", "/api/roles/" + id, null, admin).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "x", "1e3", "99999999999"})
    void idsMustBeNumbers(String id) {
        assertThat(server.get("/api/roles/" + id, admin).faultAt()).isEqualTo("[\"path\",\"id\"]");
    }
}
