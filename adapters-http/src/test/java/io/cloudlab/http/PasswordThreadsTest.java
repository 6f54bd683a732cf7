package io.cloudlab.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudlab.core.identity.password.PasswordHasher;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Hashing takes long; nobody else may notice. */
class PasswordThreadsTest {
    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    private static final int QUEUE = 64;

    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger hashing = new AtomicInteger();
    private final TestServer server = TestServer.with(builder -> builder.passwordHasher(new SlowHasher()));

    /** Takes until the test lets it go on. */
    private final class SlowHasher implements PasswordHasher {
        @Override
        public String hash(char[] password) {
            hashing.incrementAndGet();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "hash";
        }

        @Override
        public boolean matches(char[] password, String hash) {
            return false;
        }
    }

    @AfterEach
    void stop() {
        release.countDown();
        server.close();
    }

    private CompletableFuture<Answer> setup(int number) {
        String body = "{\"username\":\"user_" + number + "\",\"password\":\"long enough\"}";
        return CompletableFuture.supplyAsync(
                () -> server.post("/api/auth/setup", body, null), task -> new Thread(task).start());
    }

    @Test
    void othersAreAnsweredWhileAllHashingThreadsAreBusyAndOnlySoMuchWaits() {
        List<CompletableFuture<Answer>> all = new ArrayList<>();
        for (int i = 0; i < THREADS + QUEUE + 20; i++) all.add(setup(i));

        await().until(() -> all.stream().filter(CompletableFuture::isDone).count() == 20);
        await().until(() -> hashing.get() == THREADS); // a thread may only just have been started
        assertThat(server.get("/health").status()).isEqualTo(200);
        assertThat(server.get("/api/auth/setup-required").status()).isEqualTo(200);
        List<Answer> refused = all.stream()
                .filter(CompletableFuture::isDone)
                .map(CompletableFuture::join)
                .toList();
        assertThat(refused).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.header("Retry-After")).isEqualTo("5");
            assertThat(answer.code()).isEqualTo("busy");
        });
        release.countDown();
        assertThat(all.stream().map(each -> each.join().status())).containsOnlyOnce(200);
    }
}
