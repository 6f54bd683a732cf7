package io.cloudlab.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.app.bench.support.Figures;
import io.cloudlab.app.bench.support.ProcessMemory;
import io.cloudlab.app.bench.support.Sample;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.TestLab;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From {@code java -jar} to the first answer, and the memory of a server nobody uses. */
class StartBench {
    private static final int RUNS = 7;
    private static final int IDLE_SECONDS = 10;

    @TempDir
    private Path directory;

    @Test
    void startAndIdleMemory() throws Exception {
        TestLab lab = TestLab.in(directory.resolve("lab")).service("hello", "echo done\n");
        List<Long> memory = new ArrayList<>();
        Sample fresh = new Sample();
        Sample again = new Sample();
        for (int i = 0; i <= RUNS; i++) {
            Path data = directory.resolve("data-" + i);
            long first = start(data, lab, null);
            long second = start(data, lab, memory);
            if (i == 0) continue;
            fresh.add(first);
            again.add(second);
        }
        Figures.title("Start and idle memory");
        start("start to the first answer, median", again);
        start("the same on an empty data directory, median", fresh);
        long resident = memory.stream().sorted().toList().get(memory.size() / 2);
        Figures.within(
                "resident memory after " + IDLE_SECONDS + " s idle", resident + " MB", "", "≤ 200 MB", resident <= 200);
    }

    private static void start(String what, Sample sample) throws Exception {
        Figures.within(what, Sample.seconds(sample.median()), "", "≤ 2 s", sample.median() <= 2_000);
    }

    private static long start(Path data, TestLab lab, List<Long> memory) throws Exception {
        long start = System.nanoTime();
        try (RunningServer server =
                RunningServer.on(data, lab.path()).asShipped().start()) {
            Api.Answer answer = new Api(server.address(), "").get("/health");
            long nanos = Sample.nanosSince(start);
            assertThat(answer.status()).isEqualTo(200);
            if (memory != null) {
                TimeUnit.SECONDS.sleep(IDLE_SECONDS);
                memory.add(ProcessMemory.resident(server.process(), "VmRSS"));
            }
            return nanos;
        }
    }
}
