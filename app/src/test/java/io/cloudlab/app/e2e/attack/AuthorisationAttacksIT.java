package io.cloudlab.app.e2e.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.Team;
import io.cloudlab.app.e2e.TestLab;
import io.cloudlab.app.e2e.Viewer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts of people who are in to do more than they may, against the real server. */
@Timeout(180)
class AuthorisationAttacksIT {
    @TempDir
    static Path directory;

    private static Team team;

    @BeforeAll
    static void start() throws Exception {
        team = Team.start(directory, builder -> builder);
        new TestLab(team.lab()).service("endless", "echo begun; sleep 600").service("wiki", "echo wiki-secret-line");
        await().until(() -> team.admin().get("/api/services/endless").status() == 200);
    }

    @AfterAll
    static void stop() {
        team.close();
    }

    private static int superAdmin() {
        for (JsonNode role : team.admin().get("/api/roles").body().path("roles"))
            if (role.path("name").asText().equals("super-admin"))
                return role.path("id").asInt();
        throw new AssertionError("there is no super-admin");
    }

    private static int permission(String codename) {
        for (JsonNode category :
                team.admin().get("/api/roles/permissions").body().path("permissions"))
            for (JsonNode one : category)
                if (one.path("codename").asText().equals(codename))
                    return one.path("id").asInt();
        throw new AssertionError(codename);
    }

    private static void assertDenied(Api.Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(403);
    }

    @Test
    void jobsOfOthersStayTheirs() {
        Api mira = team.member("mira", "jobs.view_own", "jobs.cancel", "services.deploy", "services.view");
        String job = team.admin().post("/api/services/wiki/deploy").text("/job_id");
        await().until(() -> team.admin().get("/api/jobs/" + job).text("/phase").equals("ended"));
        String own = mira.post("/api/services/wiki/deploy").text("/job_id");

        for (String path : List.of("", "/output", "/output/raw", "/output/search?q=wiki")) {
            Api.Answer answer = mira.get("/api/jobs/" + job + path);
            assertThat(answer.status()).as(path).isEqualTo(403);
            assertThat(new String(answer.response().body())).as(path).doesNotContain("wiki-secret-line");
        }
        assertDenied(mira.delete("/api/jobs/" + job));
        assertThat(Viewer.of(mira, job).awaitClose()).isEqualTo(4003);
        for (String filter :
                List.of("", "?user=admin", "?user_id=1", "?scope=all", "?service=wiki", "?user=admin&user_id=1")) {
            JsonNode jobs = mira.get("/api/jobs" + filter).body();
            assertThat(jobs.toString()).as(filter).doesNotContain(job);
            assertThat(jobs.path("total").asInt()).as(filter).isLessThanOrEqualTo(1);
        }
        assertThat(mira.get("/api/jobs").body().toString()).contains(own);
        assertDenied(mira.get("/api/audit"));
        assertDenied(mira.get("/api/audit/export?format=csv"));
    }

    @Test
    void membersOfARequestThatAreNotItsOwnChangeNothing() {
        Map<String, Object> greedy = Map.of(
                "display_name",
                "Greedy",
                "id",
                1,
                "is_active",
                false,
                "status",
                "inactive",
                "role",
                "super-admin",
                "roles",
                List.of(Map.of("id", superAdmin())),
                "role_ids",
                List.of(superAdmin()),
                "permissions",
                List.of("*"),
                "password",
                "another phrase");
        Api mira = team.member("greedy");
        int id = Team.id(mira);

        assertThat(mira.put("/api/users/profile", greedy).status()).isEqualTo(200);
        JsonNode me = mira.get("/api/auth/me").body();
        assertThat(me.path("id").asInt()).isEqualTo(id);
        assertThat(me.path("display_name").asText()).isEqualTo("Greedy");
        assertThat(me.path("permissions").isEmpty()).isTrue();
        assertThat(me.path("roles").isEmpty()).isTrue();

        String token = team.invite("greedier");
        Map<String, Object> more = new java.util.HashMap<>(greedy);
        more.put("password", Team.PASSWORD);
        Api.Answer accepted = team.nobody().post("/api/auth/invite/" + token, more);
        assertThat(accepted.status()).isEqualTo(200);
        assertThat(accepted.body().path("permissions").isEmpty()).isTrue();

        Api.Answer system = team.admin().post("/api/roles", Map.of("name", "Ordinary", "is_system", true, "id", 1));
        assertThat(system.status()).isEqualTo(422);
        assertThat(system.body().path("errors").findValuesAsText("type")).containsOnly("unknown_member");
        Api.Answer all = team.admin().post("/api/roles", Map.of("name", "Ordinary", "permissions", List.of("*")));
        assertThat(all.status()).isEqualTo(400);
        assertThat(all.text("/code")).isEqualTo("unknown-permission");
    }

    @ParameterizedTest
    @ValueSource(strings = {"super-admin", "SUPER-ADMIN", "  Super-Admin ", "ｓｕｐｅｒ-ａｄｍｉｎ"})
    void nobodyMakesARoleThatReadsLikeTheSystems(String name) {
        Api.Answer answer = team.admin().post("/api/roles", Map.of("name", name));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/detail")).contains("already exists");
    }

    @ParameterizedTest
    @ValueSource(strings = {"supеr-admin", "super\u200b-admin", "super-admin\u202e", "a", "super\nadmin"})
    void nobodyMakesARoleWithANameThatDeceives(String name) {
        Api.Answer answer = team.admin().post("/api/roles", Map.of("name", name));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/errors/0/loc/1")).isEqualTo("name");
    }

