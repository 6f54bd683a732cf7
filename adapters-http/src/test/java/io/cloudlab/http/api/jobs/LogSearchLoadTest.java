package io.cloudlab.http.api.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.http.Answer;
import io.cloudlab.http.TestServer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Searches of logs, which take long, beside everything else. */
class LogSearchLoadTest {
    private static final int AT_ONCE = 80;

    private final TestServer server = TestServer.start();
    private final String admin = server.admin();
    private final CountDownLatch release = new CountDownLatch(1);
    private final ExecutorService clients = Executors.newFixedThreadPool(AT_ONCE);

    @AfterEach
    void stop() {
        release.countDown();
        clients.shutdown();
        server.close();
    }

    @Test
    void manySearchesAtOnceKeepNoOtherRequestWaiting() throws Exception {
        JobId id = server.job(admin);
        server.lab().log().print(id, "needle\n");
        Queue<String> threads = new ConcurrentLinkedQueue<>();
        server.lab().log().searching(() -> {
            threads.add(Thread.currentThread().getName());
            awaitRelease();
        });
        Queue<Answer> refused = new ConcurrentLinkedQueue<>();
        List<Future<Answer>> answers = IntStream.range(0, AT_ONCE)
                .mapToObj(i -> clients.submit(() -> {
                    Answer answer = server.get("/api/jobs/" + id + "/output/search?q=needle", admin);
                    if (answer.status() != 200) refused.add(answer);
                    return answer;
                }))
                .toList();
        await().until(() -> !threads.isEmpty() && !refused.isEmpty());

        assertThat(server.get("/health", null).status()).isEqualTo(200);
        assertThat(server.get("/api/jobs/" + id + "/output", admin).status()).isEqualTo(200);
        assertThat(threads).allMatch(name -> name.startsWith("cloudlab-searches-"));
        assertThat(refused).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.response().headers().firstValueAsLong("Retry-After"))
                    .isPresent();
        });

        release.countDown();
        int found = 0;
        for (Future<Answer> answer : answers) if (answer.get().status() == 200) found++;
        assertThat(found).isPositive().isLessThan(AT_ONCE);
        assertThat(server.get("/api/jobs/" + id + "/output/search?q=needle", admin)
                        .json()
                        .path("lines"))
                .hasSize(1);
    }

    private void awaitRelease() {
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
