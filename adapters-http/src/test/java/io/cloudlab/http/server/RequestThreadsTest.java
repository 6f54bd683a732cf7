package io.cloudlab.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.http.work.OrderlyShutdown;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Threads that may be inside the database are never interrupted. */
class RequestThreadsTest {
    @Test
    void stoppingTheServerDoesNotInterruptARequestThatIsStillAnswered() throws Exception {
        RequestThreads threads = new RequestThreads(8, 4);
        threads.setStopTimeout(20);
        threads.start();
        CountDownLatch go = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = held(threads::execute, go);

        threads.stop();
        go.countDown();

        assertThat(interrupted.get(40, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void orderlyEndDropsWhatWaitsAndInterruptsNothing() throws Exception {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
        CountDownLatch go = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = held(threads::execute, go);
        CompletableFuture<Void> waiting = new CompletableFuture<>();
        threads.execute(() -> waiting.complete(null));

        assertThat(OrderlyShutdown.of(threads, 1)).isFalse();
        go.countDown();

        assertThat(interrupted.get(40, TimeUnit.SECONDS)).isFalse();
        assertThat(threads.awaitTermination(40, TimeUnit.SECONDS)).isTrue();
        assertThat(waiting).isNotDone();
    }

    private static CompletableFuture<Boolean> held(java.util.concurrent.Executor threads, CountDownLatch go)
            throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        threads.execute(() -> {
            begun.countDown();
            try {
                go.await();
                interrupted.complete(Thread.interrupted());
            } catch (InterruptedException e) {
                interrupted.complete(true);
            }
        });
        begun.await();
        return interrupted;
    }
}
