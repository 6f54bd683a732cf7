package io.cloudlab.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
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
                    .isEqualTo(route.access().needsUser() ? 1 : 0);
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
    void operationIdsAreUnique() {
        Set<String> ids = new HashSet<>();
        for (JsonNode id : document.findValues("operationId"))
            assertThat(ids.add(id.asText())).as(id.asText()).isTrue();
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
    void schemasFollowTheRecords() {
        JsonNode job = document.at("/components/schemas/Job");

        assertThat(job.at("/properties/exit_code/type").toString()).isEqualTo("[\"integer\",\"null\"]");
        assertThat(job.at("/properties/started_at/format").asText()).isEqualTo("date-time");
        assertThat(job.at("/properties/output/items/type").asText()).isEqualTo("string");
        assertThat(job.path("required").toString()).contains("\"output_lines\"").doesNotContain("exit_code");
        assertThat(document.at("/components/schemas/ServiceInput/properties").has("default"))
                .isTrue();
        JsonNode login = operation("/api/auth/login", "post");
        assertThat(login.at("/requestBody/content/application~1json/schema/$ref")
                        .asText())
                .isEqualTo("#/components/schemas/Login");
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
}
