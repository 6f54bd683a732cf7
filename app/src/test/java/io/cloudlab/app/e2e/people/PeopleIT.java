package io.cloudlab.app.e2e.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.TestLab;
import io.cloudlab.core.testing.FreePort;
import jakarta.mail.BodyPart;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People are invited, accept, forget their passwords and lose their rights: on the real server, with real mail. */
class PeopleIT {
    private static final Pattern LINK =
            Pattern.compile("https://lab\\.example\\.org/#(accept-invite|reset-password)-([A-Za-z0-9_-]+)");

    @TempDir
    Path directory;

    private GreenMail mail;
    private RunningServer server;
    private Api admin;

    @BeforeEach
    void start() throws Exception {
        mail = new GreenMail(new ServerSetup(FreePort.find(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        TestLab.in(directory.resolve("lab")).service("wiki", "echo wiki");
        server = launch();
        admin = setUp();
    }

    @AfterEach
    void stop() {
        server.close();
        mail.stop();
    }

    @Test
    void invitedPersonGetsInAndSeesWhatHisRoleAllows() throws Exception {
        int role = role("Reader", "services.view", "jobs.view_own");
        Api.Answer invited = admin.post(
                "/api/users",
                Map.of(
                        "username",
                        "mira",
                        "email",
                        "Mira@Lab.Test",
                        "display_name",
                        "<b>Mira</b>",
                        "role_ids",
                        List.of(role)));

        assertThat(invited.body().path("invite_sent").asBoolean()).isTrue();
        assertThat(invited.body().path("invite_url").isNull()).isTrue();
        MimeMessage message = received(1);
        assertThat(message.getAllRecipients()[0]).hasToString("mira@lab.test");
        assertThat(part(message, 1)).contains("&lt;b&gt;Mira&lt;/b&gt;").doesNotContain("<b>");
        String token = token(message);
        Api nobody = new Api(server.address(), "");
        assertThat(nobody.post("/api/auth/invite/" + token, Map.of("password", "short"))
                        .status())
                .isEqualTo(422);
        Api.Answer accepted = nobody.post("/api/auth/invite/" + token, Map.of("password", "a good passphrase"));
        Api mira = new Api(server.address(), accepted.text("/access_token"));

        assertThat(accepted.body().path("permissions").toString()).isEqualTo("[\"jobs.view_own\",\"services.view\"]");
        assertThat(mira.get("/api/services").status()).isEqualTo(200);
        assertThat(mira.post("/api/services/wiki/deploy").status()).isEqualTo(403);
        assertThat(mira.post("/api/services/wiki/deploy").text("/detail"))
                .isEqualTo("Permission denied: services.deploy");
        assertThat(mira.get("/api/users").status()).isEqualTo(403);
        assertThat(nobody.post("/api/auth/invite/" + token, Map.of("password", "a good passphrase"))
                        .status())
                .isEqualTo(400);
        assertThat(actions()).contains("user.invite", "user.invite.accept", "role.create");
    }

    @Test
    void forgottenPasswordIsResetByMailOnceAndEndsEverySession() throws Exception {
        Api mira = member("mira", role("Reader", "services.view"));
        Api nobody = new Api(server.address(), "");

        Api.Answer known = nobody.post("/api/auth/forgot-password", Map.of("email", " MIRA@lab.test "));
        Api.Answer unknown = nobody.post("/api/auth/forgot-password", Map.of("email", "who@lab.test"));
        assertThat(known.status()).isEqualTo(200);
        assertThat(unknown.body()).isEqualTo(known.body());
        String token = token(received(2));
        assertThat(nobody.post("/api/auth/password-reset/" + token, Map.of("password", "another passphrase"))
                        .status())
                .isEqualTo(200);

        assertThat(mira.get("/api/auth/me").status()).isEqualTo(401);
        assertThat(nobody.post("/api/auth/password-reset/" + token, Map.of("password", "another passphrase"))
                        .status())
                .isEqualTo(400);
        assertThat(Api.signIn(server.address(), "MIRA", "another passphrase")
                        .get("/api/auth/me")
                        .text("/username"))
                .isEqualTo("mira");
        assertThat(actions()).contains("auth.password_reset.request", "auth.password_reset");
        assertThat(admin.get("/api/audit?per_page=200").body().toString())
                .doesNotContain(token)
                .doesNotContain("passphrase");
    }

    @Test
    void rightsThatAreTakenAwayAreGoneAtTheNextRequest() throws Exception {
        int role = role("Reader", "services.view");
        Api mira = member("mira", role);
        assertThat(mira.get("/api/services").status()).isEqualTo(200);

        int id = mira.get("/api/auth/me").body().path("id").asInt();
        assertThat(admin.post("/api/users/" + id + "/roles", Map.of("role_ids", List.of()))
                        .status())
                .isEqualTo(200);
        assertThat(mira.get("/api/services").status()).isEqualTo(403);
        assertThat(admin.delete("/api/users/" + id).status()).isEqualTo(200);
        assertThat(mira.get("/api/auth/me").status()).isEqualTo(401);
    }

    @Test
    void lastAdministratorStaysOne() {
        int self = admin.get("/api/auth/me").body().path("id").asInt();

        assertThat(admin.delete("/api/users/" + self).text("/detail")).contains("Cannot deactivate your own");
        assertThat(admin.post("/api/users/" + self + "/roles", Map.of("role_ids", List.of()))
                        .status())
                .isEqualTo(400);
        assertThat(admin.get("/api/auth/me").body().path("permissions").toString())
                .isEqualTo("[\"*\"]");
    }

    @Test
    void mailIsNotLostWhenTheServerCrashesWhileTheMailServerIsDown() throws Exception {
        int port = mail.getSmtp().getPort();
        mail.stop();
        assertThat(admin.post("/api/users", Map.of("username", "mira", "email", "mira@lab.test", "role_ids", List.of()))
                        .status())
                .isEqualTo(200);

        Awaitility.await().until(() -> server.log().contains("Mail not sent"));
        server.kill();
        mail = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.start();
        server = launch();

        assertThat(received(1).getAllRecipients()[0]).hasToString("mira@lab.test");
    }

    private RunningServer launch() throws Exception {
        return RunningServer.on(directory.resolve("data"), directory.resolve("lab"))
                .with("CLOUDLAB_RATE_LIMITS", "off")
                .with("CLOUDLAB_PUBLIC_URL", "https://lab.example.org")
                .with("CLOUDLAB_ALLOWED_HOSTS", "127.0.0.1")
                .with("CLOUDLAB_SMTP_HOST", "127.0.0.1")
                .with("CLOUDLAB_SMTP_PORT", String.valueOf(mail.getSmtp().getPort()))
                .with("CLOUDLAB_SMTP_TLS", "none")
                .with("CLOUDLAB_SMTP_FROM", "lab@lab.example.org")
                .start();
    }

    private Api setUp() throws Exception {
        String code = java.nio.file.Files.readString(directory.resolve("data/setup-code"))
                .strip();
        Api.Answer answer = new Api(server.address(), "")
                .post("/api/auth/setup", Map.of("username", "admin", "password", Api.PASSWORD, "setup_code", code));
        return new Api(server.address(), answer.text("/access_token"));
    }

    private int role(String name, String... codenames) {
        List<Integer> ids = new java.util.ArrayList<>();
        admin.get("/api/roles/permissions")
                .body()
                .path("permissions")
                .forEach(category -> category.forEach(permission -> {
                    if (List.of(codenames).contains(permission.path("codename").asText()))
                        ids.add(permission.path("id").asInt());
                }));
        assertThat(ids).hasSize(codenames.length);
        return admin.post("/api/roles", Map.of("name", name, "permission_ids", ids))
                .body()
                .path("id")
                .asInt();
    }

    private Api member(String name, int role) throws Exception {
        admin.post("/api/users", Map.of("username", name, "email", name + "@lab.test", "role_ids", List.of(role)));
        Api.Answer accepted = new Api(server.address(), "")
                .post("/api/auth/invite/" + token(received(1)), Map.of("password", "a good passphrase"));
        return new Api(server.address(), accepted.text("/access_token"));
    }

    private MimeMessage received(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> mail.getReceivedMessages().length >= count);
        return mail.getReceivedMessages()[count - 1];
    }

    private static String token(MimeMessage message) throws Exception {
        Matcher link = LINK.matcher(part(message, 0));
        assertThat(link.find()).isTrue();
        return link.group(2);
    }

    private static String part(MimeMessage message, int index) throws Exception {
        BodyPart part = ((Multipart) message.getContent()).getBodyPart(index);
        return String.valueOf(part.getContent());
    }

    private List<String> actions() {
        return admin.get("/api/audit?per_page=200").body().path("entries").findValuesAsText("action");
    }
}
