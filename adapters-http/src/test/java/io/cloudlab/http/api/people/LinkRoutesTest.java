package io.cloudlab.http.api.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudlab.core.identity.mail.Mail;
import io.cloudlab.http.Answer;
import io.cloudlab.http.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Invitations and password resets, as those see them who come by a link. */
@Tag("slow")
class LinkRoutesTest {
    private static final String GOOD = "{\"password\":\"long enough\"}";

    private final Queue<Mail> mails = new ConcurrentLinkedQueue<>();
    private final TestServer server = TestServer.with(builder -> builder.mailer((id, mail) -> mails.add(mail)));
    private final String admin = server.admin();

    @AfterEach
    void stop() {
        server.close();
    }

    /** The token of the next mail's link. */
    private String mailed() {
        await().until(() -> !mails.isEmpty());
        String text = mails.remove().text();
        return text.replaceFirst("(?s).*/#[a-z]+-[a-z]+-([A-Za-z0-9_-]+).*", "$1");
    }

    private String invited(String username) {
        server.post(
                "/api/users", "{\"username\":\"%s\",\"email\":\"%s@lab.test\"}".formatted(username, username), admin);
        return mailed();
    }

    private Answer accept(String token, String body) {
        return server.post("/api/auth/invite/" + token, body, null);
    }

    private Answer reset(String token, String body) {
        return server.post("/api/auth/password-reset/" + token, body, null);
    }

    private Answer forgot(String email) {
        return server.post("/api/auth/forgot-password", "{\"email\":\"" + email + "\"}", null);
    }

    private String login(String name, String password) {
        return server.post(
                        "/api/auth/login", "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(name, password), null)
                .json()
                .path("access_token")
                .asText();
    }

    private void awaitAudited(String action, int times) {
        await().until(() -> server.audited().stream().filter(action::equals).count() == times);
    }

    @Test
    void invitedPersonChoosesPasswordAndNameAndIsIn() {
        String token = invited("mira");

        Answer accepted = accept(
                token, "{\"password\":\"long enough\",\"display_name\":\" Mira \",\"role_ids\":[1],\"is_active\":1}");

        assertThat(accepted.status()).isEqualTo(200);
        assertThat(accepted.json().path("token_type").asText()).isEqualTo("bearer");
        assertThat(accepted.json().at("/user/display_name").asText()).isEqualTo("Mira");
        assertThat(accepted.json().path("permissions").isEmpty()).isTrue();
        String session = accepted.json().path("access_token").asText();
        assertThat(server.get("/api/auth/me", session).json().path("status").asText())
                .isEqualTo("active");
        assertThat(login("MIRA", "long enough")).isNotEmpty();
        assertThat(server.audited()).contains("user.invite.accept");
    }

    @Test
    void badPasswordDoesNotSpendTheInvitation() {
        String token = invited("mira");

        assertThat(accept(token, "{\"password\":\"short\"}").faultAt()).isEqualTo("[\"body\",\"password\"]");
        assertThat(accept(token, "{\"password\":\"" + "x".repeat(73) + "\"}").status())
                .isEqualTo(422);
        assertThat(accept(token, "{}").faultAt()).isEqualTo("[\"body\",\"password\"]");
        assertThat(accept(token, "{\"password\":null,\"display_name\":null}").faultAt())
                .isEqualTo("[\"body\",\"password\"]");
        assertThat(accept(token, "{\"password\":\"long enough\",\"display_name\":\"" + "x".repeat(101) + "\"}")
                        .faultAt())
                .isEqualTo("[\"body\",\"display_name\"]");
        assertThat(accept(token, GOOD).status()).isEqualTo(200);
    }

    @Test
    void invitationWorksOnceAndOnlyAsInvitation() {
        String token = invited("mira");

        assertThat(reset(token, GOOD).status()).isEqualTo(400);
        assertThat(server.get("/api/auth/me", token).status()).isEqualTo(401);
        assertThat(accept(token, GOOD).status()).isEqualTo(200);
        Answer again = accept(token, "{\"password\":\"another horse\"}");

        assertThat(again.status()).isEqualTo(400);
        assertThat(again.detail()).contains("Invalid or expired");
        assertThat(login("mira", "another horse")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "%20", "..x", "%C3%BC", "x%27%20or%201=1", "0"})
    void foreignTokensAreRefused(String token) {
        assertThat(accept(token, GOOD).detail()).contains("Invalid or expired");
        assertThat(reset(token, GOOD).detail()).contains("Invalid or expired");
        assertThat(accept(token, GOOD).status()).isEqualTo(400);
    }

    @Test
    void deactivatedPersonCannotAccept() {
        String token = invited("mira");
        server.send("DELETE", "/api/users/" + server.idOf("mira"), null, admin);

        assertThat(accept(token, GOOD).status()).isEqualTo(400);
    }

    @Test
    void ofManyWhoUseOneTokenExactlyOneGetsIn() throws Exception {
        String invitation = invited("mira");
        assertThat(race(body -> accept(invitation, body)))
                .containsOnly(200, 400)
                .containsOnlyOnce(200);
        forgot("mira@lab.test");
        String reset = mailed();
        assertThat(race(body -> reset(reset, body))).containsOnly(200, 400).containsOnlyOnce(200);

        assertThat(server.audited()).containsOnlyOnce("user.invite.accept", "auth.password_reset");
    }

    private static List<Integer> race(Function<String, Answer> use) throws Exception {
        List<Callable<Integer>> attempts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String body = "{\"password\":\"long enough " + i + "\"}";
            attempts.add(() -> use.apply(body).status());
        }

        List<Integer> statuses = new ArrayList<>();
        ExecutorService callers = Executors.newFixedThreadPool(50);
        try {
            for (Future<Integer> each : callers.invokeAll(attempts)) statuses.add(each.get());
        } finally {
            callers.shutdownNow();
        }
        return statuses;
    }

