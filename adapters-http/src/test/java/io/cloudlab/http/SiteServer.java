package io.cloudlab.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.inventory.type.Action;
import io.cloudlab.core.inventory.type.Action.Scope;
import io.cloudlab.core.inventory.type.ActionType;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.core.services.input.InputType;
import io.cloudlab.core.services.input.ScriptInput;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A server with a type of objects that has actions of every kind; jobs end well as soon as they begin. */
public record SiteServer(TestServer server, String admin) implements AutoCloseable {
    public static SiteServer start() {
        TestServer server = TestServer.start();
        ItemType site = new ItemType(
                new TypeSlug("site"),
                "Site",
                null,
                "",
                List.of(
                        Field.of("name", FieldType.STRING),
                        Field.of("ports", FieldType.JSON),
                        Field.of("notes", FieldType.TEXT)),
                List.of(
                        action("deploy", ActionType.SCRIPT, Scope.OBJECT, "deploy.sh", null, Map.of()),
                        new Action(
                                "greet",
                                "Greet",
                                ActionType.SCRIPT,
                                Scope.OBJECT,
                                "wave",
                                null,
                                null,
                                Map.of(),
                                "Really greet?",
                                true,
                                inputs()),
                        action("run", ActionType.DYNAMIC_SCRIPTS, Scope.OBJECT, null, null, Map.of()),
                        action("stop", ActionType.SCRIPT_STOP, Scope.OBJECT, null, null, Map.of()),
                        action("ssh", ActionType.SSH, Scope.OBJECT, null, null, Map.of()),
                        action(
                                "fix",
                                ActionType.PLAYBOOK,
                                Scope.OBJECT,
                                null,
                                "plays/fix.yaml",
                                Map.of("host", "{{ name }}", "open", "{{ ports }}", "text", "<{{ notes }}>")),
                        action(
                                "sweep",
                                ActionType.PLAYBOOK,
                                Scope.TYPE,
                                null,
                                "plays/sweep.yaml",
                                Map.of("how", "all"))),
                null);
        server.lab().types().set(site);
        server.cloudLab.cloudLab().itemTypes().list(server.cloudLab.cloudLab().system("test"));
        server.lab().runner().onStart(launch -> server.lab().runner().finish(launch.id(), 0));
        return new SiteServer(server, server.admin());
    }

    private static Action action(
            String name,
            ActionType type,
            Scope scope,
            @Nullable String script,
            @Nullable String playbook,
            Map<String, String> vars) {
        return new Action(name, name, type, scope, null, script, playbook, vars, null, false, List.of());
    }

    private static List<ScriptInput> inputs() {
        return List.of(
                input("username", InputType.STRING, true, List.of()),
                input("times", InputType.NUMBER, false, List.of()),
                input("loud", InputType.BOOLEAN, false, List.of()),
                input("tongue", InputType.SELECT, false, List.of("en", "de")),
                input("token", InputType.SECRET, false, List.of()));
    }

    private static ScriptInput input(String name, InputType type, boolean required, List<String> options) {
        return new ScriptInput(
                name, name, type, required, null, options, "username".equals(name) ? "[a-z]+" : null, "");
    }

    /** @return its path */
    public String site(String data) {
        Answer created = server.post("/api/inventory/site", "{\"data\":" + data + "}", admin);
        return "/api/inventory/site/" + created.json().path("id").asLong();
    }

    public static long id(String path) {
        return Long.parseLong(path.substring(path.lastIndexOf('/') + 1));
    }

    public String hello() {
        return site("{\"name\":\"hello\"}");
    }

    public Answer run(String path, String action, @Nullable String body, String token) {
        return server.post(path + "/actions/" + action, body, token);
    }

    public JsonNode job(Answer started) {
        assertThat(started.status()).as(started.body()).isEqualTo(200);
        assertThat(started.json().path("status").asText()).isEqualTo("running");
        return server.get("/api/jobs/" + started.json().path("job_id").asText(), admin)
                .json();
    }

    public JobRunner.Launch launch(Answer started) throws InterruptedException {
        assertThat(started.status()).as(started.body()).isEqualTo(200);
        return server.lab()
                .runner()
                .awaitStart(new JobId(started.json().path("job_id").asText()));
    }

    public static Permission on(String name) {
        return Permission.onType("site", name);
    }

    @Override
    public void close() {
        server.close();
    }
}
