package io.cloudlab.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.app.bench.support.BenchServer;
import io.cloudlab.app.bench.support.Figures;
import io.cloudlab.app.bench.support.LineCount;
import io.cloudlab.app.bench.support.ProcessMemory;
import io.cloudlab.app.bench.support.Sample;
import io.cloudlab.app.bench.support.Scripts;
import io.cloudlab.app.bench.support.SocketViewer;
import io.cloudlab.app.e2e.TestLab;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Output of the unpleasant kinds, watched and downloaded, against a heap of 128 MB. */
class MemoryBench {
    private static final String GIBIBYTE = "yes " + Scripts.HUNDRED_BYTES + " | head -c 1073741824";
    private static final String LONG_LINE = "head -c 300000000 /dev/zero | tr '\\0' x";
    private static final String JUNK =
            "openssl enc -aes-128-ctr -K 00 -iv 00 -in /dev/zero 2>/dev/null | head -c 268435456";

    @TempDir
    private Path directory;

    @Test
    void heapStaysSmallWhateverComes() throws Exception {
        Figures.title("Memory: output of every kind, -Xmx128m");
        measure("1 GiB in lines of 100 B", GIBIBYTE);
        measure("300 MB without a newline", LONG_LINE);
        measure("256 MiB of binary junk", JUNK);
    }

    private void measure(String what, String script) throws Exception {
        Path own = directory.resolve(Integer.toHexString(what.hashCode()));
        TestLab lab = TestLab.in(own.resolve("lab")).service("big", script + "\n");
        Path log = own.resolve("gc.log");
        try (BenchServer server = BenchServer.start(own, lab, "-Xmx128m", "-Xlog:gc:file=" + log)) {
            LineCount count = new LineCount(0);
            long start = System.nanoTime();
            String job = server.deploy("big");
            try (SocketViewer viewer = server.view(job, count)) {
                viewer.readUntil(count::isDone);
            }
            double seconds = Sample.nanosSince(start) / 1e9;
            JsonNode ended = server.job(job);
            assertThat(ended.path("status").asText()).isEqualTo("completed");
            assertThat(download(server, job)).as("SHA-256 of the download").isEqualTo(expected(lab));
            ProcessMemory.Heap heap = ProcessMemory.heap(log);
            Figures.within(
                    what + ": deploy to done at the viewer",
                    String.format(
                            Locale.ROOT,
                            "%.1f s, %,d MB to the viewer; heap at most %d MB, %d MB after a collection; resident %d MB",
                            seconds,
                            count.bytes() / 1_000_000,
                            heap.before(),
                            heap.after(),
                            ProcessMemory.resident(server.running().process(), "VmHWM")),
                    "",
                    "heap < 128 MB, download equal",
                    true);
        }
    }

    private static String download(BenchServer server, String job) throws Exception {
        return sha256(server.api().stream("/api/jobs/" + job + "/output/raw"));
    }

    /** Of the first lines the system writes, and of the script's own bytes. */
    private static String expected(TestLab lab) throws Exception {
        return sha256(new ProcessBuilder(
                        "bash",
                        "-c",
                        "echo '--- Running deploy.sh for big ---'; echo '$ bash deploy.sh'; bash \"$0\"",
                        Scripts.of(lab, "big").toString())
                .start()
                .getInputStream());
    }

    private static String sha256(InputStream bytes) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (DigestInputStream input = new DigestInputStream(bytes, digest)) {
            byte[] buffer = new byte[1 << 16];
            while (input.read(buffer) >= 0) {
                // the digest takes it
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
