package io.cloudlab.app.e2e.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RawHttp;
import io.cloudlab.app.e2e.Team;
import io.cloudlab.app.e2e.people.Mailbox;
import jakarta.mail.internet.MimeMessage;
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

/** Attempts to misuse the mails the real server sends, and the links in them. */
@Timeout(120)
class MailAttacksIT {
    @TempDir
    static Path directory;

    private static Mailbox mailbox;
    private static Team team;

    @BeforeAll
    static void start() throws Exception {
        mailbox = new Mailbox();
        team = Team.start(
                directory,
                mailbox,
                builder -> builder.with("CLOUDLAB_PUBLIC_URL", "https://lab.example.org/console")
                        .with("CLOUDLAB_ALLOWED_HOSTS", "127.0.0.1"));
    }

    @AfterAll
    static void stop() {
        team.close();
        mailbox.close();
    }

    private static Api.Answer forgot(String email) {
        return team.nobody().post("/api/auth/forgot-password", Map.of("email", email));
    }

    private static Api.Answer reset(String token, String password) {
        return team.nobody().post("/api/auth/password-reset/" + token, Map.of("password", password));
    }

    private static int signIn(String name, String password) {
        return team.nobody()
                .post("/api/auth/login", Map.of("username", name, "password", password))
                .status();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a@x.test\r\nBcc: b@y.test",
                "a@x.test\nBcc: b@y.test",
                "a@x.test%0ABcc:b@y.test",
                "a@x.test,b@y.test",
                "a@x.test b@y.test",
                "a@x.test;b@y.test",
                "<a@x.test>",
                "A <a@x.test>",
                "\"a b\"@x.test",
                "a@x.test@y.test",
                "a@",
                "@x.test",
                "a",
                "a@x..test",
                "a@x.test\u0000",
                "ä@x.test",
                "a@x\u2028.test",
                "a@[127.0.0.1]"
            })
    void whatIsNotOneAddressIsRefusedAndMailedToNobody(String email) {
        int mails = mailbox.size();
        int users = team.admin().get("/api/users").body().path("total").asInt();

        Api.Answer invited = team.admin().post("/api/users", Map.of("username", "victim", "email", email));
        Api.Answer changed =
                team.admin().put("/api/users/profile", Map.of("email", email, "current_password", Api.PASSWORD));
        Api.Answer edited = team.admin().put("/api/users/" + Team.id(team.admin()), Map.of("email", email));

        for (Api.Answer answer : List.of(invited, changed, edited)) {
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.text("/errors/0/loc/1")).isEqualTo("email");
        }
        assertThat(forgot(email).status()).isEqualTo(200);
        assertThat(team.admin().get("/api/users").body().path("total").asInt()).isEqualTo(users);
        assertThat(mailbox.size()).isEqualTo(mails);
    }

    @Test
    void emptyAddressIsNoneToInviteAndChangesNothing() {
        Api.Answer invited = team.admin().post("/api/users", Map.of("username", "victim", "email", ""));
        assertThat(invited.status()).isEqualTo(422);
        assertThat(invited.text("/errors/0/loc/1")).isEqualTo("email");
        String before = team.admin().get("/api/auth/me").body().path("email").asText();

        assertThat(team.admin().put("/api/users/profile", Map.of("email", "")).status())
                .isEqualTo(200);

        assertThat(team.admin().get("/api/auth/me").body().path("email").asText())
                .isEqualTo(before);
    }

    @Test
    void namesAreLiteralInEveryPartOfAMail() {
        String name = "${7777*7777} #{7777*7777} {{7777*7777}} <img src=x onerror=alert(1)> \"&'";
        team.admin().post("/api/users", Map.of("username", "odd", "email", "odd@lab.test", "display_name", name));
        MimeMessage mail = mailbox.next("odd@lab.test");

        assertThat(Mailbox.part(mail, 0)).contains("Hello " + name + ",");
        assertThat(Mailbox.part(mail, 1))
                .contains(
                        "Hello ${7777*7777} #{7777*7777} {{7777*7777}} &lt;img src=x onerror=alert(1)&gt; &quot;&amp;&#39;,")
                .doesNotContain("<img", "60481729");
        for (String broken : List.of("a\r\nBcc: b@y.test", "a\u0000b", "a\u202eb"))
            assertThat(team.admin()
                            .post(
                                    "/api/users",
                                    Map.of("username", "odder", "email", "o@lab.test", "display_name", broken))
                            .text("/errors/0/loc/1"))
                    .isEqualTo("display_name");
    }

    @Test
    void linksLeadWhereTheConfigurationSaysWhateverARequestCallsTheServer() throws Exception {
        team.member("mira");
        String body = "{\"email\":\"mira@lab.test\"}";
        String answer = RawHttp.post(
                team.server().address(),
                "/api/auth/forgot-password",
                body,
                "Host: 127.0.0.1:6666",
                "X-Forwarded-Host: evil.example",
                "X-Forwarded-Proto: http",
                "X-Original-URL: http://evil.example/",
                "Forwarded: host=evil.example;proto=http");

        assertThat(RawHttp.status(answer)).isEqualTo(200);
        MimeMessage mail = mailbox.next("mira@lab.test");
        assertThat(Mailbox.base(mail)).isEqualTo("https://lab.example.org/console");
        assertThat(Mailbox.part(mail, 0) + Mailbox.part(mail, 1)).doesNotContain("evil", "6666");
        for (String evil : List.of("evil.example", "lab.example.org.evil.example", "lab.example.org@evil.example"))
            assertThat(RawHttp.status(
                            RawHttp.post(team.server().address(), "/api/auth/forgot-password", body, "Host: " + evil)))
                    .as(evil)
                    .isEqualTo(400);
    }

    @Test
    void resetLinkWorksForOneOfFiftyAndForNobodyLaterAndLaterLinksSpendEarlierOnes() throws Exception {
        Api tom = team.member("tom");
        forgot(" TOM@Lab.Test ");
        String first = mailbox.token("tom@lab.test");
        forgot("tom@lab.test");
        String second = mailbox.token("tom@lab.test");

        assertThat(reset(first, "another phrase").status())
                .as("replaced by the second")
                .isEqualTo(400);
        assertThat(reset(second, "short").status()).as("spends nothing").isEqualTo(422);
        List<Integer> statuses = Rush.of(50, each -> reset(second, "the phrase of " + each));

        assertThat(statuses).containsOnly(200, 400).containsOnlyOnce(200);
        assertThat(signIn("tom", "the phrase of " + statuses.indexOf(200))).isEqualTo(200);
        assertThat(signIn("tom", Team.PASSWORD)).isEqualTo(401);
        assertThat(tom.get("/api/auth/me").status()).isEqualTo(401);
        assertThat(reset(second, "another phrase").text("/detail")).contains("Invalid or expired");
        assertThat(team.audited("auth.password_reset")).hasSize(1);
    }

    @Test
    void linksOfOnePurposeAreNoGoodForAnother() {
        String invitation = team.invite("eva");
        assertThat(reset(invitation, "another phrase").status()).isEqualTo(400);
        assertThat(team.nobody()
                        .post("/api/auth/invite/" + invitation, Map.of("password", Team.PASSWORD))
                        .status())
                .isEqualTo(200);
        forgot("eva@lab.test");
        String token = mailbox.token("eva@lab.test");
        assertThat(team.nobody()
                        .post("/api/auth/invite/" + token, Map.of("password", "another phrase"))
                        .status())
                .isEqualTo(400);
        assertThat(new Api(team.server().address(), token).get("/api/auth/me").status())
                .isEqualTo(401);
        assertThat(reset(token, "another phrase").status()).isEqualTo(200);
    }

    @Test
    void linksDieWithTheAccountTheAddressAndThePassword() {
        Api max = team.member("max");
        int id = Team.id(max);
        forgot("max@lab.test");
        String token = mailbox.token("max@lab.test");
        max.post("/api/users/password", Map.of("current_password", Team.PASSWORD, "new_password", "another phrase"));
        assertThat(reset(token, "third phrase here").status())
                .as("the password was changed")
                .isEqualTo(400);

        forgot("max@lab.test");
        token = mailbox.token("max@lab.test");
        team.admin().put("/api/users/" + id, Map.of("email", "max.new@lab.test"));
        assertThat(reset(token, "third phrase here").status())
                .as("the address was changed")
                .isEqualTo(400);
        for (String told : List.of("max@lab.test", "max.new@lab.test"))
            assertThat(Mailbox.part(mailbox.next(told), 0)).contains("address of the account max has been changed");

        forgot("max.new@lab.test");
        token = mailbox.token("max.new@lab.test");
        team.admin().delete("/api/users/" + id);
        assertThat(reset(token, "third phrase here").status())
                .as("the account is off")
                .isEqualTo(400);
        assertThat(signIn("max", "third phrase here")).isEqualTo(401);

        int mails = mailbox.size();
        forgot("max.new@lab.test");
        await().until(() -> team.audited("auth.password_reset.request").stream()
                .anyMatch(entry -> entry.path("resource").asText().equals("users/" + id)));
        forgot("admin@nowhere.test");
        team.invite("last");
        assertThat(mailbox.size()).as("one invitation and nothing else").isEqualTo(mails + 1);
    }
}
