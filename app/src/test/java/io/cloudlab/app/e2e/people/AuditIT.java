package io.cloudlab.app.e2e.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.Secrets;
import io.cloudlab.app.e2e.Team;
import io.cloudlab.app.e2e.TestLab;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Everything anybody does on the real server is in its audit trail, and no secret is there or anywhere else. */
@Timeout(120)
class AuditIT {
    private static final String SECOND_PASSWORD = "another phrase";
    private static final String THIRD_PASSWORD = "a third phrase";
    private static final String WRONG_PASSWORD = "a wrong phrase";
    private static final String VAULT_PASSWORD = "vault-passw0rd-k3";
    private static final String SECRET_INPUT = "s3cret-input-q8";
    private static final String SCRIPTS = """
            scripts:
              - name: add
                script: add.sh
                inputs: [{name: token, type: secret}]
            """;

    @TempDir
    Path directory;

    private final Set<String> called = new TreeSet<>();
    private final Secrets secrets = new Secrets();
    private Mailbox mailbox;
    private Team team;
    private Api admin;
    private Api nobody;
    private long seen;

    @BeforeEach
    void start() throws Exception {
        secrets.add(Api.PASSWORD, Team.PASSWORD, SECOND_PASSWORD, THIRD_PASSWORD, WRONG_PASSWORD);
        secrets.add(VAULT_PASSWORD, SECRET_INPUT);
        mailbox = new Mailbox();
        team = Team.start(directory, mailbox, builder -> builder, Map.of("vault_password", VAULT_PASSWORD));
        admin = team.admin();
        nobody = team.nobody();
        secrets.add(admin.token());
        new TestLab(team.lab())
                .service("endless", "sleep 600")
                .service("wiki", "echo wiki")
                .file("wiki", "add.sh", "test -n \"$INPUT_TOKEN\"")
                .file("wiki", "scripts.yaml", SCRIPTS);
        await().until(() -> admin.get("/api/services/wiki").body().toString().contains("add.sh"));
    }

    @AfterEach
    void stop() {
        team.close();
        mailbox.close();
    }

    @Test
    void everythingIsWrittenDownAndNoSecretIs() throws Exception {
        called.add("POST /api/auth/setup");
        called.add("POST /api/auth/socket-ticket"); // changes nothing; what it opens is written down
        JsonNode setup = team.audited("auth.setup").get(0);
        assertThat(setup.path("username").asText()).isEqualTo("admin");
        assertThat(setup.path("ip_address").asText()).isEqualTo("127.0.0.1");
        assertThat(team.audited("vault.password.change")).hasSize(1);
        seen = newest().path("id").asLong();

        roles();
        users();
        ownAccount();
        jobs();
        Api.Answer export = admin.get("/api/audit/export?format=csv");
        written("GET /api/audit/export", "audit.export", "audit", "admin", export);

        assertThat(called).containsAll(changingRoutesAboutPeople());
        secrets.assertServedNowhere(admin);
        team.close();
        secrets.assertStoredNowhere(team.data());
        secrets.assertNotIn("the log", team.server().log().getBytes(StandardCharsets.UTF_8));
    }

    private void roles() {
        Api.Answer made = admin.post("/api/roles", Map.of("name", "Reader"));
        written("POST /api/roles", "role.create", "roles/\\d+", "admin", made);
        String role = "roles/" + made.body().path("id").asInt();
        Api.Answer edited = admin.put("/api/" + role, Map.of("name", "Auditor"));
        written("PUT /api/roles/{id}", "role.edit", role, "admin", edited);
        written("DELETE /api/roles/{id}", "role.delete", role, "admin", admin.delete("/api/" + role));
    }