    @Test
    void nobodyGetsOrGivesWhatHeDoesNotHold() {
        Api mira = team.member(
                "climber",
                "roles.view",
                "roles.create",
                "roles.edit",
                "roles.delete",
                "users.view",
                "users.create",
                "users.edit",
                "users.delete",
                "users.assign_roles");
        int id = Team.id(mira);
        int own = mira.get("/api/auth/me").body().at("/roles/0/id").asInt();
        int admin = Team.id(team.admin());
        int strong = team.role("Strong", "services.deploy");
        int stopAll = permission("system.stop_all");
        int before = team.admin().get("/api/users").body().path("total").asInt();

        assertDenied(mira.post("/api/roles", Map.of("name", "Mine", "permission_ids", List.of(stopAll))));
        assertDenied(mira.put("/api/roles/" + own, Map.of("permission_ids", List.of(stopAll))));
        assertDenied(mira.put("/api/roles/" + strong, Map.of("permission_ids", List.of())));
        assertThat(mira.put("/api/roles/" + superAdmin(), Map.of("name", "mine"))
                        .status())
                .isEqualTo(400);
        assertThat(mira.delete("/api/roles/" + superAdmin()).status()).isEqualTo(400);
        for (int role : new int[] {superAdmin(), strong}) {
            assertDenied(mira.post("/api/users/" + id + "/roles", Map.of("role_ids", List.of(own, role))));
            assertDenied(mira.post(
                    "/api/users", Map.of("username", "puppet", "email", "p@lab.test", "role_ids", List.of(role))));
        }
        assertDenied(mira.put("/api/users/" + admin, Map.of("email", "mine@lab.test")));
        assertDenied(mira.post("/api/users/" + admin + "/roles", Map.of("role_ids", List.of())));
        assertDenied(mira.post("/api/users/" + admin + "/resend-invite"));
        assertDenied(mira.delete("/api/users/" + admin));

        assertThat(team.admin().get("/api/users").body().path("total").asInt()).isEqualTo(before);
        assertThat(mira.get("/api/auth/me").body().path("permissions")).hasSize(9);
        assertThat(team.admin().get("/api/roles/" + strong).body().path("permissions"))
                .hasSize(1);
    }

    @Test
    void lastAdministratorCannotBeRemovedAlone() {
        int admin = Team.id(team.admin());

        assertThat(team.admin().delete("/api/users/" + admin).status()).isEqualTo(400);
        assertThat(team.admin()
                        .put("/api/users/" + admin, Map.of("is_active", false))
                        .status())
                .isEqualTo(400);
        assertThat(team.admin()
                        .post("/api/users/" + admin + "/roles", Map.of("role_ids", List.of()))
                        .status())
                .isEqualTo(400);
        assertThat(team.admin().get("/api/auth/me").body().path("permissions").toString())
                .isEqualTo("[\"*\"]");
    }

    @Test
    void ofTwoAdministratorsWhoRemoveEachOtherAtOnceOneStays() throws Exception {
        List<Integer> role = List.of(superAdmin());
        String token = team.admin()
                .post("/api/users", Map.of("username", "second", "email", "second@lab.test", "role_ids", role))
                .text("/invite_url");
        token = token.substring(token.indexOf("invite-") + "invite-".length());
        team.nobody().post("/api/auth/invite/" + token, Map.of("password", Api.PASSWORD));
        for (int round = 0; round < 6; round++) {
            boolean strip = round % 2 == 1;
            List<Api> two = new ArrayList<>();
            for (String name : List.of("admin", "second"))
                two.add(Api.signIn(team.server().address(), name, Api.PASSWORD));
            int[] ids = two.stream().mapToInt(Team::id).toArray();

            List<Integer> statuses = Rush.of(2, each -> {
                String other = "/api/users/" + ids[1 - each];
                return strip
                        ? two.get(each).post(other + "/roles", Map.of("role_ids", List.of()))
                        : two.get(each).delete(other);
            });

            assertThat(statuses).as("round " + round).containsOnlyOnce(200);
            int stays = statuses.indexOf(200);
            String other = "/api/users/" + ids[1 - stays];
            assertThat(two.get(stays).put(other, Map.of("is_active", true)).status())
                    .isEqualTo(200);
            assertThat(two.get(stays)
                            .post(other + "/roles", Map.of("role_ids", role))
                            .status())
                    .isEqualTo(200);
        }
        team.signIn();
        int second = Team.id(Api.signIn(team.server().address(), "second", Api.PASSWORD));
        assertThat(team.admin().delete("/api/users/" + second).status()).isEqualTo(200);
    }

    @Test
    void whatCanBeDoneOnceIsDoneOnceThoughFiftyTry() throws Exception {
        Api admin = team.admin();

        assertThat(Rush.of(50, each -> admin.post("/api/roles", Map.of("name", each % 2 == 0 ? "Once" : "ONCE"))))
                .containsOnly(200, 400)
                .containsOnlyOnce(200);
        assertThat(Rush.of(
                        50,
                        each -> admin.post(
                                "/api/users",
                                Map.of("username", each % 2 == 0 ? "once" : "Once", "email", each + "@lab.test"))))
                .containsOnly(200, 400)
                .containsOnlyOnce(200);
        assertThat(Rush.of(
                        50,
                        each -> admin.post(
                                "/api/users", Map.of("username", "mailed_" + each, "email", "Once@lab.test"))))
                .containsOnly(200, 400)
                .containsOnlyOnce(200);
        int role = team.role("Gone");
        assertThat(Rush.of(50, each -> admin.delete("/api/roles/" + role)))
                .containsOnly(200, 404)
                .containsOnlyOnce(200);
        assertThat(team.audited("role.delete")).hasSize(1);
    }
}
