package io.cloudlab.http.api.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.inventory.type.Action;
import io.cloudlab.core.inventory.type.ActionType;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.services.input.InputType;
import io.cloudlab.core.services.input.ScriptInput;
import io.cloudlab.http.Answer;
import io.cloudlab.http.TestServer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RerunRoutesTest {
    private static final TestServer SERVER = TestServer.start();
    private static String admin;

    @BeforeAll
    static void start() {
        ScriptInput token = new ScriptInput("token", "Token", InputType.SECRET, false, null, List.of(), null, "");
        ItemType site = new ItemType(
                new TypeSlug("site"),
                "Site",
                null,
                "",
                List.of(Field.of("name", FieldType.STRING)),
                List.of(
                        action("greet", ActionType.SCRIPT, Action.Scope.OBJECT, null, List.of(token)),
                        action("run", ActionType.DYNAMIC_SCRIPTS, Action.Scope.OBJECT, null, List.of()),
                        action("sweep", ActionType.PLAYBOOK, Action.Scope.TYPE, "plays/sweep.yaml", List.of())),
                null);
        SERVER.lab().types().set(site);
        SERVER.cloudLab.cloudLab().itemTypes().list(SERVER.cloudLab.cloudLab().system("test"));
        SERVER.lab().runner().onStart(launch -> SERVER.lab().runner().finish(launch.id(), 0));
        admin = SERVER.admin();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static Action action(
            String name, ActionType type, Action.Scope scope, @Nullable String playbook, List<ScriptInput> inputs) {
        return new Action(name, name, type, scope, null, null, playbook, Map.of(), null, false, inputs);
    }

    private static String started(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("job_id").asText();
    }

    private static Answer rerun(String job, @Nullable String body, String token) {
        return SERVER.post("/api/jobs/" + job + "/rerun", body, token);
    }

    private static JsonNode job(String id) {
        return SERVER.get("/api/jobs/" + id, admin).json();
    }

    private static String site() {
        Answer created = SERVER.post("/api/inventory/site", "{\"data\":{\"name\":\"hello\"}}", admin);
        return "/api/inventory/site/" + created.json().path("id").asLong();
    }

    private static void assertSame(String first, String second) {
        assertThat(second).isNotEqualTo(first);
        for (String member : List.of("service", "action", "script", "object_id", "type_slug", "inputs"))
            assertThat(job(second).path(member)).as(member).isEqualTo(job(first).path(member));
    }

    @Test
    void scriptOfAServiceRunsAgainWithItsInputs() {
        String body = "{\"script\":\"greet\",\"inputs\":{\"username\":\"mira\"}}";
        String first = started(SERVER.post("/api/services/hello/run", body, admin));

        assertSame(first, started(rerun(first, null, admin)));
        String deploy = started(SERVER.post("/api/services/hello/deploy", null, admin));
        assertSame(deploy, started(rerun(deploy, "{}", admin)));
    }

    @Test
    void actionRunsAgainOnItsObjectWithItsPermission() {
        String path = site();
        String mira =
                SERVER.token(Permission.onType("site", "run"), Permission.SERVICES_DEPLOY, Permission.JOBS_VIEW_ALL);
        String first = started(
                SERVER.post(path + "/actions/run", "{\"script\":\"greet\",\"inputs\":{\"username\":\"mira\"}}", mira));

        assertSame(first, started(rerun(first, null, mira)));
        String deploy = started(SERVER.post(path + "/actions/run", "{\"script\":\"deploy\"}", mira));
        assertSame(deploy, started(rerun(deploy, null, mira)));
        String other = SERVER.token(Permission.SERVICES_DEPLOY, Permission.JOBS_VIEW_ALL);
        assertThat(rerun(first, null, other).detail()).isEqualTo("Permission denied: inventory.site.run");
        String sweep = started(SERVER.post("/api/inventory/site/actions/sweep", null, admin));
        assertSame(sweep, started(rerun(sweep, null, admin)));
        SERVER.send("DELETE", path, null, admin);
        assertThat(rerun(first, null, mira).status()).isEqualTo(404);
    }

    @Test
    void secretInputsMustBeSentAgain() throws InterruptedException {
        String body = "{\"inputs\":{\"token\":\"hush hush\"}}";
        String first = started(SERVER.post(site() + "/actions/greet", body, admin));

        Answer without = rerun(first, null, admin);
        assertThat(without.status()).isEqualTo(400);
        assertThat(without.detail()).contains("'token'");
        assertThat(rerun(first, "{\"inputs\":{\"token\":\"\"}}", admin).status())
                .isEqualTo(400);
        assertThat(rerun(first, "{\"inputs\":{\"token\":\"other one\",\"more\":\"y\"}}", admin)
                        .status())
                .isEqualTo(400);
        String second = started(rerun(first, "{\"inputs\":{\"token\":\"other one\"}}", admin));
        assertSame(first, second);
        assertThat(SERVER.lab().runner().awaitStart(new JobId(second)).environment())
                .containsEntry("INPUT_TOKEN", "other one");
    }

    @Test
    void onlyThoseWhoSeeTheJobAndMayStartItsLikeRunItAgain() {
        String first = started(SERVER.post("/api/services/hello/deploy", null, admin));

        assertThat(rerun(first, null, SERVER.token()).status()).isEqualTo(403);
        assertThat(rerun(first, null, SERVER.token(Permission.SERVICES_DEPLOY, Permission.JOBS_VIEW_OWN))
                        .detail())
                .isEqualTo("Permission denied: jobs.view_all");
        assertThat(rerun(first, null, SERVER.token(Permission.JOBS_VIEW_ALL)).detail())
                .isEqualTo("Permission denied: services.deploy");
        assertThat(rerun("ffffffff", null, admin).status()).isEqualTo(404);
        assertThat(rerun("x", null, admin).status()).isEqualTo(404);
        assertThat(rerun(first, "{\"inputs\":5}", admin).status()).isEqualTo(422);
    }

    @Test
    void jobsOfTheCloudRunAgain() {
        String refresh = started(SERVER.post("/api/instances/refresh", null, admin));
        assertThat(job(started(rerun(refresh, null, admin))).path("action").asText())
                .isEqualTo("refresh");
        for (String start : List.of(
                "/api/instances/web01/mel/stop", "/api/services/hello/stop", "/api/services/actions/stop-all")) {
            String first = started(SERVER.post(start, null, admin));
            assertSame(first, started(rerun(first, null, admin)));
            assertThat(rerun(first, null, SERVER.token(Permission.JOBS_VIEW_ALL))
                            .status())
                    .as(start)
                    .isEqualTo(403);
        }
    }
}
