package io.cloudlab.http.api.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.http.Answer;
import io.cloudlab.http.TestServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessRuleRoutesTest {
    private static final TestServer SERVER = TestServer.start();
    private static String admin;
    private static String path;
    private static int guests;

    @BeforeAll
    static void start() {
        SERVER.lab()
                .types()
                .set(new ItemType(
                        new TypeSlug("box"),
                        "Box",
                        null,
                        "",
                        List.of(Field.of("name", FieldType.STRING)),
                        List.of(),
                        null));
        SERVER.cloudLab.cloudLab().itemTypes().list(SERVER.cloudLab.cloudLab().system("test"));
        admin = SERVER.admin();
        long id = SERVER.post("/api/inventory/box", "{\"data\":{\"name\":\"a\"}}", admin)
                .json()
                .path("id")
                .asLong();
        path = "/api/inventory/box/" + id;
        guests = SERVER.role(admin, "Guests", Permission.JOBS_VIEW_OWN);
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static Answer write(String body) {
        return SERVER.post(path + "/acl", body.replace("GUESTS", String.valueOf(guests)), admin);
    }

    @Test
    void rulesAreWrittenReplacedAndRemoved() {
        JsonNode rule = write("{\"role_id\":GUESTS,\"permission\":\"view\"}").json();
        assertThat(rule.path("effect").asText()).isEqualTo("allow");
        assertThat(rule.path("role_name").asText()).isEqualTo("Guests");
        assertThat(rule.has("acl_rules")).isFalse();
        JsonNode changed = write("{\"role_id\":\"GUESTS\",\"permission\":\"view\",\"effect\":\"deny\"}")
                .json();
        assertThat(changed.path("id")).isEqualTo(rule.path("id"));
        assertThat(SERVER.get(path + "/acl", admin).json().path("acl_rules")).containsExactly(changed);
        assertThat(SERVER.get(path, admin).json().path("acl_rules")).containsExactly(changed);

        JsonNode all = write("{\"rules\":[{\"role_id\":GUESTS,\"permission\":\"edit\"},{\"role_id\":GUESTS,"
                        + "\"permission\":\"delete\",\"effect\":\"deny\"}]}")
                .json();
        assertThat(all.path("acl_rules"))
                .extracting(one -> one.path("permission").asText())
                .containsExactlyInAnyOrder("edit", "delete");
        String one = path + "/acl/" + all.path("acl_rules").get(0).path("id").asLong();
        assertThat(SERVER.send("DELETE", one, null, admin).status()).isEqualTo(200);
        assertThat(SERVER.send("DELETE", one, null, admin).status()).isEqualTo(404);
        assertThat(write("{\"rules\":[]}").json().path("acl_rules")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"role_id\":GUESTS,\"permission\":\"view\",\"effect\":\"maybe\"}|422",
                "{\"role_id\":GUESTS}|422",
                "{\"permission\":\"view\"}|422",
                "{\"rules\":[{\"role_id\":GUESTS,\"permission\":\"view\",\"effect\":\"no\"}]}|422",
                "{\"rules\":[null]}|422",
                "{\"rules\":[{\"permission\":\"view\"}]}|422",
                "{\"role_id\":99999,\"permission\":\"view\"}|400",
                "{\"role_id\":GUESTS,\"permission\":\"fly\"}|400",
                "{\"role_id\":GUESTS,\"permission\":\"create\"}|400"
            })
    void rulesThatAreWrongAreRefused(String body, int status) {
        assertThat(write(body).status()).as(body).isEqualTo(status);
    }

    @Test
    void ruleOpensAndClosesTheObjectForTheNextRequest() {
        String name = SERVER.user(Permission.JOBS_VIEW_OWN);
        String token = SERVER.login(name);
        int role = SERVER.cloudLab
                .stores()
                .roles()
                .rolesOf(SERVER.idOf(name))
                .get(0)
                .id();
        assertThat(SERVER.get(path, token).status()).isEqualTo(403);
        String rule = "{\"role_id\":%d,\"permission\":\"view\",\"effect\":\"%s\"}";
        SERVER.post(path + "/acl", rule.formatted(role, "allow"), admin);
        assertThat(SERVER.get(path, token).status()).isEqualTo(200);
        assertThat(SERVER.get("/api/inventory/box", token).json().path("total").asInt())
                .isEqualTo(1);
        JsonNode why = SERVER.get(path + "/access?user=" + name, admin).json();
        assertThat(why.path("username").asText()).isEqualTo(name);
        assertThat(why.at("/permissions/view/decided_by").asText()).isEqualTo("allow_rule");
        assertThat(why.at("/permissions/view/allowed").asBoolean()).isTrue();
        assertThat(why.at("/permissions/edit/decided_by").asText()).isEqualTo("nothing");
        assertThat(SERVER.get(path + "/access", token).json()).isEqualTo(why);

        SERVER.post(path + "/acl", rule.formatted(role, "deny"), admin);
        assertThat(SERVER.get(path, token).status()).isEqualTo(403);
        assertThat(SERVER.get("/api/inventory/box", token).status()).isEqualTo(403);
        assertThat(SERVER.get(path + "/access?user=" + name, admin)
                        .json()
                        .at("/permissions/edit/decided_by")
                        .asText())
                .isEqualTo("deny_rule");
    }

    @Test
    void othersNeitherSeeNorWriteRules() {
        String viewer = SERVER.token(Permission.onType("box", "view"));
        assertThat(SERVER.get(path + "/acl", viewer).status()).isEqualTo(403);
        assertThat(SERVER.post(path + "/acl", "{\"rules\":[]}", viewer).status())
                .isEqualTo(403);
        assertThat(SERVER.get(path + "/access?user=" + SERVER.user(), viewer).status())
                .isEqualTo(403);
        assertThat(SERVER.get(path + "/access?user=a%20b", admin).faultAt()).isEqualTo("[\"query\",\"user\"]");
        assertThat(SERVER.get(path + "/access?user=nobody_here", admin).status())
                .isEqualTo(404);
        assertThat(SERVER.get("/api/inventory/box/99999/acl", admin).status()).isEqualTo(404);
    }
}