    private void users() {
        Api.Answer invited = admin.post("/api/users", Map.of("username", "mira", "email", "mira@lab.test"));
        written("POST /api/users", "user.invite", "users/\\d+", "admin", invited);
        String user = "users/" + invited.body().at("/user/id").asInt();
        String first = token("mira@lab.test");
        Api.Answer again = admin.post("/api/" + user + "/resend-invite");
        written("POST /api/users/{id}/resend-invite", "user.invite.resend", user, "admin", again);
        String second = token("mira@lab.test");
        Map<String, String> password = Map.of("password", Team.PASSWORD);
        Api.Answer late = nobody.post("/api/auth/invite/" + first, password);
        refused("POST /api/auth/invite/{token}", "user.invite.accept.failed", "auth", null, late, 400);
        Api.Answer accepted = nobody.post("/api/auth/invite/" + second, password);
        written("POST /api/auth/invite/{token}", "user.invite.accept", user, "mira", accepted);
        Api.Answer changed = admin.put("/api/" + user, Map.of("display_name", "Mira"));
        written("PUT /api/users/{id}", "user.update", user, "admin", changed);
        Api.Answer stripped = admin.post("/api/" + user + "/roles", Map.of("role_ids", List.of()));
        written("POST /api/users/{id}/roles", "user.roles.assign", user, "admin", stripped);

        Api.Answer other = admin.post("/api/users", Map.of("username", "gone", "email", "gone@lab.test"));
        written("POST /api/users", "user.invite", "users/\\d+", "admin", other);
        String gone = "users/" + other.body().at("/user/id").asInt();
        token("gone@lab.test");
        written("DELETE /api/users/{id}", "user.deactivate", gone, "admin", admin.delete("/api/" + gone));
    }

    private void ownAccount() {
        refused("POST /api/auth/login", "login.failed", "auth", null, login("mira", WRONG_PASSWORD), 401);
        assertThat(newest().at("/details/username").asText()).isEqualTo("mira");
        refused("POST /api/auth/login", "login.failed", "auth", null, login("who", WRONG_PASSWORD), 401);
        Api.Answer in = login("mira", Team.PASSWORD);
        written("POST /api/auth/login", "login", "auth", "mira", in);
        Api mira = session(in);
        String user = "users/" + Team.id(mira);

        Api.Answer profile = mira.put("/api/users/profile", Map.of("display_name", "Mira M."));
        written("PUT /api/users/profile", "user.profile.update", user, "mira", profile);
        Api.Answer wrong = password(mira, WRONG_PASSWORD);
        refused("POST /api/users/password", "user.password.change.failed", user, "mira", wrong, 400);
        Api.Answer changed = password(mira, Team.PASSWORD);
        written("POST /api/users/password", "user.password.change", user, "mira", changed);
        Api kept = session(changed);
        Api.Answer elsewhere = login("mira", SECOND_PASSWORD);
        written("POST /api/auth/login", "login", "auth", "mira", elsewhere);
        session(elsewhere);
        String other = kept.get("/api/users/profile/sessions").body().path("sessions").findParents("current").stream()
                .filter(each -> !each.path("current").asBoolean())
                .map(each -> each.path("id").asText())
                .findFirst()
                .orElseThrow();
        Api.Answer one = kept.delete("/api/users/profile/sessions/" + other);
        written("DELETE /api/users/profile/sessions/{id}", "session.end", user, "mira", one);
        Api.Answer again = login("mira", SECOND_PASSWORD);
        written("POST /api/auth/login", "login", "auth", "mira", again);
        session(again);
        Api.Answer others = kept.delete("/api/users/profile/sessions");
        written("DELETE /api/users/profile/sessions", "session.end_others", user, "mira", others);
        Api.Answer out = kept.post("/api/auth/logout");
        written("POST /api/auth/logout", "logout", "auth", "mira", out);
        Api.Answer forgot = nobody.post("/api/auth/forgot-password", Map.of("email", "mira@lab.test"));
        written("POST /api/auth/forgot-password", "auth.password_reset.request", user, null, forgot);

        String token = token("mira@lab.test");
        String route = "POST /api/auth/password-reset/{token}";
        Map<String, String> third = Map.of("password", THIRD_PASSWORD);
        Api.Answer reset = nobody.post("/api/auth/password-reset/" + token, third);
        written(route, "auth.password_reset", user, "mira", reset);
        Api.Answer twice = nobody.post("/api/auth/password-reset/" + token, third);
        refused(route, "auth.password_reset.failed", "auth", null, twice, 400);
        Api.Answer forged = new Api(admin.address(), "forged").get("/api/auth/me");
        refused("GET /api/auth/me", "session.forged", "auth", null, forged, 401);
    }

