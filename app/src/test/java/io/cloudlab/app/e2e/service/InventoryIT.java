package io.cloudlab.app.e2e.service;

import static io.cloudlab.app.e2e.Stock.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.Stock;
import io.cloudlab.app.e2e.Team;
import io.cloudlab.app.e2e.TestLab;
import io.cloudlab.app.e2e.attack.Rush;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A team keeps what it has in the inventory of the real server, under types of its own. */
@Timeout(180)
class InventoryIT {
    private static final int OBJECTS = 1_000;
    private static final Path BUILT_IN = Path.of("..", "cloudlab", "inventory_types");
    private static final String GADGET = """
            slug: gadget
            label: Gadget
            icon: plug
            fields:
              - {name: name, type: string, required: true, unique: true, searchable: true}
              - {name: service_name, type: string, default: lamp}
              - {name: power, type: enum, options: ["on", "off"], default: "on"}
              - {name: weight, type: integer}
              - {name: token, type: secret}
            actions:
              - name: wake
                label: Wake
                script: wake.sh
                confirm: Wake it?
                inputs:
                  - {name: how, type: select, options: [gently, loudly], required: true}
            """;

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
                .service("lamp", "true")
                .file("lamp", "wake.sh", "echo \"woken $INPUT_HOW\"\n")
                .service("shop", "mkdir -p outputs\ncp published.yaml outputs/service_outputs.yaml")
                .file("shop", "published.yaml", """
                        outputs:
                          - {name: till, type: credential, label: Till, username: root, value: o9aque-Value}
                          - {name: page, type: url, value: "https://203.0.113.7/"}
                        """);
    }

    @AfterAll
    static void stop() {
        team.close();
    }

    private static int total(Api who, String query) {
        return ok(who.get("/api/inventory/gadget?per_page=1" + query))
                .path("total")
                .asInt();
    }

    private static Set<Long> seen(Api who, String query) {
        Set<Long> ids = new HashSet<>();
        int total = total(who, query);
        for (int page = 1; (page - 1) * 30 < total; page++)
            for (JsonNode one : ok(who.get("/api/inventory/gadget?per_page=30&page=" + page + query))
                    .path("objects"))
                assertThat(ids.add(one.path("id").asLong())).isTrue();
        assertThat(ids).hasSize(total);
        return ids;
    }

    /** By number, with every tenth in the shop, every thirtieth to be woken, and every second switched off. */
    private static Map<Integer, Long> gadgets(int shop, int waking) throws Exception {
        Map<Integer, Long> ids = new ConcurrentHashMap<>();
        Rush.of(8, thread -> {
            Api.Answer last = null;
            for (int each = thread; each < OBJECTS; each += 8) {
                List<Integer> tags = new ArrayList<>();
                if (each % 10 == 0) tags.add(shop);
                if (each % 30 == 0) tags.add(waking);
                Map<String, Object> data = Map.of(
                        "name", "Gadget %04d".formatted(each), "weight", each, "power", each % 2 == 0 ? "off" : "on");
                last = admin.post("/api/inventory/gadget", Map.of("data", data, "tag_ids", tags));
                ids.put(each, ok(last).path("id").asLong());
            }
            return last;
        });
        return new TreeMap<>(ids);
    }

    @Test
    void roleSeesAPartAndActsOnAPartAndEverythingAgrees() throws Exception {
        stock.type("gadget.yaml", GADGET);
        stock.awaitType("gadget", true);
        int shop = stock.tag("shop");
        int waking = stock.tag("waking");
        Map<Integer, Long> ids = gadgets(shop, waking);
        assertThat(total(admin, "")).isEqualTo(OBJECTS);

        int role = team.role("Shopkeeper", "jobs.view_own", "services.deploy");
        Api mira = stock.joined("mira", role);
        stock.grant(shop, role, "view");
        stock.grant(waking, role, "wake");
        stock.rule("/api/inventory/gadget/" + ids.get(10), role, "view", "deny");
        stock.rule("/api/inventory/gadget/" + ids.get(60), role, "wake", "deny");
        stock.rule("/api/inventory/gadget/" + ids.get(7), role, "view", "allow");

        Set<Long> visible = new HashSet<>(Set.of(ids.get(7)));
        for (int each = 0; each < OBJECTS; each += 10) if (each != 10) visible.add(ids.get(each));
        assertThat(seen(mira, "")).isEqualTo(visible);
        assertThat(seen(mira, "&sort=-weight&field.power=on")).containsExactly(ids.get(7));
        assertThat(total(mira, "&tag=shop")).isEqualTo(99);
        assertThat(total(mira, "&tag=waking&tag=shop")).isEqualTo(34);
        assertThat(total(mira, "&search=gadget%20001")).isZero();
        assertThat(total(admin, "&search=gadget%20001")).isEqualTo(10);
        assertThat(total(mira, "&search=GADGET%20000")).isEqualTo(2);
        for (int each = 0; each < 100; each++) assertAgrees(mira, each, ids.get(each), visible);

        String started = ok(wake(mira, ids.get(30), "gently")).path("job_id").asText();
        stock.ended(started);
        JsonNode jobs = ok(mira.get("/api/jobs?object_id=" + ids.get(30)));
        assertThat(jobs.path("total").asInt()).isEqualTo(1);
        JsonNode job = jobs.at("/jobs/0");
        assertThat(job.path("id").asText()).isEqualTo(started);
        assertThat(job.path("type_slug").asText()).isEqualTo("gadget");
        assertThat(job.path("output").toString()).contains("woken gently");
        assertThat(job.path("status").asText()).isEqualTo("completed");
        assertThat(ok(admin.get("/api/jobs?object_id=" + ids.get(90)))
                        .path("total")
                        .asInt())
                .isZero();
        assertThat(wake(mira, ids.get(30), "roughly").status()).isEqualTo(400);
        assertThat(team.audited("inventory.action.wake").get(0).path("resource").asText())
                .isEqualTo("inventory/gadget/" + ids.get(30));

        assertThat(team.member("tom").get("/api/inventory/gadget").status()).isEqualTo(403);
        ok(admin.delete("/api/inventory/tags/" + shop));
        assertThat(seen(mira, "")).containsExactly(ids.get(7));
    }

    private static Api.Answer wake(Api who, long object, String how) {
        return who.post(
                "/api/inventory/gadget/" + object + "/actions/wake",
                Map.of("inputs", how.isEmpty() ? Map.of() : Map.of("how", how)));
    }

    /** What is explained is what is seen and what can be done; an action without its input is permitted, and starts nothing. */
    private static void assertAgrees(Api mira, int number, long id, Set<Long> visible) {
        JsonNode explained = ok(admin.get("/api/inventory/gadget/" + id + "/access?user=mira"));
        boolean sees = visible.contains(id);
        boolean wakes = number % 30 == 0 && number != 60;
        assertThat(explained.path("username").asText()).isEqualTo("mira");
        assertThat(explained.at("/permissions/view/allowed").asBoolean())
                .as("view " + number)
                .isEqualTo(sees);
        assertThat(explained.at("/permissions/wake/allowed").asBoolean())
                .as("wake " + number)
                .isEqualTo(wakes);
        assertThat(explained.at("/permissions/edit/allowed").asBoolean()).isFalse();
        String decidedBy = number == 10 ? "deny_rule" : number == 7 ? "allow_rule" : sees ? "tag" : "nothing";
        assertThat(explained.at("/permissions/view/decided_by").asText()).isEqualTo(decidedBy);
        String path = "/api/inventory/gadget/" + id;
        assertThat(mira.get(path).status()).isEqualTo(sees ? 200 : 403);
        assertThat(wake(mira, id, "").status()).isEqualTo(wakes ? 400 : 403);
        assertThat(mira.put(path, Map.of("data", Map.of("weight", 0))).status()).isEqualTo(403);
        if (sees)
            assertThat(ok(mira.get(path + "/access")).path("permissions")).isEqualTo(explained.path("permissions"));
    }

    @Test
    void brokenTypeIsNamedWithLineAndReasonAndTheOthersLoad() throws IOException {
        stock.type("box.yaml", "slug: box\nlabel: Box\nfields:\n  - {name: name, type: string, required: true}\n");
        stock.type("broken.yaml", "slug: broken\nfields:\n  - {name: a, type: string}\n");
        stock.type("taken.yaml", "slug: tags\nlabel: Tags\nfields: []\n");
        stock.awaitType("box", true);
        long box = ok(admin.post("/api/inventory/box", Map.of("data", Map.of("name", "kept"))))
                .path("id")
                .asLong();
        assertThat(stock.isType("broken")).isFalse();
        String broken = "inventory_types/broken.yaml, line 1, column 1: 'label' is missing.";
        JsonNode ready = await().atMost(Stock.LONG)
                .until(
                        () -> ok(admin.get("/health/ready")),
                        told -> told.toString().contains("taken.yaml"));
        assertThat(ready.path("status").asText()).isEqualTo("ready");
        assertThat(ready.toString()).contains(broken).contains("inventory_types/taken.yaml, line 1");
        assertThat(team.server().log()).contains(broken);

        stock.type("broken.yaml", "slug: broken\nlabel: Mended\nfields:\n  - {name: a, type: string}\n");
        stock.awaitType("broken", true);
        Files.delete(stock.typeFile("taken.yaml"));
        Files.move(stock.typeFile("box.yaml"), directory.resolve("box.yaml"));
        stock.awaitType("box", false);
        assertThat(admin.get("/api/inventory/box/" + box).status()).isEqualTo(404);
        await().atMost(Stock.LONG)
                .until(() ->
                        !admin.get("/api/roles/permissions").body().toString().contains("inventory.box."));
        Files.move(directory.resolve("box.yaml"), stock.typeFile("box.yaml"));
        stock.awaitType("box", true);
        assertThat(ok(admin.get("/api/inventory/box/" + box)).path("name").asText())
                .isEqualTo("kept");
    }

    private static JsonNode awaitOne(String type, String query) {
        return await().atMost(Stock.LONG)
                .until(
                        () -> admin.get("/api/inventory/" + type + "?" + query).body(),
                        found -> found.path("total").asInt() == 1)
                .at("/objects/0");
    }

    @Test
    void objectsFollowWhatTheyStandFor() throws IOException {
        for (String name : List.of("deployment", "credential", "user", "service"))
            stock.type(name + ".yaml", Files.readString(BUILT_IN.resolve(name + ".yaml")));
        stock.awaitType("deployment", true);
        awaitOne("service", "field.name=shop");
        String job = ok(admin.post("/api/services/shop/deploy")).path("job_id").asText();

        JsonNode deployment = awaitOne("deployment", "field.job_id=" + job).path("data");
        assertThat(deployment.path("service_name").asText()).isEqualTo("shop");
        assertThat(deployment.path("status").asText()).isEqualTo("completed");
        assertThat(deployment.path("deployed_by").asText()).isEqualTo("admin");
        assertThat(deployment.path("finished_at").asText()).endsWith("+00:00");
        JsonNode credential = awaitOne("credential", "tag=svc:shop");
        assertThat(credential.at("/data/name").asText()).isEqualTo("Till");
        assertThat(credential.at("/data/username").asText()).isEqualTo("root");
        assertThat(credential.at("/data/value").asText()).isEqualTo("********");
        assertThat(ok(admin.get("/api/inventory/credential?search=o9aque"))
                        .path("total")
                        .asInt())
                .isZero();

        String path = "/api/inventory/credential/" + credential.path("id").asLong();
        ok(admin.put(path, Map.of("data", Map.of("notes", "mine"))));
        new TestLab(team.lab())
                .file(
                        "shop",
                        "published.yaml",
                        "outputs: [{name: till, type: credential, label: Drawer, value: x9x9}]\n");
        ok(admin.post("/api/services/shop/deploy"));
        awaitOne("credential", "field.name=Drawer");
        assertThat(ok(admin.get(path)).at("/data/notes").asText()).isEqualTo("mine");

        Api petra = team.member("petra");
        awaitOne("user", "field.username=petra&field.status=active");
        ok(petra.put("/api/users/profile", Map.of("display_name", "Petra P.")));
        awaitOne("user", "field.username=petra&search=Petra%20P.");
        ok(admin.delete("/api/users/" + Team.id(petra)));
        awaitOne("user", "field.username=petra&field.status=inactive");
        assertThat(ok(admin.post("/api/inventory/user/sync")).toString())
                .isEqualTo("{\"created\":0,\"updated\":0,\"removed\":0}");
        assertThat(admin.post("/api/inventory/credential/sync").status()).isEqualTo(400);
    }
}
