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

class ItemRoutesTest {
    private static final TestServer SERVER = TestServer.start();
    private static String admin;
    private static int names;

    @BeforeAll
    static void start() {
        ItemType box = new ItemType(
                new TypeSlug("box"),
                "Box",
                "cube",
                "What things come in.",
                List.of(
                        Field.of("name", FieldType.STRING)
                                .asRequired()
                                .asUnique()
                                .asSearchable(),
                        Field.choice("size", "small", "big").withDefault("small"),
                        Field.of("weight", FieldType.INTEGER),
                        Field.of("password", FieldType.SECRET),
                        Field.of("serial", FieldType.STRING).asReadonly(),
                        Field.of("more", FieldType.JSON)),
                List.of(),
                null);
        ItemType crate = new ItemType(new TypeSlug("crate"), "Crate", null, "", List.of(), List.of(), null);
        SERVER.lab().types().set(box, crate);
        SERVER.cloudLab.cloudLab().itemTypes().list(SERVER.cloudLab.cloudLab().system("test"));
        admin = SERVER.admin();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static Permission on(String name) {
        return Permission.onType("box", name);
    }

    private static Answer create(String json) {
        return SERVER.post("/api/inventory/box", json, admin);
    }

    private static String name() {
        return "box-" + ++names;
    }

    /** @return its id */
    private static long box(String name) {
        return create("{\"data\":{\"name\":\"%s\"}}".formatted(name))
                .json()
                .path("id")
                .asLong();
    }

    private static int tag(String name) {
        return SERVER.post("/api/inventory/tags", "{\"name\":\"%s\"}".formatted(name), admin)
                .json()
                .path("id")
                .asInt();
    }

    private static Answer list(String query) {
        return SERVER.get("/api/inventory/box" + query, admin);
    }

    @Test
    void typesAreShownToEverybody() {
        JsonNode types =
                SERVER.get("/api/inventory/types", SERVER.token()).json().path("types");
        assertThat(types).extracting(type -> type.path("slug").asText()).containsExactly("box", "crate");
        JsonNode box = SERVER.get("/api/inventory/types/box", SERVER.token()).json();
        assertThat(box).isEqualTo(types.get(0));
        assertThat(box.path("fields").get(0).toString())
                .isEqualTo(
                        "{\"name\":\"name\",\"label\":\"name\",\"type\":\"string\",\"required\":true,\"unique\":true,"
                                + "\"readonly\":false,\"searchable\":true,\"options\":[],\"default\":null}");
        assertThat(box.path("sync").isNull()).isTrue();
        assertThat(SERVER.get("/api/inventory/types/other", admin).status()).isEqualTo(404);
    }

    @Test
    void objectIsCreatedShownChangedAndDeleted() {
        int tag = tag("tag of a life");
        String name = name();
        Answer created = create(
                "{\"data\":{\"name\":\"%s\",\"weight\":\"5\",\"password\":\"hunter2\",\"more\":{\"a\":[1,2.5,null]}},\"tag_ids\":[%d]}"
                        .formatted(name, tag));
        assertThat(created.status()).isEqualTo(200);
        JsonNode item = created.json();
        assertThat(item.path("data").toString())
                .isEqualTo(
                        "{\"name\":\"%s\",\"size\":\"small\",\"weight\":5,\"password\":\"********\",\"more\":{\"a\":[1,2.5,null]}}"
                                .formatted(name));
        assertThat(item.path("type_slug").asText()).isEqualTo("box");
        assertThat(item.path("type_id").isInt()).isTrue();
        assertThat(item.path("name").asText()).isEqualTo(name);
        assertThat(item.path("tags").toString())
                .isEqualTo("[{\"id\":%d,\"name\":\"tag of a life\",\"color\":null}]".formatted(tag));
        assertThat(item.path("created_at").asText()).endsWith("+00:00");

        String path = "/api/inventory/box/" + item.path("id").asLong();
        Answer changed = SERVER.send(
                "PUT",
                path,
                "{\"data\":{\"size\":\"big\",\"weight\":null,\"password\":\"********\"},\"tag_ids\":[]}",
                admin);
        assertThat(changed.json().path("data").path("size").asText()).isEqualTo("big");
        assertThat(changed.json().path("data").has("weight")).isFalse();
        assertThat(changed.json().path("tags")).isEmpty();
        assertThat(changed.json().path("version").asInt()).isEqualTo(1);
        assertThat(SERVER.send("PUT", path, "{\"data\":{},\"version\":0}", admin)
                        .status())
                .isEqualTo(409);
        JsonNode shown = SERVER.get(path, admin).json();
        assertThat(shown.path("acl_rules").isArray()).isTrue();
        assertThat(SERVER.send("DELETE", path, null, admin).json().toString()).isEqualTo("{\"status\":\"deleted\"}");
        assertThat(SERVER.get(path, admin).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|422|invalid-input",
                "{\"data\":[]}|422|invalid-input",
                "{\"data\":{}}|400|missing-field",
                "{\"data\":{\"name\":\"\"}}|400|missing-field",
                "{\"data\":{\"name\":5}}|400|bad-field",
                "{\"data\":{\"name\":\"a\",\"weight\":\"x\"}}|400|bad-field",
                "{\"data\":{\"name\":\"a\",\"size\":\"huge\"}}|400|bad-field",
                "{\"data\":{\"name\":\"a\",\"serial\":\"1\"}}|400|bad-field",
                "{\"data\":{\"name\":\"a\",\"colour\":\"1\"}}|400|unknown-field",
                "{\"data\":{\"name\":\"a\"},\"tag_ids\":[99999]}|400|unknown-tag",
                "{\"data\":{\"name\":\"a\"},\"tag_ids\":[\"x\"]}|422|invalid-input"
            })
    void objectsThatAreWrongAreRefused(String body, int status, String code) {
        Answer answer = create(body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
    }

    @Test
    void missingFieldAndTakenValueAreNamed() {
        assertThat(create("{\"data\":{}}").detail()).contains("'name'");
        String name = name();
        box(name);
        Answer twice = create("{\"data\":{\"name\":\"%s\"}}".formatted(name));
        assertThat(twice.status()).isEqualTo(409);
        assertThat(twice.detail()).contains("'name'");
    }

    @Test
    void listIsFilteredSortedAndPaged() {
        int tag = tag("tag of lists");
        for (int weight : List.of(3, 1, 2))
            create("{\"data\":{\"name\":\"List %s\",\"weight\":%d},\"tag_ids\":[%d]}".formatted(name(), weight, tag));

        JsonNode sorted = list("?tag=tag+of+lists&sort=-weight&per_page=2").json();
        assertThat(sorted.path("total").asInt()).isEqualTo(3);
        assertThat(sorted.path("objects"))
                .extracting(item -> item.path("data").path("weight").asInt())
                .containsExactly(3, 2);
        assertThat(list("?search=LIST&field.weight=1").json().path("total").asInt())
                .isEqualTo(1);
        assertThat(list("?tag=tag+of+lists&tag=nothing").json().path("total").asInt())
                .isZero();
        assertThat(list("?search=%25").json().path("total").asInt()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "?page=0,page",
        "?per_page=501,per_page",
        "?sort=password,sort",
        "?sort=nothing,sort",
        "?field.weight=x,field.weight",
        "?field.more=x,field.more",
        "?field.nothing=x,field.nothing"
    })
    void listsThatCannotBeAreRefused(String query, String member) {
        Answer answer = list(query);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.faultAt()).isEqualTo("[\"query\",\"" + member + "\"]");
    }

    @Test
    void checksComeInTheirOrder() {
        long id = box(name());
        String nobody = SERVER.token();
        assertThat(SERVER.get("/api/inventory/nothing", nobody).status()).isEqualTo(404);
        assertThat(SERVER.get("/api/inventory/box", nobody).detail())
                .isEqualTo("Permission denied: inventory.box.view");
        assertThat(SERVER.post("/api/inventory/box", "{\"data\":{}}", nobody).detail())
                .isEqualTo("Permission denied: inventory.box.create");
        assertThat(SERVER.get("/api/inventory/box/999999", nobody).status()).isEqualTo(404);
        assertThat(SERVER.get("/api/inventory/crate/" + id, nobody).status()).isEqualTo(404);
        assertThat(SERVER.get("/api/inventory/box/" + id, nobody).status()).isEqualTo(403);
        String viewer = SERVER.token(on("view"));
        assertThat(SERVER.get("/api/inventory/box/" + id, viewer).json().has("acl_rules"))
                .isFalse();
        assertThat(SERVER.send("PUT", "/api/inventory/box/" + id, "{}", viewer).detail())
                .isEqualTo("Permission denied: inventory.box.edit");
        assertThat(SERVER.send("DELETE", "/api/inventory/box/" + id, null, viewer)
                        .detail())
                .isEqualTo("Permission denied: inventory.box.delete");
        assertThat(SERVER.get("/api/inventory/box/x", admin).status()).isEqualTo(422);
    }

    @Test
    void tagsOfAnObjectAreAddedAndRemoved() {
        long id = box(name());
        int one = tag("one of two");
        int two = tag("two of two");
        String path = "/api/inventory/box/" + id + "/tags";
        assertThat(SERVER.post(path, "{\"tag_ids\":[%d,%d]}".formatted(one, two), admin)
                        .json()
                        .path("tags"))
                .hasSize(2);
        assertThat(SERVER.send("DELETE", path + "/" + one, null, admin).json().path("tags"))
                .hasSize(1);
        assertThat(SERVER.send("DELETE", path + "/" + one, null, admin).status())
                .isEqualTo(404);
        assertThat(SERVER.post(path, "{}", admin).status()).isEqualTo(422);
        assertThat(SERVER.post(path, "{\"tag_ids\":[99999]}", admin).status()).isEqualTo(400);
    }
}
