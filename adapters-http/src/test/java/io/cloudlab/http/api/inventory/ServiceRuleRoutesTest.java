package io.cloudlab.http.api.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.identity.user.Username;
import io.cloudlab.http.Answer;
import io.cloudlab.http.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules of services, and the routes they open and close. */
class ServiceRuleRoutesTest {
    private static final String RUN_GREET = "{\"script\":\"greet\",\"inputs\":{\"username\":\"jake\"}}";

    private final TestServer server = TestServer.start();
    private final String admin = server.admin();

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer write(int role, String permission, String effect) {
        return server.post(
                "/api/services/hello/acl",
                "{\"role_id\":" + role + ",\"permission\":\"" + permission + "\",\"effect\":\"" + effect + "\"}",
                admin);
    }

    private int role(String user) {
        var stores = server.cloudLab.stores();
        int id = stores.users().findByUsername(new Username(user)).orElseThrow().id();
        return stores.roles().rolesOf(id).get(0).id();
    }

    @Test
    void roleMayRunOneScriptAndNothingElse() {
        String user = server.user(Permission.JOBS_VIEW_OWN);
        String token = server.login(user);
        assertThat(server.post("/api/services/hello/run", RUN_GREET, token).status())
                .isEqualTo(403);

        assertThat(write(role(user), "run:greet", "allow").status()).isEqualTo(200);

        assertThat(server.post("/api/services/hello/run", RUN_GREET, token).status())
                .isEqualTo(200);
        assertThat(server.post("/api/services/hello/run", "{\"script\":\"deploy\"}", token)
                        .status())
                .isEqualTo(403);
        assertThat(server.post("/api/services/hello/deploy", null, token).status())
                .isEqualTo(403);
        assertThat(server.get("/api/services", token).status()).isEqualTo(403);
        assertThat(server.get("/api/services/hello/configs", token).status()).isEqualTo(403);
    }

    @Test
    void hiddenServiceAndItsJobsAreNotListed() {
        String user = server.user(Permission.SERVICES_VIEW, Permission.JOBS_VIEW_ALL);
        String token = server.login(user);
        server.job(admin);
        assertThat(server.get("/api/jobs", token).json().path("total").asInt()).isEqualTo(1);
        assertThat(server.get("/api/services", token).json().path("services")).hasSize(1);

        write(role(user), "view", "deny");

        assertThat(server.get("/api/jobs", token).json().path("total").asInt()).isZero();
        assertThat(server.get("/api/services", token).json().path("services")).isEmpty();
        assertThat(server.get("/api/services/hello", token).status()).isEqualTo(403);
    }

    @Test
    void rulesAreListedReplacedRemovedAndExplained() {
        String user = server.user(Permission.SERVICES_VIEW);
        int role = role(user);
        long id = write(role, "view", "deny").json().path("id").asLong();
        assertThat(server.get("/api/services/hello/acl", admin)
                        .json()
                        .at("/acl_rules/0/permission")
                        .asText())
                .isEqualTo("view");
        JsonNode explained = server.get("/api/services/hello/access?user=" + user, admin)
                .json()
                .path("permissions");
        assertThat(explained.at("/run:greet/allowed").asBoolean()).isFalse();
        assertThat(explained.at("/view/decided_by").asText()).isEqualTo("deny_rule");
        assertThat(explained.at("/view/detail").asText()).startsWith("A rule of the service denies role");
        assertThat(server.send("DELETE", "/api/services/hello/acl/" + id, null, admin)
                        .status())
                .isEqualTo(200);
        assertThat(server.send("DELETE", "/api/services/hello/acl/" + id, null, admin)
                        .status())
                .isEqualTo(404);

        String two = "{\"rules\":[{\"role_id\":" + role + ",\"permission\":\"run\"},{\"role_id\":" + role
                + ",\"permission\":\"stop\",\"effect\":\"deny\"}]}";
        assertThat(server.post("/api/services/hello/acl", two, admin).json().path("acl_rules"))
                .hasSize(2);
        assertThat(write(role, "fly", "allow").status()).isEqualTo(400);
        assertThat(server.get("/api/services/nope/acl", admin).status()).isEqualTo(404);
        assertThat(server.get("/api/services/hello/acl", server.login(user)).status())
                .isEqualTo(403);
    }
}
