package io.cloudlab.app.e2e.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.Team;
import io.cloudlab.app.e2e.TestLab;
import io.cloudlab.app.e2e.Viewer;
import io.cloudlab.app.e2e.terminal.TerminalClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Actions that are jobs, on the socket of an object of the real server. */
class ActionSocketIT {
    private static final String TYPE = """
            slug: box
            label: Box
            fields:
              - {name: name, type: string, required: true}
            actions:
              - name: greet
                label: Greet
                script: greet.sh
                inputs:
                  - {name: who, label: Who, type: string, required: true}
                  - {name: word, label: Word, type: secret}
              - {name: wait, label: Wait, script: wait.sh}
            """;

    @TempDir
    static Path directory;

    private static Team team;
    private static long box;
    private static long closed;

    @BeforeAll
    static void start() throws Exception {
        team = Team.start(directory, builder -> builder);
        new TestLab(team.lab())
                .service("hello", "true")
                .file("hello", "greet.sh", "seq 1 20000; echo \"hello $INPUT_WHO, the word is $INPUT_WORD\"; exit 4\n")
                .file("hello", "wait.sh", "echo begun; sleep 600\n");
        Files.writeString(
                Files.createDirectories(team.lab().resolve("inventory_types")).resolve("box.yaml"), TYPE);
        await().until(() -> team.admin().get("/api/inventory/box").status() == 200);
        box = object();
        closed = object();
    }

    @AfterAll
    static void stop() {
        team.close();
    }

    private static long object() {
        return team.admin()
                .post("/api/inventory/box", Map.of("data", Map.of("name", "hello")))
                .body()
                .path("id")
                .asLong();
    }

    private static int roleOf(Api member) {
        return member.get("/api/auth/me").body().at("/roles/0/id").asInt();
    }

    @Test
    void actionIsStartedShownAndAudited() {
        Viewer viewer = Viewer.start(team.admin(), box, "greet", Map.of("who", "$(id)", "word", "sesame-open"));

        assertThat(viewer.awaitClose()).isEqualTo(1000);
        String job = viewer.first().path("job_id").asText();
        assertThat(viewer.first().path("type").asText()).isEqualTo("started");
        assertThat(viewer.lines()).contains("1", "20000").anyMatch(line -> line.startsWith("hello $(id), the word is"));
        assertThat(viewer.lines()).noneMatch(line -> line.contains("sesame-open"));
        assertThat(viewer.done().path("type").asText()).isEqualTo("done");
        assertThat(viewer.done().path("exit_code").asInt()).isEqualTo(4);
        JsonNode stored = team.admin().get("/api/jobs/" + job).body();
        assertThat(stored.path("object_id").asLong()).isEqualTo(box);
        assertThat(stored.path("output_lines").asInt()).isEqualTo(viewer.lines().size());
        JsonNode entry = team.admin()
                .get("/api/audit?action=inventory.action.greet")
                .body()
                .at("/entries/0");
        assertThat(entry.at("/details/job_id").asText()).isEqualTo(job);
        assertThat(entry.path("resource").asText()).isEqualTo("inventory/box/" + box);
    }

    @Test
    void badInputsStartNothing() {
        Viewer viewer = Viewer.start(team.admin(), closed, "greet", Map.of());

        assertThat(viewer.awaitClose()).isEqualTo(4002);
        assertThat(viewer.done().path("message").asText()).contains("who");
        assertThat(team.admin()
                        .get("/api/jobs?object_id=" + closed)
                        .body()
                        .path("total")
                        .asInt())
                .isZero();
    }

    @Test
    void whoIsDeniedOnOneObjectIsRefusedThereAndNowhereElse() {
        Api jake = team.member("jake", "inventory.box.greet", "services.deploy");
        assertThat(team.admin()
                        .post(
                                "/api/inventory/box/" + closed + "/acl",
                                Map.of("role_id", roleOf(jake), "permission", "greet", "effect", "deny"))
                        .status())
                .isEqualTo(200);

        Viewer refused = Viewer.open(jake, TerminalClient.path(closed) + "?action=greet&token=" + jake.token(), 0);

        assertThat(refused.awaitClose()).isEqualTo(4003);
        assertThat(refused.done().path("message").asText()).contains("inventory.box.greet");
        assertThat(Viewer.start(jake, box, "greet", Map.of("who", "jake")).awaitClose())
                .isEqualTo(1000);
    }

    @Test
    void permissionThatIsTakenAwayEndsTheViewAndNotTheJob() {
        Api mira = team.member("mira", "inventory.box.wait", "services.deploy");
        Viewer viewer = Viewer.start(mira, box, "wait", Map.of());
        await().until(() -> viewer.lines().contains("begun"));
        String job = viewer.first().path("job_id").asText();

        team.admin().put("/api/roles/" + roleOf(mira), Map.of("permission_ids", List.of()));

        assertThat(viewer.awaitClose()).isEqualTo(4003);
        assertThat(team.admin().get("/api/jobs/" + job).text("/status")).isEqualTo("running");
        team.admin().delete("/api/jobs/" + job);
        await().until(() -> team.admin().get("/api/jobs/" + job).text("/phase").equals("ended"));
    }

    @Test
    void unknownActionAndObjectAreNotFound() {
        String token = "token=" + team.admin().token();

        assertThat(Viewer.open(team.admin(), TerminalClient.path(box) + "?action=dance&" + token, 0)
                        .awaitClose())
                .isEqualTo(4004);
        assertThat(Viewer.open(team.admin(), TerminalClient.path(9_999) + "?action=greet&" + token, 0)
                        .awaitClose())
                .isEqualTo(4004);
    }
}
