package io.cloudlab.app.bench;

import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.TestLab;
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
    private static final int JOBS = 200;
    private static final int SETTLING = 30;
    private static final int SECONDS = 20;
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
        Figures.title(JOBS + " quiet jobs");
        RunningServer.Builder builder = RunningServer.on(directory.resolve("data"), lab.path())
                .with("CLOUDLAB_JOB_GRACE", "1s")
                .with("CLOUDLAB_MAX_JOBS", String.valueOf(JOBS));
        try (BenchServer server = BenchServer.start(builder)) {
            for (int i = 0; i < JOBS; i++) server.deploy("quiet-" + i);
            TimeUnit.SECONDS.sleep(SETTLING);
            Cost before = cost(server.running().process().pid(), lab.path().toRealPath());
            long start = System.nanoTime();
            TimeUnit.SECONDS.sleep(SECONDS);
            Cost after = cost(server.running().process().pid(), lab.path().toRealPath());
            double machine = Sample.nanosSince(start)
                    / 1e9
                    * TICKS_PER_SECOND
                    * Runtime.getRuntime().availableProcessors();
            double share = (after.server - before.server + after.jobs - before.jobs) / machine;
            Figures.within("processor time, of the whole machine", percent(share), "", "≤ 2 %", share <= 0.02);
            Figures.note("of that, the server", percent((after.server - before.server) / machine));
            Figures.note("processes of each job", String.valueOf(after.processes / JOBS));
            server.api().post("/api/services/actions/stop-all");
            for (var job : server.api().get("/api/jobs?per_page=200").body().path("jobs"))
                server.api().delete("/api/jobs/" + job.path("id").asText());
        }
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

    private static long time(Path process) throws IOException {
        String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
        String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        long time = 0;
        for (int i = FIRST_TIME; i < FIRST_TIME + 4; i++) time += Long.parseLong(words[i]);
        return time;
    }
}
