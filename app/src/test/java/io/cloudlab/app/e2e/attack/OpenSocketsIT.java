package io.cloudlab.app.e2e.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.Team;
import io.cloudlab.app.e2e.TestLab;
import io.cloudlab.app.e2e.Viewer;
import io.cloudlab.app.e2e.people.Mailbox;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever ends somebody's rights ends, within five seconds, what he is watching on the real server. */
@Timeout(120)
class OpenSocketsIT {

    @TempDir
    static Path directory;

    private static Mailbox mailbox;
    private static Team team;
    private static String job;
    private static int people;

    @BeforeAll
    static void start() throws Exception {
        mailbox = new Mailbox();
        team = Team.start(directory, mailbox, builder -> builder);
        new TestLab(team.lab()).service("endless", "echo begun; sleep 600");
        await().until(() -> team.admin().get("/api/services/endless").status() == 200);
        job = team.admin().post("/api/services/endless/deploy").text("/job_id");
    }

    @AfterAll
    static void stop() {
        team.admin().delete("/api/jobs/" + job);
        await().until(() -> team.admin().get("/api/jobs/" + job).text("/phase").equals("ended"));
        team.close();
        mailbox.close();
    }

    /** Somebody who watches. */
    private record Watcher(String name, int id, int role, Api api) {}

    private interface End {
        Api.Answer bring(Watcher watcher);
    }

    private static Arguments end(String what, int code, End end) {
        return Arguments.of(what, code, end);
    }

    static Stream<Arguments> ends() {
        return Stream.of(
                end("logout", 4001, watcher -> watcher.api().post("/api/auth/logout")),
                end(
                        "another password",
                        4001,
                        watcher -> watcher.api()
                                .post(
                                        "/api/users/password",
                                        Map.of("current_password", Team.PASSWORD, "new_password", "another phrase"))),
                end("a password reset", 4001, OpenSocketsIT::reset),
                end("deactivation", 4001, watcher -> team.admin().delete("/api/users/" + watcher.id())),
                end(
                        "deactivation by a change",
                        4001,
                        watcher -> team.admin().put("/api/users/" + watcher.id(), Map.of("is_active", false))),
                end(
                        "roles taken away",
                        4003,
                        watcher -> team.admin()
                                .post("/api/users/" + watcher.id() + "/roles", Map.of("role_ids", List.of()))),
                end(
                        "a permission taken out of the role",
                        4003,
                        watcher ->
                                team.admin().put("/api/roles/" + watcher.role(), Map.of("permission_ids", List.of()))));
    }

    private static Api.Answer reset(Watcher watcher) {
        String address = watcher.name() + "@lab.test";
        team.nobody().post("/api/auth/forgot-password", Map.of("email", address));
        return team.nobody()
                .post("/api/auth/password-reset/" + mailbox.token(address), Map.of("password", "another phrase"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ends")
    void socketClosesAndTheNextRequestIsRefused(String what, int code, End end) {
        String name = "watcher_" + ++people;
        Api api = team.member(name, "jobs.view_all");
        int role = api.get("/api/auth/me").body().at("/roles/0/id").asInt();
        Watcher watcher = new Watcher(name, Team.id(api), role, api);
        Viewer bystander = Viewer.of(team.admin(), job);
        Viewer viewer = Viewer.of(api, job);
        await().until(() -> viewer.lines().contains("begun"));

        assertThat(end.bring(watcher).status()).isEqualTo(200);
        assertThat(api.get("/api/jobs/" + job).status()).isEqualTo(code == 4001 ? 401 : 403);

        assertThat(viewer.awaitClose()).isEqualTo(code);
        assertThat(viewer.done().path("type").asText()).isEqualTo("error");
        assertThat(bystander.isOpen()).isTrue();
    }
}
