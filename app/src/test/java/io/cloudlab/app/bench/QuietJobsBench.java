package io.cloudlab.app.bench;

import io.cloudlab.app.bench.support.BenchServer;
import io.cloudlab.app.bench.support.Figures;
import io.cloudlab.app.bench.support.Sample;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.TestLab;
import io.cloudlab.core.testing.BenchTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What jobs cost that run and print nothing: processor time of the server and of all their processes. */
class QuietJobsBench {
    private static final int JOBS = BenchTable.size("jobs", 200);
    private static final int SETTLING = BenchTable.size("settling", 30);
    private static final int SECONDS = BenchTable.size("seconds", 20);
    /** Of the kernel's times; USER_HZ. */
    private static final double TICKS_PER_SECOND = 100;
    /** Of /proc/pid/stat, counted after the name: utime, stime, and the same of children that have ended. */
    private static final int FIRST_TIME = 11;

    @TempDir
    private Path directory;

    private record Cost(long server, long jobs, int processes) {}

    @Test
    void jobsThatPrintNothing() throws Exception {
        TestLab lab = TestLab.in(directory.resolve("lab"));
        for (int i = 0; i < JOBS; i++) lab.service("quiet-" + i, "echo begun\nexec sleep 600\n");
        Figures.title(
                JOBS + " quiet jobs, for " + SECONDS + " s",
                "the server has been up for " + SETTLING + " s; floor: the same server before the first job");
        RunningServer.Builder builder = RunningServer.on(directory.resolve("data"), lab.path())
                .with("CLOUDLAB_JOB_GRACE", "1s")
                .with("CLOUDLAB_MAX_JOBS", String.valueOf(JOBS));
        try (BenchServer server = BenchServer.start(builder)) {
            TimeUnit.SECONDS.sleep(SETTLING);
            Shares floor = shares(server, lab);
            for (int i = 0; i < JOBS; i++) server.deploy("quiet-" + i);
            TimeUnit.SECONDS.sleep(SETTLING);
            Shares quiet = shares(server, lab);
            BenchTable.row(
                    "processor time, of the whole machine",
                    percent(quiet.server + quiet.jobs),
                    percent(floor.server),
                    floor.server == 0 ? "" : BenchTable.ratio(quiet.server + quiet.jobs, floor.server),
                    "≤ 2 %",
                    quiet.server + quiet.jobs <= 0.02);
            BenchTable.row("of that, the server", percent(quiet.server), percent(floor.server), "");
            BenchTable.row("of that, the jobs' own processes", percent(quiet.jobs), percent(floor.jobs), "");
            BenchTable.row("processes of each job", String.valueOf(quiet.processes / JOBS), "", "");
            server.api().post("/api/services/actions/stop-all");
            for (var job : server.api().get("/api/jobs?per_page=200").body().path("jobs"))
                server.api().delete("/api/jobs/" + job.path("id").asText());
        }
    }

    /** Of the processor time of the whole machine. */
    private record Shares(double server, double jobs, int processes) {}

    private static Shares shares(BenchServer server, TestLab lab) throws Exception {
        long pid = server.running().process().pid();
        Cost before = cost(pid, lab.path().toRealPath());
        long start = System.nanoTime();
        TimeUnit.SECONDS.sleep(SECONDS);
        Cost after = cost(pid, lab.path().toRealPath());
        double machine = Sample.nanosSince(start)
                / 1e9
                * TICKS_PER_SECOND
                * Runtime.getRuntime().availableProcessors();
        return new Shares(
                (after.server - before.server) / machine, (after.jobs - before.jobs) / machine, after.processes);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    private static Cost cost(long server, Path lab) throws IOException {
        long jobs = 0;
        int processes = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
            for (Path process : all) {
                try {
                    if (!Files.readSymbolicLink(process.resolve("cwd")).startsWith(lab)) continue;
                    jobs += time(process);
                    processes++;
                } catch (IOException e) {
                    // another owner's, or it has ended: it needs nothing any more
                }
            }
        }
        return new Cost(time(Path.of("/proc", String.valueOf(server))), jobs, processes);
    }

    /** Of a process and its children that have ended, in hundredths of a second. */
    static long time(Path process) throws IOException {
        String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
        String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long time = 0;
        for (int i = FIRST_TIME; i < FIRST_TIME + 4; i++) time += Long.parseLong(words[i]);
        return time;
    }
}
