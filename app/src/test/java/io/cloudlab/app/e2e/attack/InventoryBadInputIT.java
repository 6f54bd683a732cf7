package io.cloudlab.app.e2e.attack;

import static io.cloudlab.app.e2e.Stock.encoded;
import static io.cloudlab.app.e2e.Stock.ok;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.Stock;
import io.cloudlab.app.e2e.Team;
import io.cloudlab.app.e2e.TestLab;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent to the real server about the inventory is answered in words, and nothing is done by halves. */
@Timeout(120)
class InventoryBadInputIT {
    private static final String NESTED = "[".repeat(100_000) + "]".repeat(100_000);
    private static final String DIGITS = "9".repeat(100_000);
    private static final AtomicInteger NAMES = new AtomicInteger();

    @TempDir
    static Path directory;

    private static Team team;
    private static Api admin;
    private static Stock stock;

    @BeforeAll
    static void start() throws Exception {
        team = Team.start(directory, builder -> builder.jvm("-Xmx256m"));
        admin = team.admin();
        stock = new Stock(team);
        new TestLab(team.lab()).service("wiki", "true");
        stock.type("thing.yaml", """
                slug: thing
                label: Thing
                fields:
                  - {name: name, type: string, required: true, unique: true, searchable: true}
                  - {name: string, type: string, searchable: true}
                  - {name: text, type: text, searchable: true}
                  - {name: enum, type: enum, options: [small, big, 5]}
                  - {name: integer, type: integer}
                  - {name: boolean, type: boolean}
                  - {name: datetime, type: datetime}
                  - {name: secret, type: secret}
                  - {name: json, type: json, searchable: true}
                  - {name: service_name, type: string, default: wiki}
                actions:
                  - {name: deploy, script: deploy.sh}
                """);
        stock.awaitType("thing", true);
        stock.object("thing", Map.of("name", "Ada's 100% \\ _thing_", "integer", 5, "boolean", true, "enum", "small"));
    }

    @AfterAll
    static void stop() {
        team.close();
    }

    @AfterEach
    void theServerIsWell() {
        for (String path : List.of("/health/ready", "/api/inventory/thing?per_page=500"))
            assertThat(admin.get(path).status()).as(path).isEqualTo(200);
    }

    private static String name() {
        return "thing-" + NAMES.incrementAndGet();
    }

    private static int status(String method, String path, String field, String value) {
        String body = "{\"data\":{\"name\":\"huge\",\"" + field + "\":" + value + "}}";
        return stock.raw(method, path, body).status();
    }

    /** One value of each JSON type, and some that only look right. */
    private static List<Object> values() {
        return Arrays.asList(
                "word",
                5,
                5.5,
                -1,
                1e300,
                true,
                false,
                List.of(),
                List.of("small"),
                List.of(List.of()),
                Map.of(),
                Map.of("a", 1),
                "2026-02-30T00:00:00Z",
                "2026-03-01",
                "a\u0000b",
                "\ud800",
                "tru",
                "9223372036854775808");
    }

    private static boolean fits(String type, Object value) {
        boolean plain = value instanceof String text && !text.contains("\u0000") && !text.contains("\ud800");
        return switch (type) {
            case "string", "text", "secret" -> plain;
            case "enum" -> value.equals(5);
            case "integer" -> value.equals(5) || value.equals(-1);
            case "boolean" -> value instanceof Boolean;
            case "datetime" -> false;
            default -> true;
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"string", "text", "enum", "integer", "boolean", "datetime", "secret", "json"})
    void fieldTakesNothingButItsType(String type) {
        String kept = name();
        String path = "/api/inventory/thing/" + stock.object("thing", Map.of("name", kept));
        for (Object value : values()) {
            String name = name();
            Map<String, Object> data = new HashMap<>(Map.of("name", name, type, value));
            Api.Answer created = admin.post("/api/inventory/thing", Map.of("data", data));
            Api.Answer changed = admin.put(path, Map.of("data", Map.of(type, value)));
            String what = type + " " + value;
            if (fits(type, value)) {
                assertThat(created.status()).as(what).isEqualTo(200);
                assertThat(changed.status()).as(what).isEqualTo(200);
                ok(admin.put(path, Map.of("data", Collections.singletonMap(type, null))));
            } else {
                for (Api.Answer answer : List.of(created, changed)) {
                    assertThat(answer.status()).as(what).isEqualTo(400);
                    assertThat(answer.text("/detail")).as(what).contains("'" + type + "'");
                }
                assertThat(stock.total("thing", "field.name=" + name)).as(what).isZero();
            }
        }
        assertThat(ok(admin.get(path)).path("data").has(type)).isFalse();
    }

