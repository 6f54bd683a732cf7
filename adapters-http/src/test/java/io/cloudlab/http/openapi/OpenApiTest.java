package io.cloudlab.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.http.Answer;
import io.cloudlab.http.TestServer;
import io.cloudlab.http.routing.Route;
import io.cloudlab.http.security.Budget;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private static final TestServer SERVER = TestServer.start();
    private static JsonNode document;

    @BeforeAll
    static void read() {
        document = SERVER.get("/api/openapi.json").json();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static JsonNode operation(String path, String method) {
        return document.path("paths").path(path).path(method);
    }

    @Test
    void everyRouteIsDescribed() {
        for (Route route : SERVER.http.routes().all()) {
            if (!route.documented()) continue;
            String method = route.method() == Route.Method.SOCKET
                    ? "get"
                    : route.method().name().toLowerCase(Locale.ROOT);
            JsonNode operation = operation(route.path(), method);
            assertThat(operation.path("summary").asText()).as(route.toString()).isNotEmpty();
            assertThat(operation.path("responses").size()).as(route.toString()).isPositive();
            assertThat(operation.path("security").size())
                    .as(route.toString())
                    .isEqualTo(route.access().needsUser() ? 1 : route.access().recognises() ? 2 : 0);
        }
        assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        for (JsonNode reference : document.findValues("$ref")) {
            String pointer = reference.asText().substring(1);
            assertThat(document.at(pointer).path("type").asText()).as(pointer).isEqualTo("object");
        }
        assertThat(document.findValues("$ref")).isNotEmpty();
    }

    @Test
    void everyMediaTypeOfAnAnswerIsTold() {
        JsonNode content = operation("/api/audit/export", "get").at("/responses/200/content");

        assertThat(content.has("application/x-ndjson")).isTrue();
        assertThat(content.has("text/csv")).isTrue();
    }

    @Test
    void whatTheGateAnswersByItselfIsToldEverywhere() {
        assertThat(operation("/health", "get").path("responses").has("400")).isTrue();
        assertThat(operation("/api/auth/login", "post").path("responses").has("403"))
                .isTrue();
        assertThat(operation("/api/auth/logout", "post").path("responses").has("403"))
                .isTrue();
        assertThat(operation("/api/auth/me", "get").path("responses").has("403"))
                .isFalse();
    }

    @Test
    void operationIdsAreUniqueNamesForMethodsOfClients() {
        Set<String> ids = new HashSet<>();
        for (JsonNode id : document.findValues("operationId")) {
            assertThat(ids.add(id.asText())).as(id.asText()).isTrue();
            assertThat(id.asText()).matches("[a-z]+([A-Z][a-z]+)*");
        }
        assertThat(ids).contains("deployService", "getJob", "listUsers");
    }

    @Test
    void generatedClientsFindTheServerTheDocumentComesFrom() {
        assertThat(document.path("servers")).hasSize(1);
        assertThat(document.at("/servers/0/url").asText()).isEqualTo("/");
    }

    @Test
    void everySchemaMemberAndTagIsDescribedAndNothingElse() {
        Descriptions descriptions = Descriptions.load();
        Set<String> used = new TreeSet<>();
        document.at("/components/schemas").properties().forEach(schema -> {
            String name = schema.getKey();
            assertThat(schema.getValue().path("description").asText())
                    .as(name + " has a line in descriptions.txt")
                    .endsWith(".");
            used.add(name);
            schema.getValue().path("properties").properties().forEach(member -> {
                String of = name + "." + member.getKey();
                assertThat(member.getValue().path("description").asText())
                        .as(of + " has a line in descriptions.txt")
                        .endsWith(".");
                used.add(descriptions.all().containsKey(of) ? of : "*." + member.getKey());
            });
        });
        for (JsonNode tag : document.path("tags")) {
            assertThat(tag.path("description").asText()).as(tag.toString()).endsWith(".");
            used.add("tag: " + tag.path("name").asText());
        }

        assertThat(descriptions.all().keySet()).containsExactlyInAnyOrderElementsOf(used);
    }

    /** What linters of OpenAPI documents ask for. */
    @Test
    void everyOperationSaysWhatItIsForAndWhatComesBack() {
        Set<String> tags = new HashSet<>(document.path("tags").findValuesAsText("name"));
        for (JsonNode path : document.path("paths"))
            for (JsonNode operation : path) {
                String id = operation.path("operationId").asText();
                assertThat(tags).as(id).contains(operation.at("/tags/0").asText());
                assertThat(operation.path("summary").asText()).as(id).endsWith(".");
                assertThat(operation.path("description").asText()).as(id).endsWith(".");
                JsonNode responses = operation.path("responses");
                assertThat(responses.has("200") || responses.has("default"))
                        .as(id)
                        .isTrue();
                for (JsonNode response : responses)
                    assertThat(response.path("description").asText()).as(id).isNotBlank();
                for (JsonNode parameter : operation.path("parameters")) {
                    assertThat(parameter.path("description").asText()).as(id).endsWith(".");
                    assertThat(parameter.has("schema")).as(id).isTrue();
                }
            }
    }

    @Test
    void bodiesThatRefuseUnknownMembersSaySo() {
        JsonNode schemas = document.path("components").path("schemas");

        assertThat(schemas.at("/NewRole/additionalProperties").toString()).isEqualTo("false");
        assertThat(schemas.at("/Rule/additionalProperties").toString()).isEqualTo("false");
        assertThat(schemas.at("/Rule/required").toString()).isEqualTo("[\"role_id\",\"permission\"]");
        assertThat(schemas.at("/Login").has("additionalProperties")).isFalse();
    }

    @Test
    void pathParametersAreDescribed() {
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().forEach(operation -> {
                    Set<String> inPath = new HashSet<>();
                    operation.path("parameters").forEach(each -> {
                        if (each.path("in").asText().equals("path"))
                            inPath.add("{" + each.path("name").asText() + "}");
                    });
                    for (String segment : path.getKey().split("/"))
                        if (segment.startsWith("{"))
                            assertThat(inPath).as(path.getKey()).contains(segment);
                }));
    }

    @Test
    void permissionsAreTold() {
        JsonNode list = operation("/api/jobs", "get");

        assertThat(list.path("x-permissions-any-of").toString()).isEqualTo("[\"jobs.view_own\",\"jobs.view_all\"]");
        assertThat(list.path("description").asText()).contains("jobs.view_own");
        assertThat(list.path("responses").has("403")).isTrue();
        assertThat(operation("/api/auth/login", "post").path("security").size()).isZero();
    }

    @Test
    void budgetsAreTold() {
        JsonNode login = operation("/api/auth/login", "post");
        JsonNode upload = operation("/api/services/{name}/files/{subdir}", "post");

        assertThat(login.path("x-budgets").toString())
                .isEqualTo("[{\"name\":\"login\",\"per\":\"client address\",\"most\":5,\"seconds\":60}]");
        assertThat(upload.path("x-budgets").toString())
                .isEqualTo("[{\"name\":\"uploads\",\"per\":\"user\",\"at_once\":4}]");
        assertThat(upload.at("/responses/429/headers").has("Retry-After")).isTrue();
        Set<String> named = new TreeSet<>();
        document.at("/paths")
                .forEach(path -> path.forEach(operation -> operation
                        .path("x-budgets")
                        .forEach(budget -> named.add(budget.path("name").asText()))));
        for (Budget budget : Budget.values())
            assertThat(named).contains(budget.name().toLowerCase(Locale.ROOT));
    }

    @Test
    void schemasFollowTheRecords() {
        JsonNode job = document.at("/components/schemas/Job");

        assertThat(job.at("/properties/exit_code/type").toString()).isEqualTo("[\"integer\",\"null\"]");
        assertThat(job.at("/properties/started_at/format").asText()).isEqualTo("date-time");
        assertThat(job.at("/properties/output/items/type").asText()).isEqualTo("string");
        assertThat(job.path("required").toString()).contains("\"output_lines\"", "\"exit_code\"");
        assertThat(document.at("/components/schemas/ServiceInput/properties").has("default"))
                .isTrue();
        JsonNode login = operation("/api/auth/login", "post");
        assertThat(login.at("/requestBody/content/application~1json/schema/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/Login");
    }

    @Test
    void wordsAreListed() {
        JsonNode schemas = document.path("components").path("schemas");

        assertThat(schemas.at("/Job/properties/status/enum").toString())
                .isEqualTo("[\"running\",\"completed\",\"failed\"]");
        assertThat(schemas.at("/Job/properties/phase/enum").toString())
                .isEqualTo("[\"queued\",\"running\",\"stopping\",\"ended\"]");
        assertThat(schemas.at("/JobStarted/properties/status/enum").size()).isEqualTo(3);
        assertThat(schemas.at("/User/properties/status/enum").toString())
                .isEqualTo("[\"invited\",\"active\",\"inactive\"]");
        assertThat(schemas.at("/ServiceInput/properties/type/enum").toString())
                .contains("\"string\"", "\"deployment_select\"");
        assertThat(schemas.at("/Vault/properties/password/enum").toString())
                .isEqualTo("[\"stored\",\"configured\",\"missing\"]");
        assertThat(schemas.at("/Check/properties/state/enum").toString()).isEqualTo("[\"ok\",\"warning\",\"failed\"]");
    }

    @Test
    void membersOfAnswersAreRequiredUnlessLeftOutAndThoseOfBodiesUnlessNullable() {
        JsonNode schemas = document.path("components").path("schemas");

        assertThat(schemas.at("/User/required").toString())
                .contains("\"email\"", "\"last_login_at\"")
                .doesNotContain("permissions");
        assertThat(schemas.at("/Problem/required").toString())
                .isEqualTo("[\"type\",\"title\",\"status\",\"detail\",\"code\"]");
        assertThat(schemas.at("/Setup/required").toString()).isEqualTo("[\"username\",\"password\"]");
    }

    @Test
    void whatNeedsTheDatabaseMayBeUnavailable() {
        for (Route route : SERVER.http.routes().all()) {
            if (!route.path().startsWith("/api/auth") && !route.access().needsUser()) continue;
            if (route.method() == Route.Method.SOCKET) continue;
            JsonNode operation = operation(route.path(), route.method().name().toLowerCase(Locale.ROOT));
            assertThat(operation.path("responses").has("503"))
                    .as(route.toString())
                    .isTrue();
        }
        assertThat(operation("/health", "get").path("responses").has("503")).isFalse();
    }

    @Test
    void readinessAnswersAlikeWhenItIsNot() {
        String schema = "/responses/503/content/application~1json/schema/$ref";

        assertThat(operation("/health/ready", "get").at(schema).asText()).isEqualTo("#/components/schemas/Ready");
    }

    @Test
    void bodiesThatAreNotNeededMayBeRefused() {
        JsonNode responses = operation("/api/auth/logout", "post").path("responses");

        assertThat(responses.has("408") && responses.has("413") && responses.has("415") && responses.has("422"))
                .isTrue();
        assertThat(responses.at("/422/description").asText()).isEqualTo("Unprocessable Content");
    }

    @Test
    void socketsAreMarked() {
        JsonNode socket = operation("/api/jobs/ws/{id}", "get");

        assertThat(socket.path("x-websocket").asBoolean()).isTrue();
        assertThat(socket.path("responses").has("101")).isTrue();
    }

    @Test
    void pagesNeedNothingFromElsewhere() {
        for (String page :
                new String[] {"/", "/links.js", "/links.css", "/api/docs", "/api/docs/docs.js", "/api/docs/docs.css"}) {
            Answer answer = SERVER.get(page);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).as(page).isNotBlank().doesNotContain("http://", "https://", " style=", "onclick");
            assertThat(answer.header("Content-Security-Policy")).contains("script-src 'self'");
        }
    }

    @Test
    void pagesWorkBelowAPathThatAProxyPutsBefore() {
        for (String page : new String[] {"/", "/links.js", "/api/docs", "/api/docs/docs.js"})
            assertThat(SERVER.get(page).body()).as(page).doesNotContainPattern("\"/[a-z]");
    }
}
