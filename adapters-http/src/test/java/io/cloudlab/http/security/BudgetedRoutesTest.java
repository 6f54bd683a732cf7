package io.cloudlab.http.security;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.identity.password.PasswordHasher;
import io.cloudlab.core.jobs.JobLimits;
import io.cloudlab.core.testing.fake.PlainPasswordHasher;
import io.cloudlab.http.Answer;
import io.cloudlab.http.TestServer;
import io.cloudlab.http.Viewer;
import io.cloudlab.http.api.services.FileServer;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What one user takes leaves enough for the others. */
@Tag("slow")
class BudgetedRoutesTest {
    private static final String INPUTS = "/api/services/hello/files/inputs";
    private static final int QUEUED = 3;

    private final CountDownLatch release = new CountDownLatch(1);
    private final TestServer server = TestServer.with(
            builder -> builder.passwordHasher(new HasherThatIsSlowToSet())
                    .jobLimits(new JobLimits(1, Duration.ofSeconds(1), Duration.ofDays(1), 100, 1 << 20)
                            .withQueuedPerUser(QUEUED)),
            config -> config.withRateLimits(true),
            TestServer.QUICK);
    private final ExecutorService senders = Executors.newFixedThreadPool(80);

    /** Checks passwords at once; sets them when the test lets it. */
    private final class HasherThatIsSlowToSet implements PasswordHasher {
        private final PasswordHasher quick = new PlainPasswordHasher();

        @Override
        public String hash(char[] password) {
            try {
                if (String.valueOf(password).startsWith("slow")) release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return quick.hash(password);
        }

        @Override
        public boolean matches(char[] password, String hash) {
            return quick.matches(password, hash);
        }
    }

    @AfterEach
    void stop() {
        release.countDown();
        senders.shutdownNow();
        server.close();
    }

    private static void assertTooMany(Answer answer, String code) {
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
    }

    @Test
    void passwordChangesOfOneUserHoldUpNoSignIn() {
        String token = server.token();
        String body = "{\"current_password\":\"%s\",\"new_password\":\"slow and new\"}".formatted(TestServer.PASSWORD);

        List<CompletableFuture<Answer>> changes = IntStream.range(0, 70)
                .mapToObj(each ->
                        CompletableFuture.supplyAsync(() -> server.post("/api/users/password", body, token), senders))
                .toList();

        await().until(() -> changes.stream().filter(CompletableFuture::isDone).count() == 70 - Budget.HASHING.atOnce());
        assertThat(server.get("/health").status()).isEqualTo(200);
        assertThat(server.token()).as("somebody else signs in").isNotEmpty();
        release.countDown();
        List<Answer> refused = changes.stream()
                .map(CompletableFuture::join)
                .filter(answer -> answer.status() == 429)
                .toList();
        assertThat(refused)
                .hasSize(70 - Budget.HASHING.atOnce())
                .allSatisfy(answer -> assertTooMany(answer, "too-many-at-once"));
    }

    @Test
    void slowUploadsOfOneUserLeaveRoomForThoseOfOthers() throws IOException {
        String greedy = server.token(Permission.SERVICES_FILES_EDIT);
        String other = server.token(Permission.SERVICES_FILES_EDIT);
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < Budget.UPLOADS.atOnce(); i++) slow.add(beginUpload(greedy, "slow" + i));
            await().until(() -> server.lab().files().unfinished() == Budget.UPLOADS.atOnce());

            assertTooMany(upload(greedy), "too-many-at-once");
            assertThat(upload(other).status()).isEqualTo(200);
        } finally {
            for (Socket socket : slow) socket.close();
        }
        await().until(() -> upload(greedy).status() == 200);
    }

    private Socket beginUpload(String token, String name) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.http.port());
        String text = "POST " + INPUTS + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                + "\r\nContent-Type: multipart/form-data; boundary=" + FileServer.BOUNDARY
                + "\r\nContent-Length: 50000\r\n\r\n"
                + FileServer.part("name=\"file\"; filename=\"" + name + "\"", "begin");
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        return socket;
    }

    private Answer upload(String token) {
        String form = FileServer.form(FileServer.part("name=\"file\"; filename=\"b\"", "x"));
        return server.send(HttpRequest.newBuilder(server.uri(INPUTS))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "multipart/form-data; boundary=" + FileServer.BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    @Test
    void invitationsAreSentAgainOnlySoOften() {
        String admin = server.admin();
        server.invite(admin, "mira");
        int id = server.idOf("mira");
        String again = "/api/users/" + id + "/resend-invite";
        for (int i = 1; i < Budget.MAILS.max(); i++)
            assertThat(server.post(again, null, admin).status()).isEqualTo(200);

        assertTooMany(server.post(again, null, admin), "too-many-requests");

        assertThat(server.post(again, null, server.admin()).status()).isEqualTo(200);
        assertThat(server.audited().stream().filter("user.invite.resend"::equals))
                .hasSize(Budget.MAILS.max());
    }

    @Test
    void onlySoManyJobsOfOneUserWait() {
        String greedy = server.token(Permission.SERVICES_DEPLOY);
        server.job(greedy); // takes the only place
        List<CompletableFuture<Answer>> deploys = IntStream.range(0, 20)
                .mapToObj(each -> CompletableFuture.supplyAsync(
                        () -> server.post("/api/services/hello/deploy", null, greedy), senders))
                .toList();

        List<Answer> answers = deploys.stream().map(CompletableFuture::join).toList();

        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(QUEUED);
        answers.stream().filter(answer -> answer.status() != 200).forEach(each -> assertTooMany(each, "too-many-jobs"));
        assertThat(server.post("/api/services/hello/deploy", null, server.token(Permission.SERVICES_DEPLOY))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void onlySoManySocketsOfOneUserAreOpen() throws InterruptedException {
        String greedy = server.token(Permission.SERVICES_DEPLOY, Permission.JOBS_VIEW_OWN);
        Object job = server.job(greedy);
        List<Viewer> open = new ArrayList<>();
        for (int i = 0; i < Budget.SOCKETS.atOnce(); i++) {
            Viewer viewer = Viewer.open(server, job, greedy);
            assertThat(viewer.next().path("type").asText()).isEqualTo("connected");
            open.add(viewer);
        }

        Viewer refused = Viewer.open(server, job, greedy);
        assertThat(refused.next().path("message").asText()).contains("WebSockets");
        assertThat(refused.closeCode()).isEqualTo(1008);

        open.get(0).socket.abort();
        await().until(() -> {
            Viewer again = Viewer.open(server, job, greedy);
            return again.next().path("type").asText().equals("connected");
        });
    }
}
