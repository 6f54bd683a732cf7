package io.cloudlab.app.e2e.durability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.TestLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the server with -9 again and again while it saves configurations and texts and takes files in. Each of them must be
 * the last one acknowledged or one that was on its way, whole; and nothing unfinished may be left after the next start.
 *
 * <p>{@code -Dcloudlab.durability.rounds=200} for more rounds, {@code -Dcloudlab.durability.seed} to repeat a run's
 * choices.
 */
class SavesIT {
    private static final int ROUNDS = Integer.getInteger("cloudlab.durability.rounds", 20);
    private static final long SEED = Long.getLong("cloudlab.durability.seed", System.nanoTime());

    private final Random random = new Random(SEED);

    @TempDir
    private Path directory;

    @Test
    void everyFileIsOldOrNewAndNothingUnfinishedIsLeft() throws Exception {
        TestLab lab = TestLab.in(directory.resolve("lab")).service("wiki", "true");
        Path service = lab.path().resolve("services/wiki");
        Path data = directory.resolve("data");
        RunningServer.Builder starts = RunningServer.on(data, lab.path()).with("CLOUDLAB_RATE_LIMITS", "off");
        List<SavesWriter> writers = List.of(
                SavesWriter.ofConfig(service.resolve("config.yaml")),
                SavesWriter.ofText(service.resolve("inputs/text")),
                SavesWriter.ofUpload(service.resolve("inputs/upload")));
        RunningServer server = starts.start();
        Api admin = Api.setUp(server.address());
        int leftBehind = 0;
        for (int round = 0; round < ROUNDS; round++) {
            killAtWork(server, admin.at(server.address()), writers);
            for (SavesWriter writer : writers) writer.check();
            leftBehind += unfinished().size();
            server = starts.start();
            assertThat(unfinished()).as("seed %d", SEED).isEmpty();
        }
        try (RunningServer last = server) {
            Api api = admin.at(last.address());
            checkHistory(api, writers.get(0));
            for (SavesWriter writer : writers) checkAudit(api, writer);
        }
        System.out.printf(
                "Saves: %d kills (seed %d); acknowledged %s; unfinished files swept %d%n",
                ROUNDS, SEED, writers.stream().map(SavesWriter::acknowledged).toList(), leftBehind);
    }

    private void killAtWork(RunningServer server, Api api, List<SavesWriter> writers) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(writers.size());
        CountDownLatch gone = new CountDownLatch(1);
        Semaphore acknowledged = new Semaphore(0);
        try {
            List<? extends Future<?>> running = writers.stream()
                    .map(writer -> threads.submit(() -> writer.writeUntil(gone, api, acknowledged)))
                    .toList();
            acknowledged.tryAcquire(random.nextInt(12), 10, TimeUnit.SECONDS);
            gone.await(random.nextInt(60), TimeUnit.MILLISECONDS);
            server.kill();
            gone.countDown();
            for (Future<?> one : running) one.get(30, TimeUnit.SECONDS);
        } finally {
            server.kill();
            threads.shutdownNow();
        }
    }

    private List<Path> unfinished() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(path -> path.getFileName().toString().matches("\\.(cloudlab-|unfinished-).*"))
                    .toList();
        }
    }

    /** Every former text that is listed is there, whole, and they follow each other. */
    private void checkHistory(Api api, SavesWriter writer) {
        String path = "/api/services/wiki/configs/config.yaml/versions";
        JsonNode versions = api.get(path).body().path("versions");
        assertThat(versions.size()).isBetween(2, 21);
        int next = Integer.MAX_VALUE;
        for (JsonNode version : versions) {
            Api.Answer text = api.get(path + "/" + version.path("version").asText());
            int number = SavesWriter.numberOf(text.text("/content").getBytes(UTF_8));
            assertThat(number).as("seed %d", SEED).isLessThan(next);
            assertThat(version.path("author").asText()).isEqualTo("admin");
            next = number;
        }
        assertThat(versions.get(0).path("current").asBoolean()).isTrue();
    }

    private static void checkAudit(Api api, SavesWriter writer) {
        Map<String, String> actions = Map.of("config", "service.config.edit", "text", "service.file.edit");
        String action = actions.getOrDefault(writer.kind(), "service.file.upload");
        int entries = api.get("/api/audit?per_page=1&action=" + action)
                .body()
                .path("total")
                .asInt();
        assertThat(entries).isBetween(writer.happened(), writer.sent());
    }
}
