package io.cloudlab.process.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.jobs.job.PlayProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far playbooks are, from what they write down. */
class PlayTrackerTest {
    @TempDir
    private Path root;

    private final PlayTracker tracker = new PlayTracker();

    private PlayProgress after(String... events) throws IOException {
        Path file = root.resolve("events");
        for (String event : events)
            Files.writeString(
                    file, event.replace('\'', '"') + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return tracker.read(file);
    }

    private static PlayProgress.Host host(String name, int ok, int changed, int failed, int unreachable, int skipped) {
        return new PlayProgress.Host(name, ok, changed, failed, unreachable, skipped, null, null);
    }

    @Test
    void nothingIsKnownBeforeTheFirstEvent() throws IOException {
        assertThat(after()).isEqualTo(PlayProgress.NONE);
    }

    @Test
    void taskThatRunsOnAHostIsNamedUntilItEnds() throws IOException {
        PlayProgress running = after(
                "{'ev': 'play', 'name': 'Set up'}",
                "{'ev': 'task', 'task': 'u1', 'name': 'Install', 'action': 'apt'}",
                "{'ev': 'start', 't': 1772366400.5, 'task': 'u1', 'host': 'web'}");
        assertThat(running.play()).isEqualTo("Set up");
        assertThat(running.task()).isEqualTo(new PlayProgress.Task("Install", "apt", 1));
        assertThat(running.hosts())
                .containsExactly(new PlayProgress.Host(
                        "web", 0, 0, 0, 0, 0, "Install", Instant.parse("2026-03-01T12:00:00.500Z")));

        assertThat(after("{'ev': 'ok', 'task': 'u1', 'host': 'web', 'changed': true}")
                        .hosts())
                .containsExactly(host("web", 1, 1, 0, 0, 0));
    }

    @Test
    void everyEndOfATaskIsCounted() throws IOException {
        assertThat(after(
                                "{'ev': 'failed', 'host': 'a', 'ignored': true}",
                                "{'ev': 'failed', 'host': 'a', 'ignored': false}",
                                "{'ev': 'skipped', 'host': 'a'}",
                                "{'ev': 'unreachable', 'host': 'b'}",
                                "{'ev': 'item', 'host': 'b'}")
                        .hosts())
                .containsExactly(host("a", 1, 0, 1, 0, 1), host("b", 0, 0, 0, 1, 0));
    }

    @Test
    void sumsOfAPlaybookTakeThePlaceOfWhatWasCounted() throws IOException {
        String sums =
                "{'ev': 'stats', 'hosts': {'a': {'ok': 3, 'changed': 1, 'failures': 0, 'unreachable': 0, 'skipped': 2}}}";
        assertThat(after("{'ev': 'ok', 'host': 'a'}", sums).hosts()).containsExactly(host("a", 3, 1, 0, 0, 2));
        assertThat(after("{'ev': 'ok', 'host': 'a'}").hosts()).containsExactly(host("a", 4, 1, 0, 0, 2));
        assertThat(after(sums).hosts()).containsExactly(host("a", 6, 2, 0, 0, 4));
    }

    @Test
    void hostileFileCostsNoMoreThanItsHosts() throws IOException {
        StringBuilder events =
                new StringBuilder("not json\n[1]\n{\"ev\": \"ok\"}\n{\"ev\": \"stats\", \"hosts\": 5}\n");
        for (int each = 0; each < 2_000; each++)
            events.append("{\"ev\": \"ok\", \"host\": \"h").append(each).append("\"}\n");
        events.append("{\"ev\": \"task\", \"name\": \"")
                .append("x".repeat(10_000))
                .append("\", \"action\": 7}\n");
        events.append("y".repeat(3 << 20)).append('\n');
        events.append("{\"ev\": \"play\", \"name\": \"last\"}\n{\"ev\": \"play\", \"name\": \"cut");
        Path file = Files.writeString(root.resolve("events"), events);

        PlayProgress progress = tracker.read(file);

        assertThat(progress.hosts()).hasSize(PlayProgress.MAX_HOSTS);
        assertThat(progress.task().name()).hasSize(500);
        assertThat(progress.play()).isEqualTo("last");
    }
}
