package io.cloudlab.app.e2e.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.Team;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is sent to the real server about people is answered in words, and nothing is done by halves. */
@Timeout(120)
class BadInputIT {
    @TempDir
    static Path directory;

    private static Team team;
    private static JsonNode description;
    private static int mira;
    private static int role;

    @BeforeAll
    static void start() throws Exception {
        team = Team.start(directory, builder -> builder);
        description = team.nobody().get("/api/openapi.json").body();
        mira = Team.id(team.member("mira"));
        role = team.role("Reader", "services.view");
    }

    @AfterAll
    static void stop() {
        team.close();
    }

    /** One member of one request. */
    private record Member(String method, String path, String name, JsonNode schema, boolean required, JsonNode all) {
        @Override
        public String toString() {
            return method + " " + path + " " + name;
        }

        String type() {
            JsonNode type = schema.path("type");
            return type.isArray() ? type.get(0).asText() : type.asText();
        }

        /** A body in which only this member is unusual. */
        Map<String, Object> with(Object value) {
            Map<String, Object> body = new LinkedHashMap<>();
            all.path("required").forEach(other -> body.put(other.asText(), sample(other.asText())));
            body.put(name, value);
            return body;
        }

        private static Object sample(String member) {
            return switch (member) {
                case "email" -> "new@lab.test";
                case "name", "username" -> "sample_name";
                case "role_ids" -> List.of();
                default -> Api.PASSWORD;
            };
        }

        Api.Answer send(Object value) {
            String address = path.startsWith("/api/roles")
                    ? path.replace("{id}", String.valueOf(role))
                    : path.replace("{id}", String.valueOf(mira)).replace("{token}", "x");
            return method.equals("PUT")
                    ? team.admin().put(address, with(value))
                    : team.admin().post(address, with(value));
        }
    }

