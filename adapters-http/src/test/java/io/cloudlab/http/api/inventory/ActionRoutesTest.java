package io.cloudlab.http.api.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.http.Answer;
import io.cloudlab.http.SiteServer;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ActionRoutesTest {
    private static final SiteServer SITE = SiteServer.start();
    private static final String LOOKUP = "{{ lookup('pipe','touch canary') }}";

    @AfterAll
    static void stop() {
        SITE.close();
    }

    @Test
    void scriptOfAnObjectIsAJobThatCarriesItAndIsFoundByIt() throws InterruptedException {
        String path = SITE.hello();
        Answer started = SITE.run(
                path,
                "greet",
                "{\"inputs\":{\"username\":\"mira\",\"times\":\"3\",\"loud\":true,\"tongue\":\"de\",\"token\":\"hush hush\"}}",
                SITE.admin());

        JsonNode job = SITE.job(started);
        assertThat(job.path("object_id").asLong()).isEqualTo(SiteServer.id(path));
        assertThat(job.path("type_slug").asText()).isEqualTo("site");
        assertThat(job.path("service").asText()).isEqualTo("hello");
        assertThat(job.path("action").asText()).isEqualTo("greet");
        assertThat(job.path("script").asText()).isEqualTo("greet");
        assertThat(job.path("inputs").toString()).contains("mira").doesNotContain("hush");
        assertThat(SITE.launch(started).environment())
                .containsEntry("INPUT_USERNAME", "mira")
                .containsEntry("INPUT_TIMES", "3")
                .containsEntry("INPUT_LOUD", "true")
                .containsEntry("INPUT_TOKEN", "hush hush");
        SITE.job(SITE.run(SITE.hello(), "deploy", null, SITE.admin()));
        JsonNode found = SITE.server()
                .get("/api/jobs?object_id=" + SiteServer.id(path), SITE.admin())
                .json();
        assertThat(found.path("total").asInt()).isEqualTo(1);
        assertThat(found.at("/jobs/0/id").asText()).isEqualTo(job.path("id").asText());
        assertThat(SITE.server().get("/api/jobs?object_id=x", SITE.admin()).status())
                .isEqualTo(422);
        AuditEntry audited = SITE.server().cloudLab.audit().stream()
                .filter(entry -> entry.action().equals("inventory.action.greet"))
                .filter(entry -> ("inventory/site/" + SiteServer.id(path)).equals(entry.resource()))
                .findFirst()
                .orElseThrow();
        assertThat(audited.details()).containsEntry("job_id", job.path("id").asText());
        assertThat(audited.toString()).doesNotContain("hush");
    }

    @Test
    void playbookGetsValuesOfTheObjectLiterally() throws InterruptedException {
        String path = SITE.site(
                "{\"name\":\"%s a=b\",\"ports\":[80,\"%s\"],\"notes\":\"%s\"}".formatted(LOOKUP, LOOKUP, LOOKUP));
        Answer started = SITE.run(path, "fix", null, SITE.admin());

        JobRunner.Launch launch = SITE.launch(started);
        assertThat(launch.variables())
                .isEqualTo(Map.of("host", LOOKUP + " a=b", "open", List.of(80L, LOOKUP), "text", "<" + LOOKUP + ">"));
        assertThat(launch.commands().toString()).contains("plays/fix.yaml").doesNotContain("lookup");
        assertThat(SITE.job(started).path("object_id").asLong()).isEqualTo(SiteServer.id(path));
        Answer empty = SITE.run(SITE.site("{\"name\":\"x\"}"), "fix", null, SITE.admin());
        assertThat(empty.status()).isEqualTo(400);
        assertThat(empty.detail()).matches(".*'(ports|notes)'.*");
    }

    @Test
    void stoppingDestroysTheInstancesOfTheObjectsService() throws InterruptedException {
        Answer started = SITE.run(SITE.hello(), "stop", "{}", SITE.admin());

        assertThat(SITE.launch(started).variables()).isEqualTo(Map.of("service_filter", "hello"));
        assertThat(SITE.launch(started).commands()).hasSize(2);
        assertThat(SITE.job(started).path("type_slug").asText()).isEqualTo("site");
    }

    @Test
    void anyScriptOfTheObjectsServiceIsChosenByName() {
        String path = SITE.hello();
        JsonNode job = SITE.job(
                SITE.run(path, "run", "{\"script\":\"greet\",\"inputs\":{\"username\":\"mira\"}}", SITE.admin()));
        assertThat(job.path("script").asText()).isEqualTo("greet");
        assertThat(SITE.run(path, "run", "{}", SITE.admin()).code()).isEqualTo("missing-script");
        assertThat(SITE.run(path, "run", "{\"script\":\"../greet.sh\"}", SITE.admin())
                        .status())
                .isEqualTo(400);
        assertThat(SITE.run(path, "run", "{\"script\":\"greet\"}", SITE.admin()).code())
                .isEqualTo("missing-input");
    }

    @Test
    void typeAsAWholeIsActedOnByItself() throws InterruptedException {
        Answer started = SITE.server()
                .post("/api/inventory/site/actions/sweep", null, SITE.server().token(SiteServer.on("sweep")));

        assertThat(SITE.launch(started).variables()).isEqualTo(Map.of("how", "all"));
        JsonNode job = SITE.job(started);
        assertThat(job.path("object_id").isNull()).isTrue();
        assertThat(job.path("type_slug").asText()).isEqualTo("site");
        assertThat(SITE.server()
                        .post(
                                "/api/inventory/site/actions/sweep",
                                null,
                                SITE.server().token(SiteServer.on("view")))
                        .detail())
                .isEqualTo("Permission denied: inventory.site.sweep");
        assertThat(SITE.server()
                        .post("/api/inventory/site/actions/deploy", null, SITE.admin())
                        .status())
                .isEqualTo(400);
        assertThat(SITE.server()
                        .post("/api/inventory/site/actions/fly", null, SITE.admin())
                        .status())
                .isEqualTo(404);
        assertThat(SITE.server()
                        .post("/api/inventory/nothing/actions/sweep", null, SITE.admin())
                        .status())
                .isEqualTo(404);
        assertThat(SITE.run(SITE.hello(), "sweep", null, SITE.admin()).status()).isEqualTo(400);
    }

    @Test
    void checksComeInTheirOrder() {
        String path = SITE.hello();
        String nobody = SITE.server().token();
        assertThat(SITE.run("/api/inventory/nothing/1", "deploy", null, nobody).status())
                .isEqualTo(404);
        assertThat(SITE.run("/api/inventory/site/999999", "deploy", null, nobody)
                        .status())
                .isEqualTo(404);
        assertThat(SITE.run(path, "fly", null, SITE.admin()).status()).isEqualTo(404);
        assertThat(SITE.run(path, "..%2Fdeploy", null, SITE.admin()).status()).isIn(400, 404);
        assertThat(SITE.run(path, "deploy", null, nobody).detail())
                .isEqualTo("Permission denied: inventory.site.deploy");
        assertThat(SITE.run(path, "deploy", null, SITE.server().token(SiteServer.on("view"), SiteServer.on("greet")))
                        .status())
                .isEqualTo(403);
        assertThat(SITE.run(path, "ssh", null, SITE.admin()).status()).isEqualTo(400);
        assertThat(SITE.run(path, "ssh", null, SITE.admin()).detail()).contains("WebSocket");
        assertThat(SITE.run(path, "deploy", null, SITE.server().token(SiteServer.on("deploy")))
                        .detail())
                .isEqualTo("Permission denied: services.deploy");
        assertThat(SITE.run(
                                path,
                                "deploy",
                                null,
                                SITE.server().token(SiteServer.on("deploy"), Permission.SERVICES_DEPLOY))
                        .status())
                .isEqualTo(200);
        assertThat(SITE.run(path, "greet", "{", SITE.admin()).status()).isEqualTo(422);
        assertThat(SITE.server()
                        .send(HttpRequest.newBuilder(SITE.server().uri(path + "/actions/deploy"))
                                .header("Authorization", "Bearer " + SITE.admin())
                                .header("Content-Type", "text/plain")
                                .POST(HttpRequest.BodyPublishers.ofString("{}")))
                        .status())
                .isEqualTo(415);
    }

    @Test
    void objectThatNamesNoServiceOfTheLabRunsNothing() {
        for (String name : List.of("../../x", "hello/../hello", "-rf", "no-such-service")) {
            Answer answer = SITE.run(SITE.site("{\"name\":\"" + name + "\"}"), "deploy", null, SITE.admin());
            assertThat(answer.status()).as(name).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("no-service");
            assertThat(answer.body()).doesNotContain(name);
        }
    }
}
