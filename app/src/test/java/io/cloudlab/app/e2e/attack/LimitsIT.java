package io.cloudlab.app.e2e.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RawHttp;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.Team;
import io.cloudlab.app.e2e.people.Mailbox;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Floods and guesses against the real server with its limits on. */
@Timeout(120)
class LimitsIT {
    private static final String OWNER = "198.51.100.7";
    private static final String ATTACKER = "203.0.113.5";

    @TempDir
    Path directory;

    private Mailbox mailbox;
    private Team team;

    @BeforeEach
    void open() {
        mailbox = new Mailbox();
    }

    @AfterEach
    void stop() {
        team.close();
        mailbox.close();
    }

    private void start(UnaryOperator<RunningServer.Builder> change) throws Exception {
        team = Team.start(directory, mailbox, builder -> change.apply(builder.with("CLOUDLAB_RATE_LIMITS", "on")));
    }

    private void startBehindAProxy() throws Exception {
        start(builder -> builder.with("CLOUDLAB_TRUSTED_PROXIES", "127.0.0.1").with("CLOUDLAB_INVITE_TTL", "3s"));
    }

    private String post(String path, String from, String body) {
        return RawHttp.post(
                team.server().address(),
                path,
                body,
                "Host: localhost",
                "X-Forwarded-For: " + from,
                "X-Real-IP: " + from);
    }

    private String login(String password, String from) {
        return post("/api/auth/login", from, "{\"username\":\"admin\",\"password\":\"" + password + "\"}");
    }

    @Test
    void whoGuessesIsStoppedWhileTheOwnerGetsInFromElsewhere() throws Exception {
        startBehindAProxy();
        for (int guess = 0; guess < 5; guess++)
            assertThat(RawHttp.status(login("a wrong phrase", ATTACKER))).isEqualTo(401);

        String stopped = login("a wrong phrase", ATTACKER);
        assertThat(RawHttp.status(stopped)).isEqualTo(429);
        assertThat(stopped).containsPattern("Retry-After: [1-9]").contains("application/problem+json");
        assertThat(RawHttp.status(login(Api.PASSWORD, ATTACKER)))
                .as("the right password too")
                .isEqualTo(429);
        assertThat(RawHttp.status(login(Api.PASSWORD, OWNER))).isEqualTo(200);

        assertThat(team.audited("login.failed"))
                .hasSize(5)
                .allSatisfy(
                        entry -> assertThat(entry.path("ip_address").asText()).isEqualTo(ATTACKER));
        assertThat(team.audited("login"))
                .extracting(entry -> entry.path("ip_address").asText())
                .containsExactly(OWNER);
    }

    @Test
    void forgedAddressesCountNeitherForLimitsNorForTheAuditTrail() throws Exception {
        start(builder -> builder);
        for (int guess = 0; guess < 6; guess++)
            assertThat(RawHttp.status(login("a wrong phrase", "203.0.113." + guess)))
                    .isEqualTo(guess < 5 ? 401 : 429);

        assertThat(team.audited("login.failed"))
                .extracting(entry -> entry.path("ip_address").asText())
                .hasSize(5)
                .containsOnly("127.0.0.1");
    }

    @Test
    void nobodyIsFloodedWithMailsAndNobodyLearnsWhoHasAnAccount() throws Exception {
        startBehindAProxy();
        assertThat(team.admin()
                        .put("/api/users/profile", Map.of("email", "admin@lab.test", "current_password", Api.PASSWORD))
                        .status())
                .isEqualTo(200);
        String answer = null;
        for (int ask = 0; ask < 12; ask++) {
            String known = post("/api/auth/forgot-password", "203.0.113." + ask, "{\"email\":\"ADMIN@lab.test\"}");
            String unknown = post("/api/auth/forgot-password", "203.0.113." + ask, "{\"email\":\"x@lab.test\"}");
            assertThat(RawHttp.status(known)).isEqualTo(200);
            assertThat(body(known)).isEqualTo(body(unknown));
            answer = answer == null ? body(known) : answer;
            assertThat(body(known)).isEqualTo(answer);
        }
        post("/api/auth/forgot-password", ATTACKER, "{\"email\":\"last@lab.test\"}");
        post("/api/auth/forgot-password", ATTACKER, "{}");
        assertThat(RawHttp.status(post("/api/auth/forgot-password", "203.0.113.11", "{}")))
                .as("the third within the minute")
                .isEqualTo(422);
        assertThat(RawHttp.status(post("/api/auth/forgot-password", "203.0.113.11", "{}")))
                .as("the fourth")
                .isEqualTo(429);

        await().until(() -> team.audited("auth.password_reset.request").size() >= 11);
        await().until(() -> mailbox.mailsTo("admin@lab.test").size() >= 6); // one tells of the address
        assertThat(mailbox.size()).isEqualTo(6);
    }

    @Test
    void invitationThatIsTooOldIsNoGood() throws Exception {
        startBehindAProxy();
        String token = team.invite("late");
        AtomicInteger asked = new AtomicInteger();
        await().pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            String from = "203.0.113." + asked.incrementAndGet();
            String answer = post("/api/auth/invite/" + token, from, "{\"password\":\"short\"}");
            assertThat(RawHttp.status(answer)).isEqualTo(400);
        });

        String answer = post("/api/auth/invite/" + token, OWNER, "{\"password\":\"" + Team.PASSWORD + "\"}");
        assertThat(RawHttp.status(answer)).isEqualTo(400);
        assertThat(answer).contains("Invalid or expired");
        JsonNode failed = team.audited("user.invite.accept.failed").get(0);
        assertThat(failed.path("ip_address").asText()).isEqualTo(OWNER);
        assertThat(failed.toString()).doesNotContain(token);
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n"));
    }
}