    @Test
    void hugeValuesAreRefusedBeforeTheyCost() {
        int before = stock.total("thing", "");
        String path = "/api/inventory/thing/"
                + ok(admin.get("/api/inventory/thing?sort=id"))
                        .at("/objects/0/id")
                        .asLong();
        for (String method : List.of("POST", "PUT")) {
            String to = method.equals("POST") ? "/api/inventory/thing" : path;
            for (String value :
                    List.of(DIGITS, NESTED, "-" + DIGITS, "0." + DIGITS, "{\"" + "k".repeat(100_000) + "\":1}"))
                assertThat(status(method, to, "json", value))
                        .as(value.substring(0, 9))
                        .isEqualTo(422);
            assertThat(status(method, to, "text", '"' + "x".repeat(1 << 20) + '"'))
                    .isEqualTo(413);
            for (String field : List.of("string", "text", "secret", "json"))
                assertThat(status(method, to, field, '"' + "x".repeat(900_000) + '"'))
                        .as(field)
                        .isEqualTo(400);
            for (String field : List.of("string", "enum", "integer", "datetime", "boolean"))
                for (String number : List.of("1e2147483647", "1e-2147483647", "-1e2147483647"))
                    assertThat(status(method, to, field, number))
                            .as(field + number)
                            .isEqualTo(400);
            assertThat(status(method, to, "k".repeat(40_000), "1")).isEqualTo(422);
            assertThat(status(method, to, "name", "\"b\""))
                    .as("twice the same name")
                    .isEqualTo(422);
        }
        StringBuilder many = new StringBuilder("{\"data\":{\"name\":\"many\"");
        for (int each = 0; each < 20_000; each++)
            many.append(",\"f").append(each).append("\":1");
        assertThat(create(many + "}}")).isEqualTo(400);
        String deploy = path + "/actions/deploy";
        for (String value : List.of(DIGITS, NESTED)) {
            Api.Answer answer = stock.raw("POST", deploy, "{\"inputs\":{\"a\":" + value + "}}");
            assertThat(answer.status()).isEqualTo(422);
        }
        String job = ok(stock.raw("POST", deploy, "{\"inputs\":{\"a\":1e2147483647,\"b\":[1e2147483647]}}"))
                .path("job_id")
                .asText();
        assertThat(stock.ended(job).path("status").asText()).isEqualTo("completed");
        assertThat(stock.total("thing", "")).isEqualTo(before);
    }