    static Stream<Member> members() {
        List<Member> members = new ArrayList<>();
        description
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    String reference = operation
                            .getValue()
                            .at("/requestBody/content/application~1json/schema/$ref")
                            .asText();
                    if (reference.isEmpty() || !path.getKey().matches("/api/(auth|users|roles).*")) return;
                    JsonNode schema = description.at(reference.substring(1));
                    schema.path("properties")
                            .properties()
                            .forEach(one -> members.add(new Member(
                                    operation.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey(),
                                    one.getKey(),
                                    one.getValue(),
                                    texts(schema.path("required")).contains(one.getKey()),
                                    schema)));
                }));
        assertThat(members).hasSizeGreaterThan(20);
        return members.stream();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    @ParameterizedTest
    @MethodSource("members")
    void nullForAMemberIsRefusedByNameOrLeavesThingsAsTheyAre(Member member) {
        String before = team.admin().get("/api/users/" + mira).body().toString();
        Api.Answer answer = member.send(null);

        if (member.required()) assertNames(answer, member.name());
        else if (member.path().equals("/api/users/{id}/roles"))
            assertNames(answer, "role_ids"); // or roles: one is needed
        else assertThat(answer.status()).isIn(200, 400);
        if (!member.path().equals("/api/users")) undo(answer);
        assertThat(team.admin().get("/api/users/" + mira).body().toString()).isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("members")
    void wrongTypeIsRefusedByName(Member member) {
        List<Object> wrong = new ArrayList<>(List.of(Map.of("a", 1), List.of(List.of())));
        if (!member.type().equals("array")) wrong.add(List.of("a"));
        if (!member.type().equals("boolean")) wrong.add(true);
        if (!member.type().equals("string")) wrong.add("text");
        if (member.type().equals("string")) wrong.add(5);
        for (Object value : wrong) assertNames(member.send(value), member.name());
    }

    private static void undo(Api.Answer answer) {
        JsonNode id = answer.body().path("id");
        if (answer.body().has("is_system") && id.asInt() != role) team.admin().delete("/api/roles/" + id.asInt());
    }

    private static void assertNames(Api.Answer answer, String member) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(422);
        assertThat(answer.text("/errors/0/loc/0")).isEqualTo("body");
        assertThat(answer.text("/errors/0/loc/1")).isEqualTo(member);
        assertThat(answer.text("/errors/0/msg")).isNotBlank();
        assertThat(answer.text("/detail")).isNotBlank();
    }

    @Test
    void unknownIdsAreToldFromMalformedOnes() {
        Api admin = team.admin();
        for (String path : List.of("/api/users/999999", "/api/roles/999999", "/api/users/2147483647")) {
            assertThat(admin.get(path).status()).as(path).isEqualTo(404);
            assertThat(admin.put(path, Map.of()).status()).as(path).isEqualTo(404);
            assertThat(admin.delete(path).status()).as(path).isEqualTo(404);
        }
        for (String path :
                List.of("/api/users/x", "/api/users/-1", "/api/users/0", "/api/roles/99999999999", "/api/users/1.5"))
            assertThat(admin.get(path).status()).as(path).isEqualTo(422);
        String roles = "/api/users/" + mira + "/roles";
        assertThat(admin.post(roles, Map.of("role_ids", List.of(role, 999_999))).status())
                .isEqualTo(400);
        assertThat(admin.get("/api/users/" + mira).body().path("roles"))
                .as("nothing half-done")
                .isEmpty();
        assertThat(admin.post(
                                "/api/users",
                                Map.of("username", "half", "email", "half@lab.test", "role_ids", List.of(999_999)))
                        .status())
                .isEqualTo(400);
        assertThat(admin.get("/api/users?search=half").body().path("total").asInt())
                .isZero();
        assertThat(admin.post("/api/roles", Map.of("name", "Half", "permission_ids", List.of(999_999)))
                        .status())
                .isEqualTo(400);
        assertThat(admin.get("/api/roles").body().toString()).doesNotContain("Half");
        assertThat(admin.put("/api/roles/" + role, Map.of("name", "Half", "permission_ids", List.of(999_999)))
                        .status())
                .isEqualTo(400);
        assertThat(admin.get("/api/roles/" + role).text("/name")).isEqualTo("Reader");
    }

    @Test
    void listsMayHoldDuplicatesButNotNullsNorWithoutEnd() {
        Api admin = team.admin();
        String roles = "/api/users/" + mira + "/roles";
        assertThat(admin.post(roles, Map.of("role_ids", List.of(role, role, String.valueOf(role))))
                        .body()
                        .path("roles"))
                .hasSize(1);
        assertNames(admin.post(roles, Map.of("role_ids", Arrays.asList(role, null))), "role_ids");
        assertNames(
                admin.post(
                        roles,
                        Map.of("role_ids", IntStream.range(0, 1_500).boxed().toList())),
                "role_ids");
        assertThat(admin.get("/api/users/" + mira).body().path("roles")).hasSize(1);
        admin.post(roles, Map.of("role_ids", List.of()));
        int view =
                admin.get("/api/roles/" + role).body().at("/permissions/0/id").asInt();
        assertThat(admin.put("/api/roles/" + role, Map.of("permission_ids", Collections.nCopies(3, view)))
                        .body()
                        .path("permissions"))
                .hasSize(1);
    }

    @Test
    void bodiesThatAreNoObjectOrTooMuchAreRefusedQuickly() {
        String login = "/api/auth/login";
        for (String body : List.of(
                "",
                "null",
                "[]",
                "5",
                "\"x\"",
                "{",
                "{\"a\":1}{}",
                "{\"username\":\"a\",\"username\":\"b\"}",
                "[".repeat(10_000)))
            assertThat(post(login, body))
                    .as(body.substring(0, Math.min(9, body.length())))
                    .isEqualTo(422);
        assertThat(post(login, "{\"username\":\"admin\",\"password\":\"" + "x".repeat(1 << 20) + "\"}"))
                .isEqualTo(413);
        assertThat(post("/api/users/password", "{\"new_password\":\"" + "x".repeat(1 << 20) + "\"}"))
                .isEqualTo(413);
        assertThat(team.admin().get("/api/auth/me").status()).isEqualTo(200);
    }

    private static int post(String path, String body) {
        return team.admin()
                .send(team.admin()
                        .request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8)))
                .status();
    }

    @Test
    void queriesOutOfTheirRangeAreRefusedByName() {
        for (String query : List.of(
                "/api/users?page=0",
                "/api/users?per_page=501",
                "/api/users?per_page=x",
                "/api/users?status=none",
                "/api/users?page=1&page=2",
                "/api/audit?per_page=201",
                "/api/audit?page=-1",
                "/api/audit?search=%00",
                "/api/audit?user_id=x",
                "/api/audit?date_from=yesterday",
                "/api/audit/export?format=xml",
                "/api/audit/export")) {
            Api.Answer answer = team.admin().get(query);
            assertThat(answer.status()).as(query).isEqualTo(422);
            assertThat(answer.text("/errors/0/loc/0")).as(query).isEqualTo("query");
        }
        for (String literal : List.of("%25", "_", "%27%20or%201=1--", "%5C"))
            for (String list : List.of("/api/users?search=", "/api/audit?search=", "/api/audit?action="))
                assertThat(team.admin().get(list + literal).status())
                        .as(list + literal)
                        .isEqualTo(200);
        assertThat(team.admin()
                        .get("/api/users?search=%25")
                        .body()
                        .path("total")
                        .asInt())
                .isZero();
    }
}
