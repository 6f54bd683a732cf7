package io.cloudlab.http.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.identity.mail.Mail;
import io.cloudlab.http.Answer;
import io.cloudlab.http.TestServer;
import io.cloudlab.http.Timing;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens to those who try too often. */
@Tag("slow")
class LimitedRoutesTest {
    private static final String PROXY = "127.0.0.1";

    private final AtomicLong nanos = new AtomicLong();
    private final Queue<Mail> mails = new ConcurrentLinkedQueue<>();
    private final TestServer server = TestServer.with(
            builder -> builder.mailer((id, mail) -> mails.add(mail)),
            config -> config.withRateLimits(true).withTrustedProxies(List.of(PROXY)),
            new Timing(TestServer.QUICK.timeout(), TestServer.QUICK.betweenTicks(), nanos::get));

    private final ExecutorService senders = Executors.newFixedThreadPool(60);

    @AfterEach
    void stop() {
        senders.shutdownNow();
        server.close();
    }

    private String post(String path, String from, String body) {
        return server.raw(
                "POST " + path + " HTTP/1.1",
                "Host: localhost",
                "X-Forwarded-For: " + from,
                "Content-Type: application/json",
                "Content-Length: " + body.length(),
                "Connection: close",
                "",
                body);
    }

    private String login(String name, String password, String from) {
        return post("/api/auth/login", from, "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(name, password));
    }

    private static void assertWait(String answer, int seconds) {
        assertThat(answer)
                .startsWith("HTTP/1.1 429")
                .contains("Retry-After: " + seconds + "\r\n", "\"retry_after\":" + seconds, "problem+json");
    }

    @Test
    void addressesOfOthersAreNotFoundOutByTakingThem() {
        String name = server.user();
        String token = server.login(name);
        String watcher = server.token(Permission.USERS_VIEW);
        Function<String, Answer> take =
                who -> server.send("PUT", "/api/users/profile", TestServer.ownEmail("a@lab.test"), who);
        assertThat(take.apply(watcher).status()).isEqualTo(200);

        for (int i = 0; i < 5; i++) assertThat(take.apply(token).code()).isEqualTo("email-taken");
        Answer tooOften = take.apply(token);

        assertThat(tooOften.status()).isEqualTo(429);
        assertThat(tooOften.header("Retry-After")).isEqualTo("3600");
        assertThat(server.send("PUT", "/api/users/profile", "{\"display_name\":\"Mira\",\"email\":\"\"}", token)
                        .status())
                .isEqualTo(200);
        for (int i = 0; i < 9; i++) assertThat(take.apply(watcher).status()).isEqualTo(200);
        assertThat(server.audited()).contains("user.profile.update.failed");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/auth/login, 5",
        "/api/auth/setup, 5",
        "/api/auth/invite/x, 5",
        "/api/auth/password-reset/x, 5",
        "/api/auth/forgot-password, 3"
    })
    void limitHoldsPerAddressAndMinute(String path, int max) {
        for (int i = 0; i < max; i++)
            assertThat(post(path, "203.0.113.5", "{}")).startsWith("HTTP/1.1 422");

        assertWait(post(path, "203.0.113.5", "{}"), 60);
        assertThat(post(path, "203.0.113.6", "{}")).startsWith("HTTP/1.1 422");
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(60));
        assertThat(post(path, "203.0.113.5", "{}")).startsWith("HTTP/1.1 422");
    }

    @Test
    void forgedAddressesDoNotHelp() {
        try (TestServer direct = TestServer.start(config -> config.withRateLimits(true))) {
            for (int i = 0; i < 6; i++) {
                String answer = direct.raw(
                        "POST /api/auth/login HTTP/1.1",
                        "Host: localhost",
                        "X-Forwarded-For: 203.0.113." + i,
                        "Content-Type: application/json",
                        "Content-Length: 2",
                        "Connection: close",
                        "",
                        "{}");
                assertThat(answer).startsWith("HTTP/1.1 " + (i < 5 ? 422 : 429));
            }
        }
    }

    @Test
    void whoGuessesWaitsLongerAndLongerWhileTheOwnerGetsIn() {
        String name = server.user();
        for (int i = 0; i < 5; i++)
            assertThat(login(name, "wrong", "203.0.113.5")).startsWith("HTTP/1.1 401");
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(5));
        assertThat(login(name, TestServer.PASSWORD, "198.51.100.7")).startsWith("HTTP/1.1 200");
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(55));
        assertThat(login(name, "wrong", "203.0.113.5")).startsWith("HTTP/1.1 401");

        String answer = login(name, TestServer.PASSWORD, "203.0.113.5");

        assertWait(answer, 20);
        assertThat(answer).contains("too-many-wrong-passwords");
        assertThat(server.audited().stream().filter("login.failed"::equals)).hasSize(6);
    }

    @Test
    void ownerSignsInFromAKnownAddressWhileOthersGuessFromEverywhere() {
        String name = server.user();
        assertThat(login(name, TestServer.PASSWORD, "198.51.100.7")).startsWith("HTTP/1.1 200");
        for (int i = 0; i < PasswordAttemptLimiter.FREE_IN_ALL; i++)
            assertThat(login(name, "wrong", "203.0.113." + i)).startsWith("HTTP/1.1 401");

        assertWait(login(name, "wrong", "203.0.113.99"), 10);
        assertThat(login(name, TestServer.PASSWORD, "198.51.100.7")).startsWith("HTTP/1.1 200");
    }

    @Test
    void wrongCurrentPasswordsSentAtTheSameTimeAreNotAllTried() {
        String token = server.token();
        String body = "{\"current_password\":\"wrong\",\"new_password\":\"a quite new phrase\"}";

        List<Integer> answers = IntStream.range(0, 60)
                .mapToObj(each ->
                        CompletableFuture.supplyAsync(() -> server.post("/api/users/password", body, token), senders))
                .toList()
                .stream()
                .map(answer -> answer.join().status())
                .toList();

        assertThat(answers).containsOnly(400, 429).hasSize(60);
        assertThat(answers.stream().filter(status -> status == 400))
                .hasSizeLessThanOrEqualTo(PasswordAttemptLimiter.FREE);
        assertThat(server.audited().stream().filter("user.password.change.failed"::equals))
                .hasSizeLessThanOrEqualTo(PasswordAttemptLimiter.FREE);
    }

    @Test
    void nobodyIsFloodedWithMails() {
        String admin = server.admin();
        server.send("PUT", "/api/users/profile", TestServer.ownEmail("mira@lab.test"), admin);

        for (int i = 0; i < 12; i++)
            assertThat(post("/api/auth/forgot-password", "203.0.113." + i, "{\"email\":\"MIRA@lab.test\"}"))
                    .startsWith("HTTP/1.1 200");
        server.http.stop(); // what was accepted is done by then

        assertThat(server.audited().stream().filter("auth.password_reset.request"::equals))
                .hasSize(5);
        await().until(() -> mails.size() == 6); // the first tells that the address has changed
    }

    @Test
    void ordinaryWorkIsNotLimited() {
        for (int i = 0; i < 50; i++)
            assertThat(server.get("/api/auth/setup-required").status()).isEqualTo(200);
    }
}
