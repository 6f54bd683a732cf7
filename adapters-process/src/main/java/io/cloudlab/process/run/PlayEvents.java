package io.cloudlab.process.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cloudlab.core.jobs.job.HostTotals;
import io.cloudlab.core.jobs.job.PlayReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads what playbooks have written down through the lab's plugins: a JSON object a line, {@code ev} naming the
 * event. The file is the job's own, so nothing in it is relied on: lines that are no such object are skipped. See
 * {@link EventLines}.
 */
final class PlayEvents {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final int MAX_NAME_LENGTH = 253;
    private static final int MAX_PROCESSES = 10_000;
    private static final Pattern TAKEN =
            Pattern.compile("\"ev\": ?\"(no_hosts|no_inventory|playbook|destroyed|stats)\"");

    private final Map<String, HostTotals> hosts = new TreeMap<>();
    private final Set<String> destroyed = new HashSet<>();
    private final Set<Long> unread = new HashSet<>();
    private final Set<Long> begun = new HashSet<>();
    private boolean idle;

    private PlayEvents() {}

    /** {@link PlayReport#NONE} if there is no such file. */
    static PlayReport read(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) return PlayReport.NONE;
        PlayEvents events = new PlayEvents();
        try (InputStream in = Channels.newInputStream(
                Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)))) {
            events.read(in);
        }
        return new PlayReport(events.hosts, events.shortfall(), events.destroyed);
    }

    private PlayReport.Shortfall shortfall() {
        if (!unread.isEmpty()) return PlayReport.Shortfall.NO_INVENTORY;
        return idle ? PlayReport.Shortfall.NO_HOSTS : PlayReport.Shortfall.NONE;
    }

    private void read(InputStream in) throws IOException {
        EventLines lines = new EventLines(this::take);
        byte[] buffer = new byte[64 * 1024];
        for (int read; !lines.isFull() && (read = in.read(buffer)) > 0; ) lines.take(buffer, read);
    }

    private void take(String line) {
        if (!TAKEN.matcher(line).find()) return; // by far most events
        try {
            JsonNode event = MAPPER.readTree(line);
            if (event == null) return;
            switch (event.path("ev").asText()) {
                case "no_hosts" -> idle = true;
                case "no_inventory" -> noInventory(event.path("pid").asLong());
                case "playbook" -> playbook(event.path("pid").asLong());
                case "destroyed" -> event.path("ids").forEach(this::destroyed);
                case "stats" -> stats(event.path("hosts"));
                default -> {}
            }
        } catch (JsonProcessingException e) {
            // the process that wrote it was killed
        }
    }

    private void stats(JsonNode sums) {
        if (!sums.isObject()) return;
        sums.properties().forEach(host -> {
            String name = host.getKey();
            boolean room = hosts.containsKey(name) || hosts.size() < PlayReport.MAX_HOSTS;
            if (room && name.length() <= MAX_NAME_LENGTH) hosts.merge(name, totals(host.getValue()), HostTotals::plus);
        });
    }

    private void noInventory(long process) {
        if (!begun.contains(process) && unread.size() < MAX_PROCESSES) unread.add(process);
    }

    /** It had another inventory; what it reads again later does not matter. */
    private void playbook(long process) {
        unread.remove(process);
        if (begun.size() < MAX_PROCESSES) begun.add(process);
    }

    private void destroyed(JsonNode id) {
        boolean room = destroyed.size() < PlayReport.MAX_DESTROYED;
        if (room && id.isTextual() && id.asText().length() <= MAX_NAME_LENGTH) destroyed.add(id.asText());
    }

    private static HostTotals totals(JsonNode sums) {
        return new HostTotals(
                number(sums, "ok"),
                number(sums, "changed"),
                number(sums, "failures"),
                number(sums, "unreachable"),
                number(sums, "skipped"),
                number(sums, "rescued"),
                number(sums, "ignored"));
    }

    private static int number(JsonNode sums, String name) {
        return Math.max(0, Math.min(sums.path(name).asInt(), 1_000_000));
    }
}
