package io.cloudlab.process.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.jobs.job.HostTotals;
import io.cloudlab.core.jobs.job.PlayReport;
import io.cloudlab.core.jobs.job.PlayReport.Shortfall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlayEventsTest {
    private static final String STATS = "{\"ev\": \"stats\", \"t\": 1.5, \"pid\": 7, \"hosts\": {\"web01\": {\"ok\": 3,"
            + " \"failures\": 1, \"unreachable\": 2, \"changed\": 1, \"skipped\": 4, \"rescued\": 5, \"ignored\": 6}}}\n";

    @TempDir
    Path directory;

    private PlayReport read(String content) throws IOException {
        Path file = directory.resolve("events");
        Files.writeString(file, content);
        return PlayEvents.read(file);
    }

    @Test
    void jobWithoutPlaybooksHasNoReport() throws Exception {
        assertThat(PlayEvents.read(directory.resolve("events"))).isEqualTo(PlayReport.NONE);
        assertThat(read("")).isEqualTo(PlayReport.NONE);
    }

    @Test
    void totalsOfSeveralPlaybooksAddUp() throws Exception {
        String other = "{\"ev\":\"stats\",\"hosts\":{\"web01\":{\"ok\":1},\"localhost\":{\"ok\":2}}}\n";

        assertThat(read("{\"ev\": \"playbook\", \"file\": \"a.yaml\"}\n" + STATS + other))
                .isEqualTo(new PlayReport(
                        Map.of(
                                "web01", new HostTotals(4, 1, 1, 2, 4, 5, 6),
                                "localhost", new HostTotals(2, 0, 0, 0, 0, 0, 0)),
                        Shortfall.NONE,
                        Set.of()));
    }

    @Test
    void playWithoutHostsAndPlaybookWithoutStatsAreIdle() throws Exception {
        assertThat(read("{\"ev\":\"no_hosts\",\"pid\":7}\n" + STATS).shortfall())
                .isEqualTo(Shortfall.NO_HOSTS);
        assertThat(read("{\"ev\":\"stats\",\"hosts\":{}}\n").shortfall()).isEqualTo(Shortfall.NONE);
        assertThat(read("{\"ev\":\"ok\",\"msg\":\"no_hosts stats\"}\n" + STATS).shortfall())
                .isEqualTo(Shortfall.NONE);
    }

    @Test
    void inventoryIsMissingWhereNoPlaybookCameOfIt() throws Exception {
        String missing = "{\"ev\": \"no_inventory\", \"pid\": 7, \"file\": \"/lab/hosts\"}\n";

        assertThat(read(missing).shortfall()).isEqualTo(Shortfall.NO_INVENTORY);
        assertThat(read(missing + "{\"ev\": \"playbook\", \"pid\": 8}\n" + STATS)
                        .shortfall())
                .isEqualTo(Shortfall.NO_INVENTORY);
        String begun = "{\"ev\": \"playbook\", \"pid\": 7}\n";
        assertThat(read(missing + begun + STATS).shortfall()).isEqualTo(Shortfall.NONE);
        assertThat(read(begun + missing + STATS).shortfall()).isEqualTo(Shortfall.NONE);
    }

    @Test
    void destroyedInstancesAreKnownByTheirIds() throws Exception {
        String some = "{\"ev\":\"destroyed\",\"ids\":[\"a\",\"b\",7,null,\"" + "x".repeat(300) + "\"]}\n";
        String more =
                "{\"ev\":\"destroyed\",\"ids\":[\"c\"]}\n{\"ev\":\"destroyed\",\"ids\":\"all\"}\n{\"ev\":\"destroyed\"}\n";
        assertThat(read(some + more).destroyed()).containsExactlyInAnyOrder("a", "b", "c");
        String many = IntStream.range(0, 20_000)
                .mapToObj(each -> "\"" + each + "\"")
                .collect(Collectors.joining(",", "{\"ev\":\"destroyed\",\"ids\":[", "]}\n"));
        assertThat(read(many).destroyed()).hasSize(PlayReport.MAX_DESTROYED);
    }

    @Test
    void linesThatMakeNoSenseAreSkipped() throws Exception {
        String junk = "no_hosts\n{\"ev\":\"no_hosts\"\n[]\n\"stats\"\nstats\n{\"ev\":[\"stats\"]}\n{\"ev\":\"stats\"}\n"
                + "{\"ev\":\"stats\",\"hosts\":7}\n\u0000\u00ff\n{\"ev\":\"stats\",\"hosts\":{\"h\":{\"ok\":\"many\",\"changed\":-5,"
                + "\"failures\":99999999999}}}\n" + "{\"ev\":\"no_hosts\",\"x\":\"" + "x".repeat(1 << 20) + "\"}\n"
                + "[".repeat(100_000) + "stats\n";

        PlayReport report = read(junk + STATS + "{\"ev\":\"no_hosts\"");

        assertThat(report.shortfall()).isEqualTo(Shortfall.NONE);
        assertThat(report.hosts()).containsOnlyKeys("h", "web01");
        assertThat(report.hosts().get("h").changed()).isZero();
        assertThat(report.hosts().get("web01").ok()).isEqualTo(3);
    }

    @Test
    void hostsAndTheirNamesAreBounded() throws Exception {
        String many = IntStream.range(0, 2_000)
                .mapToObj(each -> "\"h" + each + "\":{\"ok\":1}")
                .collect(Collectors.joining(
                        ",", "{\"ev\":\"stats\",\"hosts\":{\"" + "x".repeat(300) + "\":{},", "}}\n"));

        assertThat(read(many).hosts()).hasSize(PlayReport.MAX_HOSTS).containsKey("h0");
    }

    @Test
    void linkIsNotFollowed() throws Exception {
        Path elsewhere = Files.writeString(directory.resolve("elsewhere"), STATS);
        Path link = Files.createSymbolicLink(directory.resolve("events"), elsewhere);

        assertThat(PlayEvents.read(link)).isEqualTo(PlayReport.NONE);
    }
}
