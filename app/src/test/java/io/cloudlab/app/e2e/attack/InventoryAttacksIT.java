package io.cloudlab.app.e2e.attack;

import static io.cloudlab.app.e2e.Stock.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.Stock;
import io.cloudlab.app.e2e.Team;
import io.cloudlab.app.e2e.TestLab;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Attempts of people who are in to see, do or hand on more of the inventory than is theirs, against the real server. */
@Timeout(180)
class InventoryAttacksIT {
    private static final String VAULTED = "only-for-owners";

    @TempDir
    static Path directory;

    private static Team team;
    private static Api admin;
    private static Stock stock;

    @BeforeAll
    static void start() throws Exception {
        team = Team.start(directory, builder -> builder);
        admin = team.admin();
        stock = new Stock(team);
        new TestLab(team.lab())
                .service("gate", "while [[ ! -e open ]]; do sleep 0.05; done")
                .service("wiki", "echo deployed");
        stock.type("box.yaml", """
                slug: box
                label: Box
                fields:
                  - {name: name, type: string, required: true, searchable: true}
                  - {name: key, type: secret}
                  - {name: serial, type: string, readonly: true}
                actions:
                  - {name: deploy, script: deploy.sh}
                """);
        stock.type("crate.yaml", "slug: crate\nlabel: Crate\nfields: [{name: name, type: string}]\n");
        stock.awaitType("box", true);
        stock.awaitType("crate", true);
    }

    @AfterAll
    static void stop() {
        team.close();
    }

    private static long box(String name, Integer... tags) {
        return stock.object("box", Map.of("name", name, "key", VAULTED), tags);
    }

    private static Api.Answer send(Api who, String method, String path, Map<String, ?> body) {
        return switch (method) {
            case "POST" -> who.post(path, body);
            case "PUT" -> who.put(path, body);
            case "DELETE" -> who.delete(path);
            default -> who.get(path);
        };
    }

    /** Every call about one object, by method and rest of the path. */
    private static final Map<String, Map<String, ?>> CALLS = Map.of(
            "GET ", Map.of(),
            "PUT ", Map.of("data", Map.of("name", "mine")),
            "DELETE ", Map.of(),
            "POST /tags", Map.of("tag_ids", List.of()),
            "GET /acl", Map.of(),
            "POST /acl", Map.of("role_id", 1, "permission", "view"),
            "DELETE /acl/1", Map.of(),
            "DELETE /tags/1", Map.of(),
            "GET /access", Map.of(),
            "POST /actions/deploy", Map.of());

    @Test
    void objectsOfOthersStayTheirs() {
        long id = box("secret-of-owners");
        Api mallory = team.member("mallory", "inventory.crate.view", "inventory.crate.edit", "inventory.crate.delete");
        int before = ok(admin.get("/api/audit?action_prefix=inventory."))
                .path("total")
                .asInt();

        CALLS.forEach((call, body) -> {
            String[] parts = call.split(" ", 2);
            Api.Answer denied = send(mallory, parts[0], "/api/inventory/box/" + id + parts[1], body);
            assertThat(denied.status()).as(call).isEqualTo(403);
            assertThat(denied.body().toString()).as(call).doesNotContain("secret-of-owners", VAULTED);
            Api.Answer otherType = send(mallory, parts[0], "/api/inventory/crate/" + id + parts[1], body);
            assertThat(otherType.status()).as(call).isEqualTo(404);
        });
        assertThat(mallory.get("/api/inventory/box").status()).isEqualTo(403);
        assertThat(mallory.get("/api/inventory/box?search=secret").status()).isEqualTo(403);
        assertThat(mallory.get("/api/inventory/crate?search=secret")
                        .body()
                        .path("total")
                        .asInt())
                .isZero();
        assertThat(mallory.post("/api/inventory/box/sync").status()).isEqualTo(403);
        assertThat(ok(admin.get("/api/audit?action_prefix=inventory."))
                        .path("total")
                        .asInt())
                .isEqualTo(before);
        JsonNode kept = ok(admin.get("/api/inventory/box/" + id));
        assertThat(kept.path("name").asText()).isEqualTo("secret-of-owners");
        assertThat(kept.at("/data/key").asText()).isEqualTo("********");
    }

    @Test
    void membersThatAreNotTheClientsChangeNothing() {
        Api mira = team.member("mira", "inventory.box.view", "inventory.box.create", "inventory.box.edit");
        Map<String, Object> greedy = new HashMap<>(Map.of(
                "id",
                1,
                "type_id",
                5,
                "type_slug",
                "crate",
                "created_by",
                1,
                "created_at",
                "2020-01-01T00:00:00+00:00",
                "source",
                Map.of("adapter", "vultr", "key", "x"),
                "acl_rules",
                List.of(Map.of("role_id", 1, "permission", "delete", "effect", "allow")),
                "tags",
                List.of(Map.of("id", 1)),
                "data",
                Map.of("name", "greedy")));
        JsonNode made = ok(mira.post("/api/inventory/box", greedy));
        String path = "/api/inventory/box/" + made.path("id").asLong();
        ok(mira.put(path, greedy));

        JsonNode kept = ok(admin.get(path));
        assertThat(kept.path("type_slug").asText()).isEqualTo("box");
        assertThat(kept.path("created_by").asInt()).isEqualTo(Team.id(mira));
        assertThat(kept.path("created_at").asText()).doesNotStartWith("2020");
        assertThat(kept.path("acl_rules")).isEmpty();
        assertThat(kept.path("tags")).isEmpty();
        assertThat(mira.put(path, Map.of("data", Map.of("serial", "1"))).status())
                .isEqualTo(400);
        assertThat(mira.delete(path).status())
                .as("having made it gives no right")
                .isEqualTo(403);
    }