    @Test
    void searchAndFiltersAreLiteral() {
        assertThat(stock.total("thing", "search=" + encoded("100% \\ _"))).isEqualTo(1);
        assertThat(stock.total("thing", "search=" + encoded("ADA'S"))).isEqualTo(1);
        for (String text : List.of(
                "%%", "_h_", "\\\\", "' or 1=1 --", "'; drop table cloudlab_item; --", "\"", "${x}", "x' || 'y"))
            for (String query : List.of("search=", "field.name=", "field.string=", "tag="))
                assertThat(stock.total("thing", query + encoded(text)))
                        .as(query + text)
                        .isZero();
        assertThat(stock.total("thing", "search=" + encoded("(a+)+$".repeat(160))))
                .isZero();
        assertThat(stock.total("thing", "search=" + "a".repeat(1_000))).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sort=name;drop table x",
                "sort=(select 1)",
                "sort=secret",
                "sort=json",
                "sort=data",
                "sort=name&sort=integer",
                "field.secret=x",
                "field.nothing=1",
                "field.a') or 1=1 --=1",
                "field.integer=x",
                "field.boolean=yes",
                "field.datetime=now",
                "field.name=a&field.name=b",
                "search=a&search=b",
                "per_page=1000000000",
                "page=0",
                "page=99999999999"
            })
    void queriesThatCannotBeAreRefusedByName(String query) {
        StringBuilder sent = new StringBuilder();
        for (String part : query.split("&")) {
            int at = part.lastIndexOf('=');
            sent.append(sent.isEmpty() ? "" : "&")
                    .append(encoded(part.substring(0, at)))
                    .append('=')
                    .append(encoded(part.substring(at + 1)));
        }
        Api.Answer answer = admin.get("/api/inventory/thing?" + sent);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/errors/0/loc/0")).isEqualTo("query");
        assertThat(answer.body().toString()).doesNotContain("drop table", "or 1=1", "select 1");
    }

    @Test
    void ofTwentyWhoWantTheSameNameOneGetsIt() throws Exception {
        String wanted = name();
        assertThat(Rush.of(20, each -> admin.post("/api/inventory/thing", Map.of("data", Map.of("name", wanted)))))
                .containsOnly(200, 409)
                .containsOnlyOnce(200);
        List<Long> ids = new ArrayList<>();
        for (int each = 0; each < 20; each++) ids.add(stock.object("thing", Map.of("name", name())));
        String other = name();
        assertThat(Rush.of(
                        20,
                        each -> admin.put(
                                "/api/inventory/thing/" + ids.get(each),
                                Map.of("data", Map.of("name", other, "string", "won")))))
                .containsOnly(200, 409)
                .containsOnlyOnce(200);
        assertThat(stock.total("thing", "field.name=" + wanted)).isEqualTo(1);
        assertThat(stock.total("thing", "field.name=" + other)).isEqualTo(1);
        assertThat(stock.total("thing", "field.string=won"))
                .as("the others have changed nothing")
                .isEqualTo(1);
        JsonNode taken = admin.post("/api/inventory/thing", Map.of("data", Map.of("name", wanted)))
                .body();
        assertThat(taken.path("detail").asText()).contains("'name'");
        String one = "/api/inventory/thing/" + ids.get(0);
        int version = ok(admin.get(one)).path("version").asInt();
        assertThat(Rush.of(20, each -> admin.put(one, Map.of("data", Map.of("integer", each), "version", version))))
                .containsOnly(200, 409)
                .containsOnlyOnce(200);
    }

    @Test
    void bodiesOfAnotherShapeAreRefusedByName() {
        for (String body :
                List.of("", "[]", "null", "{}", "{\"data\":[]}", "{\"data\":\"x\"}", "{\"data\":null}", "{", "5"))
            assertThat(create(body)).as(body).isEqualTo(422);
        for (String tags : List.of("\"x\"", "{}", "5", "[null]", "[\"x\"]", "[1.5]", "[99999999999]", "[[1]]"))
            assertThat(create("{\"data\":{\"name\":\"t\"},\"tag_ids\":" + tags + "}"))
                    .as(tags)
                    .isEqualTo(422);
        assertThat(create("{\"data\":{\"name\":\"t\"},\"tag_ids\":[999999]}")).isEqualTo(400);
        assertThat(stock.total("thing", "field.name=t")).isZero();
        Api.Answer unknown = stock.raw("POST", "/api/inventory/thing", "{\"data\":{\"name\":\"t\",\"colour\":1}}");
        assertThat(unknown.status() + unknown.text("/detail")).startsWith("400").contains("'colour'");
    }

    private static int create(String body) {
        return stock.raw("POST", "/api/inventory/thing", body).status();
    }
}