    @Test
    void forgottenPasswordIsAnsweredTheSameForEverybody() {
        accept(invited("mira"), GOOD);

        Answer known = forgot(" MIRA@lab.test ");
        Answer unknown = forgot("nobody@lab.test");
        Answer nonsense = forgot("a@x\\r\\nBcc: b@y");

        assertThat(known.status()).isEqualTo(200);
        assertThat(known.json().path("status").asText()).isEqualTo("ok");
        assertThat(unknown.body()).isEqualTo(known.body());
        assertThat(nonsense.body()).isEqualTo(known.body());
        awaitAudited("auth.password_reset.request", 3);
        mailed();
        assertThat(mails).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"email\":null}", "{\"email\":5}", "{\"email\":[\"a@b\"]}"})
    void forgottenPasswordNeedsAnAddress(String body) {
        assertThat(server.post("/api/auth/forgot-password", body, null).faultAt())
                .isEqualTo("[\"body\",\"email\"]");
    }

    @Test
    void resetSetsTheNewPasswordOnceAndEndsEverySession() {
        accept(invited("mira"), GOOD);
        String session = login("mira", "long enough");
        forgot("mira@lab.test");
        String first = mailed();
        forgot("mira@lab.test");
        String second = mailed();

        Answer replaced = reset(first, "{\"password\":\"another horse\"}");
        Answer done = reset(second, "{\"password\":\"another horse\"}");
        Answer again = reset(second, "{\"password\":\"a third horse\"}");

        assertThat(replaced.status()).isEqualTo(400);
        assertThat(done.body()).isEqualTo("{\"status\":\"ok\"}");
        assertThat(again.status()).isEqualTo(400);
        assertThat(server.get("/api/auth/me", session).status()).isEqualTo(401);
        assertThat(login("mira", "another horse")).isNotEmpty();
        assertThat(server.audited()).containsOnlyOnce("auth.password_reset");
    }

    @Test
    void linksNeverFollowTheHostHeader() {
        accept(invited("mira"), GOOD);
        String body = "{\"email\":\"mira@lab.test\"}";

        String answer = server.raw(
                "POST /api/auth/forgot-password HTTP/1.1",
                "Host: localhost:6666",
                "X-Forwarded-Host: evil.example",
                "Forwarded: host=evil.example",
                "Content-Type: application/json",
                "Content-Length: " + body.length(),
                "Connection: close",
                "",
                body);

        assertThat(answer).startsWith("HTTP/1.1 200");
        await().until(() -> !mails.isEmpty());
        assertThat(mails.peek().text())
                .contains("http://127.0.0.1:8000/#reset-password-")
                .doesNotContain("evil", "6666");
    }
}
