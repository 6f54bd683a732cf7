package io.cloudlab.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cloudlab.core.inventory.type.Action;
import io.cloudlab.core.inventory.type.ActionType;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.SyncAdapter;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.services.PublishedOutputs;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.ServiceOutput;
import io.cloudlab.core.services.input.InputType;
import io.cloudlab.core.services.input.ScriptInput;
import io.cloudlab.core.testing.Eventually;
import io.cloudlab.core.testing.fake.FakeInventory;
import io.cloudlab.core.testing.fake.FakeRemoteShell;
import io.cloudlab.http.Answer;
import io.cloudlab.http.ExampleShape;
import io.cloudlab.http.TestServer;
import io.cloudlab.http.Viewer;
import io.cloudlab.http.api.services.FileServer;
import io.cloudlab.http.api.terminals.TerminalSocketTest;
import io.cloudlab.http.routing.Param;
import io.cloudlab.http.routing.Route;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Sends every example of the OpenAPI document, one after the other in the order of their file, to a server that begins
 * empty. What the server makes up (ids of jobs, links, tokens) takes the place of what the example holds for it.
 */
class ExamplesTest {
    private final TestServer server =
            TestServer.with(builder -> builder.terminals(TerminalSocketTest.setup(new FakeRemoteShell())));
    private final Map<String, String> made = new HashMap<>();
    private final JsonNode document = server.get("/api/openapi.json").json();
    private final ExampleShape shape = new ExampleShape(document);
    private final JsonNode examples = Examples.load().all();
    private final Map<String, Route> routes = server.http.routes().all().stream()
            .filter(Route::documented)
            .collect(Collectors.toMap(Route::id, route -> route));

