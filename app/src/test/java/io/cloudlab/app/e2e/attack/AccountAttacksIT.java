package io.cloudlab.app.e2e.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.Team;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts on accounts and their passwords, against the real server. */
@Timeout(120)
class AccountAttacksIT {
    @TempDir
    static Path directory;

    private static Team team;
    private static Api.Answer beforeSetup;
    private static List<Integer> setups;

    @BeforeAll
    static void start() throws Exception {
        team = Team.unborn(directory, builder -> builder);
        beforeSetup = login("admin", "admin");
        Api nobody = team.nobody();
        setups = Rush.of(
                50, each -> nobody.post("/api/auth/setup", Map.of("username", "admin", "password", Api.PASSWORD)));
        team.signIn();
    }

    @AfterAll
    static void stop() {
        team.close();
    }

    private static Api.Answer login(String name, String password) {
        return team.nobody().post("/api/auth/login", Map.of("username", name, "password", password));
    }

    @Test
    void answerDoesNotTellWhetherTheAccountExists() {
        team.member("known");
        team.invite("never_came");
        team.member("off");
        int off = team.admin()
                .get("/api/users?search=off")
                .body()
                .at("/users/0/id")
                .asInt();
        team.admin().delete("/api/users/" + off);

        Api.Answer known = login("known", "a wrong phrase");
        for (String name : List.of("nobody_at_all", "never_came", "off", "not a name", "", "x".repeat(5_000))) {
            Api.Answer answer = login(name, "a wrong phrase");
            assertThat(answer.status()).as(name).isEqualTo(401);
            assertThat(answer.body()).as(name).isEqualTo(known.body());
            assertThat(answer.response().headers().map().keySet())
                    .isEqualTo(known.response().headers().map().keySet());
        }
    }

    @Test
    void passwordNobodyWouldHashWholeIsRefusedEverywhere() {
        String max = "correct horse battery staple correct horse battery staple correct horse ";
        assertThat(max).hasSize(72);
        String token = team.invite("long");
        Api nobody = team.nobody();

        assertThat(nobody.post("/api/auth/invite/" + token, Map.of("password", max + "eightmor"))
                        .status())
                .isEqualTo(422);
        assertThat(nobody.post("/api/auth/invite/" + token, Map.of("password", "x".repeat(1 << 20)))
                        .status())
                .isEqualTo(413);
        assertThat(nobody.post("/api/auth/invite/" + token, Map.of("password", max))
                        .status())
                .isEqualTo(200);
        assertThat(login("long", max + "eightmor").status()).isEqualTo(401);
        assertThat(login("long", max.substring(0, 71)).status()).isEqualTo(401);
        assertThat(login("long", "x".repeat(1 << 20)).status()).isEqualTo(413);
        assertThat(login("long", max).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "Password", "12345678", "qwertyui", "iloveyou", "short", "ümläut7"})
    void passwordThatEverybodyTriesOrThatIsShortIsNotTaken(String password) {
        Api.Answer answer = team.admin()
                .post("/api/users/password", Map.of("current_password", Api.PASSWORD, "new_password", password));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/errors/0/loc/1")).isEqualTo("new_password");
        assertThat(answer.body().toString()).doesNotContain("\"" + password + "\"");
    }

    @Test
    void passwordIsNotChangedWithoutTheCurrentOne() {
        Api mira = team.member("mira");

        assertThat(mira.post("/api/users/password", Map.of("new_password", "another phrase"))
                        .status())
                .isEqualTo(422);
        Api.Answer wrong = mira.post(
                "/api/users/password", Map.of("current_password", "a wrong phrase", "new_password", "another phrase"));
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(mira.get("/api/auth/me").status())
                .as("no 401 but for the session itself")
                .isEqualTo(200);
        assertThat(login("mira", Team.PASSWORD).status()).isEqualTo(200);
    }

    @Test
    void nobodyTakesANameThatReadsLikeAnothers() {
        for (String taken : List.of("admin", "ADMIN", "Admin")) {
            Api.Answer answer = team.admin().post("/api/users", Map.of("username", taken, "email", "a@lab.test"));
            assertThat(answer.status()).as(taken).isEqualTo(400);
            assertThat(answer.text("/detail")).contains("already exists");
        }
        for (String alike : List.of("Admin ", " admin", "аdmin", "admin\u200b", "ａdmin", "admın", "admin\n")) {
            Api.Answer answer = team.admin().post("/api/users", Map.of("username", alike, "email", "a@lab.test"));
            assertThat(answer.status()).as(alike).isEqualTo(422);
            assertThat(answer.text("/errors/0/loc/1")).isEqualTo("username");
        }
    }

    @Test
    void thereAreNoCredentialsFromTheFactory() {
        assertThat(beforeSetup.status()).isEqualTo(400);
        assertThat(beforeSetup.text("/detail")).contains("Setup not completed");
        for (String name : List.of("admin", "root", "cloudlab", "system"))
            for (String password : List.of("admin", "root", "password", "cloudlab", "changeme", ""))
                assertThat(login(name, password).status()).isEqualTo(401);
    }

    @Test
    void ofFiftyWhoSetUpAtOnceOneIsTheAdministrator() {
        assertThat(setups).hasSize(50).containsOnly(200, 400).containsOnlyOnce(200);
        assertThat(team.audited("auth.setup")).hasSize(1);
    }

    @Test
    void ofFiftyWhoUseOneInvitationExactlyOneGetsInAndNobodyLater() throws Exception {
        String token = team.invite("wanted");
        Api nobody = team.nobody();

        List<Integer> statuses = Rush.of(
                50, each -> nobody.post("/api/auth/invite/" + token, Map.of("password", "the phrase of " + each)));

        assertThat(statuses).containsOnly(200, 400).containsOnlyOnce(200);
        int winner = statuses.indexOf(200);
        assertThat(login("wanted", "the phrase of " + winner).status()).isEqualTo(200);
        assertThat(login("wanted", "the phrase of " + (winner + 1) % 50).status())
                .isEqualTo(401);
        assertThat(nobody.post("/api/auth/invite/" + token, Map.of("password", "once more, please"))
                        .text("/detail"))
                .contains("Invalid or expired");
        assertThat(team.audited("user.invite.accept"))
                .filteredOn(entry -> entry.path("username").asText().equals("wanted"))
                .hasSize(1);
    }
}
