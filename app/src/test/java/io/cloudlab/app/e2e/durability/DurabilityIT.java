package io.cloudlab.app.e2e.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the server with -9 again and again: while it starts, before, during and after launches. Afterwards everything it
 * had acknowledged must be there, and every job must have run as if nothing had happened.
 *
 * <p>{@code -Dcloudlab.durability.rounds=200} for more rounds, {@code -Dcloudlab.durability.seed} to repeat a run's
 * choices.
 */
class DurabilityIT {
    private static final int ROUNDS = Integer.getInteger("cloudlab.durability.rounds", 20);
    private static final long SEED = Long.getLong("cloudlab.durability.seed", System.nanoTime());
    private static final int CLIENTS = 2;
    private static final int MAX_LAUNCHES = 6;
    private static final int LAUNCHES_SEEN = 4;

    private final Random random = new Random(SEED);
    private final List<DurabilityWatch> watches = new CopyOnWriteArrayList<>();
    private int kills;

    @TempDir
    private Path directory;

    @Test
    void nothingAcknowledgedIsLostAndNoJobLosesALineOrRunsTwice() throws Exception {
        DurabilityLab lab = DurabilityLab.write(directory);
        Path data = directory.resolve("data");
        RunningServer.Builder starts = RunningServer.on(data, lab.directory())
                .with("CLOUDLAB_JOB_GRACE", "1s")
                .with("CLOUDLAB_RATE_LIMITS", "off");
        try (DurabilityLedger ledger = new DurabilityLedger(directory.resolve("acknowledged"))) {
            Api admin = setUp(starts, ledger);
            for (int round = 0; round < ROUNDS; round++) {
                if (random.nextInt(5) == 0) killWhileStarting(starts);
                killAtWork(starts, admin, ledger);
            }
            RunningServer last = starts.start();
            DurabilityCheck check = new DurabilityCheck(admin.at(last.address()), ledger, lab);
            try {
                watches.forEach(watch -> watch.connect(admin.at(last.address())));
                await().atMost(Duration.ofSeconds(60L + ROUNDS)).until(check::everythingHasEnded);
                watches.forEach(DurabilityWatch::collect);
                check.jobs();
                check.watches(watches);
                check.user();
            } finally {
                last.kill();
            }
            check.audit(data);
            System.out.printf("Durability: %d kills (seed %d); %s%n", kills, SEED, check.summary());
            assertThat(check.problems()).as("seed %d", SEED).isEmpty();
        }
    }

    private static Api setUp(RunningServer.Builder starts, DurabilityLedger ledger) throws Exception {
        RunningServer first = starts.start();
        try {
            Api admin = Api.setUp(first.address());
            ledger.user("admin");
            return admin;
        } finally {
            first.kill();
        }
    }

    private void killWhileStarting(RunningServer.Builder starts) throws IOException, InterruptedException {
        Process process = starts.launch(
                Files.createTempFile(directory, "start", ".out"), Files.createTempFile(directory, "start", ".err"));
        after(random.nextInt(2_000));
        process.destroyForcibly().waitFor();
        kills++;
    }

    private void killAtWork(RunningServer.Builder starts, Api admin, DurabilityLedger ledger) throws Exception {
        RunningServer server = starts.start();
        Api api = admin.at(server.address());
        watches.forEach(watch -> watch.connect(api));
        DurabilityClient client =
                new DurabilityClient(api, ledger, new Random(random.nextLong()), MAX_LAUNCHES, job -> watch(api, job));
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> running =
                    List.of(threads.submit(client), threads.submit(client.another(new Random(random.nextLong()))));
            awaitMoment(client);
            server.kill();
            kills++;
            client.stop();
            for (Future<?> one : running) one.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("a client failed; the server says:\n" + server.log(), e);
        } finally {
            server.kill();
            threads.shutdownNow();
        }
        watches.forEach(DurabilityWatch::collect);
        after(random.nextInt(400));
    }

    /** Before the first launch, while one is being sent, or after some. */
    private void awaitMoment(DurabilityClient client) throws InterruptedException {
        switch (random.nextInt(4)) {
            case 0 -> after(random.nextInt(30));
            case 1 -> {
                client.sent.tryAcquire(1 + random.nextInt(LAUNCHES_SEEN), 10, TimeUnit.SECONDS);
                after(random.nextInt(15));
            }
            default -> {
                client.acknowledged.tryAcquire(1 + random.nextInt(LAUNCHES_SEEN), 10, TimeUnit.SECONDS);
                after(random.nextInt(500));
            }
        }
    }

    /** Watches about every third job from the start. */
    private void watch(Api api, String job) {
        if (job.charAt(0) > '4') return;
        DurabilityWatch watch = new DurabilityWatch(job);
        watch.connect(api);
        watches.add(watch);
    }

    private static void after(int millis) throws InterruptedException {
        new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    }
}