    private void jobs() {
        Api.Answer deploy = admin.post("/api/services/wiki/deploy");
        written("POST /api/services/{name}/deploy", "service.deploy", "services/wiki", "admin", deploy);
        assertThat(newest().at("/details/job_id").asText()).isEqualTo(deploy.text("/job_id"));
        Api.Answer run =
                admin.post("/api/services/wiki/run", Map.of("script", "add", "inputs", Map.of("token", SECRET_INPUT)));
        written("POST /api/services/{name}/run", "service.run_script", "services/wiki", "admin", run);
        assertThat(newest().at("/details/script").asText()).isEqualTo("add");
        assertThat(newest().at("/details/job_id").asText()).isEqualTo(run.text("/job_id"));

        Api.Answer endless = admin.post("/api/services/endless/deploy");
        written("POST /api/services/{name}/deploy", "service.deploy", "services/endless", "admin", endless);
        String job = "jobs/" + endless.text("/job_id");
        written("DELETE /api/jobs/{id}", "job.cancel", job, "admin", admin.delete("/api/" + job));
        await().until(() ->
                admin.get("/api/jobs?status=running").body().path("total").asInt() == 0);
    }

    private Api.Answer login(String name, String password) {
        return nobody.post("/api/auth/login", Map.of("username", name, "password", password));
    }

    private static Api.Answer password(Api person, String current) {
        return person.post("/api/users/password", Map.of("current_password", current, "new_password", SECOND_PASSWORD));
    }

    private Api session(Api.Answer answer) {
        secrets.add(answer.text("/access_token"));
        return new Api(admin.address(), answer.text("/access_token"));
    }

    private String token(String address) {
        String token = mailbox.token(address);
        secrets.add(token);
        return token;
    }

    private JsonNode newest() {
        return admin.get("/api/audit?per_page=1").body().at("/entries/0");
    }

    private void written(String route, String action, String resource, @Nullable String username, Api.Answer answer) {
        refused(route, action, resource, username, answer, 200);
    }

    /** Exactly one entry has been written since the last look, and it is this one. */
    private void refused(
            String route, String action, String resource, @Nullable String username, Api.Answer answer, int status) {
        called.add(route);
        assertThat(answer.status()).as(route).isEqualTo(status);
        await().until(() -> newest().path("id").asLong() > seen);
        JsonNode two = admin.get("/api/audit?per_page=2").body().path("entries");
        assertThat(two.at("/1/id").asLong()).as("one entry for " + route).isEqualTo(seen);
        JsonNode entry = two.get(0);
        seen = entry.path("id").asLong();
        assertThat(entry.path("action").asText()).as(route).isEqualTo(action);
        assertThat(entry.path("resource").asText()).as(route).matches(resource);
        assertThat(entry.path("ip_address").asText()).as(route).isEqualTo("127.0.0.1");
        assertThat(entry.path("created_at").asText()).as(route).endsWith("+00:00");
        assertThat(entry.path("username").asText(null)).as(route).isEqualTo(username);
        assertThat(entry.path("user_id").isNull()).as(route).isEqualTo(username == null);
    }

    /** What there is to be called that changes something about people. */
    private Set<String> changingRoutesAboutPeople() {
        Set<String> routes = new TreeSet<>();
        nobody.get("/api/openapi.json").body().path("paths").properties().forEach(path -> {
            if (!path.getKey().matches("/api/(auth|users|roles)/?.*")) return;
            path.getValue().properties().forEach(operation -> {
                String method = operation.getKey().toUpperCase(Locale.ROOT);
                if (!method.equals("GET")) routes.add(method + " " + path.getKey());
            });
        });
        assertThat(routes).hasSizeGreaterThan(10);
        return routes;
    }
}