    @BeforeEach
    void fill() {
        ScriptInput username =
                new ScriptInput("username", "Name", InputType.STRING, true, null, List.of(), null, "Who is greeted.");
        ItemType machine = new ItemType(
                new TypeSlug("server"),
                "Server",
                "server",
                "A machine.",
                List.of(
                        Field.of("name", FieldType.STRING).asSearchable(),
                        Field.of("ip_address", FieldType.STRING),
                        Field.of("service_name", FieldType.STRING)),
                List.of(
                        new Action(
                                "greet",
                                "Greet",
                                ActionType.SCRIPT,
                                Action.Scope.OBJECT,
                                "wave",
                                "greet.sh",
                                null,
                                Map.of(),
                                "Really greet?",
                                false,
                                List.of(username)),
                        new Action(
                                "sweep",
                                "Sweep",
                                ActionType.PLAYBOOK,
                                Action.Scope.TYPE,
                                null,
                                null,
                                "sweep.yaml",
                                Map.of("how", "all"),
                                null,
                                true,
                                List.of())),
                null);
        ItemType member = new ItemType(
                new TypeSlug("member"),
                "Member",
                null,
                "A user.",
                List.of(Field.of("username", FieldType.STRING)),
                List.of(),
                SyncAdapter.USERS);
        server.lab().types().set(machine, member);
        server.cloudLab.cloudLab().itemTypes().list(server.cloudLab.cloudLab().system("test"));
        server.lab()
                .catalogue()
                .outputs(new PublishedOutputs(
                        new ServiceName("hello"),
                        List.of(new ServiceOutput(
                                "url", ServiceOutput.Type.URL, "Wiki", "https://wiki.example", null, null)),
                        Instant.parse("2026-03-01T09:00:00Z"),
                        List.of()));
        server.lab()
                .inventory()
                .holds(Map.of(
                        "all", Map.of("hosts", Map.of("wiki01", FakeInventory.host("wiki01", "ams", "cloudlab")))));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void everyOperationHasAnExampleThatWorks() throws Exception {
        assertThat(names(examples)).isEqualTo(new TreeSet<>(routes.keySet()));
        for (Map.Entry<String, JsonNode> each : examples.properties()) {
            String id = each.getKey();
            Route route = routes.get(id);
            if (route.method() == Route.Method.SOCKET) continue;
            before(id);
            Answer answer = send(route, each.getValue());
            assertThat(answer.status()).as(id + ": " + answer.body()).isEqualTo(200);
            if (!(route.answer() instanceof Route.Answer.Json)) continue;
            compare(route, each.getValue(), answer.json());
            after(id, answer.json());
        }
    }

    @Test
    void everyExampleIsWhatItsSchemaDescribes() {
        for (Map.Entry<String, JsonNode> each : examples.properties()) {
            Route route = routes.get(each.getKey());
            JsonNode operation = operation(route);
            for (JsonNode parameter : operation.path("parameters"))
                if (parameter.path("required").asBoolean())
                    assertThat(parameter.has("example"))
                            .as(route + " " + parameter.path("name"))
                            .isTrue();
            JsonNode body = operation.at("/requestBody/content/application~1json");
            if (!body.isMissingNode())
                shape.requireValid(body.path("schema"), body.path("example"), route + " request");
            if (route.answer() instanceof Route.Answer.Json) {
                JsonNode ok = operation.at("/responses/200/content/application~1json");
                shape.requireValid(ok.path("schema"), ok.path("example"), route + " response");
            } else if (route.method() != Route.Method.SOCKET) {
                operation
                        .at("/responses/200/content")
                        .forEach(media -> assertThat(media.has("example"))
                                .as(route.toString())
                                .isTrue());
            }
        }
    }

    private JsonNode operation(Route route) {
        String method =
                route.method() == Route.Method.SOCKET ? "GET" : route.method().name();
        return document.path("paths").path(route.path()).path(method.toLowerCase(Locale.ROOT));
    }

    private void compare(Route route, JsonNode example, JsonNode answer) {
        JsonNode schema = operation(route).at("/responses/200/content/application~1json/schema");
        shape.requireAlike(schema, example.path("response"), answer, route.id());
    }

    private Answer send(Route route, JsonNode example) {
        String address = route.path();
        StringBuilder query = new StringBuilder();
        for (Param<?> param : route.params()) {
            JsonNode value = example.path("parameters").path(param.name());
            if (value.isMissingNode()) continue;
            String shown = (value.isArray() ? value.get(0) : value).asText();
            String text = URLEncoder.encode(
                    made.getOrDefault(route.id() + "." + param.name(), shown), StandardCharsets.UTF_8);
            if (param.in() == Param.In.PATH) address = address.replace("{" + param.name() + "}", text);
            else
                query.append(query.isEmpty() ? "?" : "&")
                        .append(param.name())
                        .append('=')
                        .append(text);
        }
        String token = made.get("token");
        if (route.takesFile()) return upload(address, token);
        return server.send(route.method().name(), address + query, body(example), token);
    }

    private @Nullable String body(JsonNode example) {
        if (!example.has("request")) return null;
        ObjectNode body = example.path("request").deepCopy();
        if (body.has("role_id")) body.put("role_id", Integer.valueOf(made.get("getRole.id")));
        return body.toString();
    }

    private Answer upload(String address, String token) {
        String form = FileServer.form(FileServer.part("name=\"file\"; filename=\"data.csv\"", "a,b\n"));
        return server.send(HttpRequest.newBuilder(server.uri(address))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "multipart/form-data; boundary=" + FileServer.BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    /** What must have happened before an example can work. */
    private void before(String id) throws InterruptedException {
        var lab = server.cloudLab.cloudLab();
        switch (id) {
            case "resetPassword" ->
                made.put(
                        "resetPassword.token",
                        token(lab.passwords().resetLink(lab.system("test"), server.idOf("mira"))));
            case "endSession" ->
                server.session(1, examples.at("/endSession/parameters/id").asText());
            case "listConfigVersions" ->
                server.send(
                        "PUT",
                        "/api/services/hello/configs/config.yaml",
                        "{\"content\":\"region: fra\\n\"}",
                        made.get("token"));
            case "listTerminals" ->
                made.put(
                        "endTerminal.id",
                        Viewer.open(server, "/api/inventory/ws/17/action?token=" + made.get("token"))
                                .next()
                                .path("session")
                                .asText());
            case "deleteRole" -> server.cloudLab.stores().roles().assign(server.idOf("mira"), List.of());
            default -> {}
        }
    }

    /** What an answer means for the examples that follow. */
    private void after(String id, JsonNode told) throws InterruptedException {
        switch (id) {
            case "setUp", "login", "changePassword" ->
                made.put("token", told.path("access_token").asText());
            case "resendInvite" ->
                made.put("acceptInvite.token", token(told.path("invite_url").asText()));
            case "deployService" -> {
                JobId job = new JobId(told.path("job_id").asText());
                server.lab().runner().awaitStart(job);
                server.lab().log().print(job, "wiki is deployed\n");
                ends(job);
                for (String one : List.of(
                        "getJob", "getJobOutput", "getJobProgress", "downloadJobOutput", "searchJobOutput", "rerunJob"))
                    made.put(one + ".id", job.value());
            }
            case "createRole" -> take(told.path("id"), "getRole.id", "updateRole.id", "deleteRole.id");
            case "addTagPermission" -> take(told.path("id"), "removeTagPermission.rule");
            case "writeRules" -> take(told.path("id"), "removeRule.rule");
            case "writeServiceRules" -> take(told.path("id"), "removeServiceRule.rule");
            case "createObject" ->
                routes.values().stream()
                        .filter(route -> route.path().startsWith("/api/inventory/{type}/{id}"))
                        .forEach(route -> take(told.path("id"), route.id() + ".id"));
            case "runScript" -> made.put("cancelJob.id", told.path("job_id").asText());
            case "startInstancesRefresh" -> {
                JobId job = new JobId(told.path("job_id").asText());
                server.lab().runner().awaitStart(job);
                ends(job);
            }
            default -> {}
        }
    }

    private void take(JsonNode id, String... places) {
        for (String place : places) made.put(place, id.asText());
    }

    private void ends(JobId job) throws InterruptedException {
        server.lab().runner().finish(job, 0);
        Eventually.until(
                "it has ended",
                () -> server.cloudLab.stores().jobs().find(job).orElseThrow().hasEnded());
    }

    private static String token(String link) {
        if (!link.contains("#")) return fail("no link: " + link);
        return link.replaceFirst(".*#(accept-invite|reset-password)-", "");
    }

    private static TreeSet<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toCollection(TreeSet::new));
    }
}
