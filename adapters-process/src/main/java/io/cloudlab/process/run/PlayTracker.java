package io.cloudlab.process.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cloudlab.core.jobs.job.PlayProgress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Follows what the playbooks of one job write down, and reads each time only what is new. Its size depends on the hosts, not on how
 * much there is. Thread-safe.
 */
final class PlayTracker {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Pattern TAKEN =
            Pattern.compile("\"ev\": ?\"(play|task|start|ok|failed|skipped|unreachable|stats)\"");
    private static final int MAX_NAME_LENGTH = 253;
    private static final int MAX_TEXT_LENGTH = 500;
    private static final int MAX_TASKS = 1_000;

    private final byte[] buffer = new byte[64 * 1024];
    private final EventLines lines = new EventLines(this::take);
    private final Map<String, Counts> ended = new TreeMap<>();
    private final Map<String, Counts> current = new TreeMap<>();
    private final Map<String, String> tasks = new LinkedHashMap<>();
    private long position;
    private int began;
    private @Nullable String play;
    private PlayProgress.@Nullable Task task;

    /** What has been done on a host. */
    private static final class Counts {
        private int ok;
        private int changed;
        private int failed;
        private int unreachable;
        private int skipped;
        private @Nullable String now;
        private @Nullable Instant since;
    }

    /** @param file need not be there */
    synchronized PlayProgress read(Path file) throws IOException {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            try (SeekableByteChannel channel =
                    Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
                channel.position(position);
                for (int read; !lines.isFull() && (read = channel.read(ByteBuffer.wrap(buffer))) > 0; ) {
                    position += read;
                    lines.take(buffer, read);
                }
            }
        }
        return progress();
    }

    private PlayProgress progress() {
        Set<String> names = new TreeSet<>(ended.keySet());
        names.addAll(current.keySet());
        List<PlayProgress.Host> hosts = new ArrayList<>();
        for (String name : names) {
            if (hosts.size() == PlayProgress.MAX_HOSTS) break;
            Counts before = ended.getOrDefault(name, new Counts());
            Counts with = current.getOrDefault(name, new Counts());
            hosts.add(new PlayProgress.Host(
                    name,
                    before.ok + with.ok,
                    before.changed + with.changed,
                    before.failed + with.failed,
                    before.unreachable + with.unreachable,
                    before.skipped + with.skipped,
                    with.now,
                    with.since));
        }
        return new PlayProgress(play, task, hosts);
    }

    private void take(String line) {
        if (!TAKEN.matcher(line).find()) return;
        try {
            JsonNode event = MAPPER.readTree(line);
            if (event == null) return;
            switch (event.path("ev").asText()) {
                case "play" -> play = text(event.path("name"));
                case "task" -> task(event);
                case "start" -> start(event);
                case "ok", "failed", "skipped", "unreachable" -> done(event);
                case "stats" -> stats(event.path("hosts"));
                default -> {}
            }
        } catch (JsonProcessingException e) {
            // the process that wrote it was killed
        }
    }

    private void task(JsonNode event) {
        String name = text(event.path("name"));
        task = new PlayProgress.Task(name, text(event.path("action")), ++began);
        if (tasks.size() == MAX_TASKS) tasks.remove(tasks.keySet().iterator().next());
        tasks.put(event.path("task").asText(), name);
    }

    private void start(JsonNode event) {
        Counts host = host(event);
        if (host == null) return;
        host.now = tasks.get(event.path("task").asText());
        host.since = Instant.ofEpochMilli((long) (event.path("t").asDouble() * 1_000));
    }

    private void done(JsonNode event) {
        Counts host = host(event);
        if (host == null) return;
        host.now = null;
        host.since = null;
        switch (event.path("ev").asText()) {
            case "ok" -> host.ok++;
            case "skipped" -> host.skipped++;
            case "unreachable" -> host.unreachable++;
            default -> {
                if (event.path("ignored").asBoolean()) host.ok++;
                else host.failed++;
            }
        }
        if (event.path("changed").asBoolean()) host.changed++;
    }

    /** The sums of a playbook take the place of what was counted in it. */
    private void stats(JsonNode sums) {
        if (!sums.isObject()) return;
        current.clear();
        sums.properties().forEach(each -> {
            Counts host = in(ended, each.getKey());
            if (host == null) return;
            host.ok += number(each.getValue(), "ok");
            host.changed += number(each.getValue(), "changed");
            host.failed += number(each.getValue(), "failures");
            host.unreachable += number(each.getValue(), "unreachable");
            host.skipped += number(each.getValue(), "skipped");
        });
    }

    private @Nullable Counts host(JsonNode event) {
        return in(current, event.path("host").asText());
    }

    private static @Nullable Counts in(Map<String, Counts> hosts, String name) {
        boolean room = hosts.containsKey(name) || hosts.size() < PlayProgress.MAX_HOSTS;
        return room && !name.isEmpty() && name.length() <= MAX_NAME_LENGTH
                ? hosts.computeIfAbsent(name, absent -> new Counts())
                : null;
    }

    private static String text(JsonNode value) {
        String text = value.asText();
        return text.length() <= MAX_TEXT_LENGTH ? text : text.substring(0, MAX_TEXT_LENGTH);
    }

    private static int number(JsonNode sums, String name) {
        return Math.max(0, Math.min(sums.path(name).asInt(), 1_000_000));
    }
}