    @Test
    void nobodyHandsOnWhatHeMayNotDo() {
        String path = "/api/inventory/box/" + box("handed");
        int role = team.role("Editor", "inventory.box.view", "inventory.box.edit", "inventory.tags.manage");
        int other = team.role("Other");
        Api mira = stock.joined("editor", role);
        int tag = stock.tag("deletes");
        stock.grant(tag, other, "delete");
        stock.rule(path, other, "deploy", "deny");

        for (String permission : List.of("delete", "deploy")) {
            Map<String, Object> rule = Map.of("role_id", role, "permission", permission);
            assertThat(mira.post(path + "/acl", rule).status()).as(permission).isEqualTo(403);
            assertThat(mira.post(path + "/acl", Map.of("rules", List.of(rule))).status())
                    .isEqualTo(403);
        }
        assertThat(mira.post(path + "/acl", Map.of("rules", List.of())).status())
                .as("not even take away what denies others")
                .isEqualTo(403);
        assertThat(mira.post(path + "/tags", Map.of("tag_ids", List.of(tag))).status())
                .isEqualTo(403);
        assertThat(mira.put(path, Map.of("tag_ids", List.of(tag))).status()).isEqualTo(403);
        assertThat(mira.get("/api/inventory/tags/" + tag + "/permissions").status())
                .isEqualTo(403);
        assertThat(mira.post(
                                "/api/inventory/tags/" + tag + "/permissions",
                                Map.of("role_id", role, "permission", "view"))
                        .status())
                .isEqualTo(403);
        assertThat(mira.post(path + "/acl", Map.of("role_id", role, "permission", "*"))
                        .status())
                .isEqualTo(400);
        assertThat(mira.post(path + "/acl", Map.of("role_id", 999_999, "permission", "edit"))
                        .status())
                .isEqualTo(400);
        assertThat(ok(admin.get(path)).path("acl_rules")).hasSize(1);
        assertThat(ok(admin.get(path)).path("tags")).isEmpty();
        ok(mira.post(path + "/acl", Map.of("role_id", other, "permission", "view", "effect", "deny")));
        ok(mira.post(path + "/acl", Map.of("role_id", role, "permission", "view", "effect", "deny")));
        assertThat(mira.get(path).status()).as("who denies himself is denied").isEqualTo(403);
        assertThat(mira.get(path + "/acl").status()).isEqualTo(403);
    }

    @Test
    void rightsThatAreRevokedWhileAJobWaitsDoNotStartIt() throws Exception {
        int byRule = team.role("By rule", "inventory.box.deploy", "services.deploy");
        int byRole = team.role("By role", "inventory.box.deploy", "services.deploy");
        Api denied = stock.joined("denied", byRule);
        Api stripped = stock.joined("stripped", byRole);
        Api gone = team.member("gone", "inventory.box.deploy", "services.deploy");
        String gate = "/api/inventory/box/" + box("gate");
        String open = ok(admin.post("/api/services/gate/deploy")).path("job_id").asText();
        await().atMost(Stock.LONG)
                .until(() -> admin.get("/api/jobs/" + open).text("/phase").equals("running"));
        String first = ok(denied.post(gate + "/actions/deploy")).path("job_id").asText();
        String second =
                ok(stripped.post(gate + "/actions/deploy")).path("job_id").asText();
        String third = ok(gone.post(gate + "/actions/deploy")).path("job_id").asText();
        String fourth =
                ok(stripped.post("/api/services/gate/deploy")).path("job_id").asText();
        String allowed = ok(admin.post(gate + "/actions/deploy")).path("job_id").asText();

        stock.rule(gate, byRule, "deploy", "deny");
        ok(admin.put("/api/roles/" + byRole, Map.of("permission_ids", List.of())));
        ok(admin.delete("/api/users/" + Team.id(gone)));
        team.restart(builder -> builder);
        admin = team.admin();
        new TestLab(team.lab()).file("gate", "open", "");

        assertThat(stock.ended(allowed).path("status").asText()).isEqualTo("completed");
        assertRefused(first, "denied is no longer permitted inventory.box.deploy on this object");
        assertRefused(second, "stripped is no longer permitted inventory.box.deploy on this object");
        assertRefused(third, "gone is no longer active");
        assertRefused(fourth, "stripped is no longer permitted services.deploy");
        assertThat(team.audited("job.refused")).hasSize(4);
    }

    private static void assertRefused(String id, String why) {
        JsonNode job = stock.ended(id);
        assertThat(job.path("status").asText()).isEqualTo("failed");
        assertThat(job.path("reason").asText()).isEqualTo("not permitted");
        assertThat(job.path("exit_code").isNull()).isTrue();
        assertThat(job.path("output").toString())
                .isEqualTo("[\"[ERROR: the job was not started, because " + why + "]\"]");
        assertThat(team.audited("job.refused"))
                .extracting(entry -> entry.path("resource").asText())
                .contains("jobs/" + id);
    }

    @Test
    void nameThatClimbsIsNoService() {
        for (String name : List.of("../../x", "../wiki", "wiki/../wiki", "/etc", "-rf", "..", "wiki\u00a0", "WIKI")) {
            Api.Answer answer = admin.post("/api/inventory/box/" + box(name) + "/actions/deploy");
            assertThat(answer.status()).as(name).isEqualTo(400);
            assertThat(answer.text("/code")).as(name).isEqualTo("no-service");
        }
        assertThat(admin.get("/api/jobs?service=wiki").body().path("total").asInt())
                .isZero();
    }
}
