package io.cloudlab.process.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.core.jobs.log.LogChunk;
import io.cloudlab.core.vault.Redactor;
import io.cloudlab.process.JobOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class QuotaTest {
    private static final int MIB = 1 << 20;
    private static final int LINES = 60_000;
    /** 100 bytes a line, with its number; then waits until the middle has been removed, and prints some more. */
    private static final String LOUD = "pad=$(printf '%092d' 0); for ((i = 0; i < " + LINES
            + "; i++)); do printf '%06d %s\\n' $i $pad; done;"
            + " until [ -s \"$1/gap\" ]; do sleep 0.1; done; sleep 0.5; echo last; exit 7";

    @TempDir
    Path root;

    private JobsOnDisk here;

    @BeforeEach
    void open() throws Exception {
        here = new JobsOnDisk(root, JobOptions.DEFAULT.withQuota(MIB));
    }

    @AfterEach
    void close() {
        here.close();
    }

    private JobsOnDisk.Run loud() {
        JobsOnDisk.Run run = here.accept();
        here.start(
                run,
                List.of(List.of(
                        "bash", "-c", LOUD, "loud", here.folder(run).path().toString())),
                java.util.Map.of());
        return run;
    }

    @Test
    void middleIsLeftOutAndTheLinesKeepTheirNumbers() throws Exception {
        JobsOnDisk.Run run = loud();
        assertThat(run.code()).isEqualTo(7);
        JobLog.State state = here.log().finish(run.id, List.of("end"));
        assertThat(state.lines()).isEqualTo(1 + LINES + 2);
        assertThat(bytesOnDisk(run)).isLessThan(MIB);
        assertHeadNoteAndTail(read(run), state);

        here.restart();
        assertThat(here.log().state(run.id)).isEqualTo(state);
        assertHeadNoteAndTail(read(run), state);
        long missing = read(run).stream()
                        .filter(QuotaTest::isNote)
                        .findFirst()
                        .orElseThrow()
                        .nextLine()
                - 10;
        assertThat(here.log().read(run.id, missing, 1, 1000, Redactor.NONE).firstLine())
                .isEqualTo(missing + 10);
    }

    @Test
    void rawBytesSayWhatIsMissing() throws Exception {
        JobsOnDisk.Run run = loud();
        assertThat(run.code()).isEqualTo(7);
        here.log().finish(run.id, List.of());
        try (InputStream raw = here.log().raw(run.id, Redactor.of(List.of("secret")))) {
            List<String> lines = new String(raw.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(lines)
                    .filteredOn(line -> line.contains("bytes left out: the output grew over its limit"))
                    .hasSize(1);
            assertThat(lines).noneMatch(line -> line.indexOf('\0') >= 0);
            assertThat(lines.get(1)).startsWith("000000 ");
            assertThat(lines.get(lines.size() - 1)).isEqualTo("last");
        }
        assertThat(here.log().search(run.id, "left out", 0, 10, Redactor.NONE).lines())
                .hasSize(1);
    }

    @Test
    void quotaHoldsWhileTheServerIsDown() throws Exception {
        JobsOnDisk.Run run = loud();
        here.restart();
        Awaitility.await().until(() -> here.folder(run).ending(run.nonce).isPresent());
        assertThat(bytesOnDisk(run)).isLessThan(MIB);
        run.attach();
        assertThat(run.code()).isEqualTo(7);
        JobLog.State state = here.log().finish(run.id, List.of("end"));
        assertThat(state.lines()).isEqualTo(1 + LINES + 2);
        assertHeadNoteAndTail(read(run), state);
    }

    @Test
    void followerOfALoudJobPassesOverTheHole() throws Exception {
        JobsOnDisk.Run run = here.accept();
        Semaphore woken = new Semaphore(1);
        try (JobLog.Cursor cursor = here.log().follow(run.id, 0, Redactor.NONE, woken::release)) {
            here.start(
                    run,
                    List.of(List.of(
                            "bash", "-c", LOUD, "loud", here.folder(run).path().toString())),
                    java.util.Map.of());
            List<LogChunk> chunks = new ArrayList<>();
            while (chunks.isEmpty() || chunks.get(chunks.size() - 1).nextLine() < 30_000) {
                assertThat(woken.tryAcquire(40, TimeUnit.SECONDS)).isTrue();
                for (LogChunk chunk; !(chunk = cursor.next(64 * 1024)).isEmpty(); ) chunks.add(chunk);
            }
            assertThat(run.code()).isEqualTo(7);
            here.log().finish(run.id, List.of());
            for (LogChunk chunk; !(chunk = cursor.next(64 * 1024)).isEmpty(); ) chunks.add(chunk);
            assertThat(cursor.atEnd()).isTrue();
            assertConsecutive(chunks);
        }
    }

    private List<LogChunk> read(JobsOnDisk.Run run) {
        List<LogChunk> chunks = new ArrayList<>();
        try (JobLog.Cursor cursor = here.log().follow(run.id, 0, Redactor.NONE, () -> {})) {
            for (LogChunk chunk; !(chunk = cursor.next(64 * 1024)).isEmpty(); ) chunks.add(chunk);
            assertThat(cursor.atEnd()).isTrue();
        }
        return chunks;
    }

    private static void assertHeadNoteAndTail(List<LogChunk> chunks, JobLog.State state) {
        assertThat(chunks).filteredOn(QuotaTest::isNote).hasSize(1);
        assertConsecutive(chunks);
        LogChunk last = chunks.get(chunks.size() - 1);
        assertThat(last.lines()).endsWith("last", "end");
        assertThat(last.nextLine()).isEqualTo(state.lines());
    }

    /** Every line stands at its own number: line n says n - 1, as the announcement is line 0. */
    private static void assertConsecutive(List<LogChunk> chunks) {
        long next = 0;
        for (LogChunk chunk : chunks) {
            assertThat(chunk.firstLine()).isEqualTo(next);
            next = chunk.nextLine();
            if (isNote(chunk)) continue;
            assertThat(next).isEqualTo(chunk.firstLine() + chunk.count());
            for (int i = 0; i < chunk.count(); i++) {
                long number = chunk.firstLine() + i;
                if (number > 0 && number <= LINES)
                    assertThat(chunk.lines().get(i)).startsWith(String.format("%06d ", number - 1));
                if (i == 3) break; // the first few of each chunk tell
            }
        }
    }

    private static boolean isNote(LogChunk chunk) {
        return chunk.count() == 1 && chunk.lines().get(0).contains("bytes left out: the output grew over its limit]");
    }

    private long bytesOnDisk(JobsOnDisk.Run run) throws IOException, InterruptedException {
        Process du = new ProcessBuilder("du", "-B1", here.folder(run).spool().toString()).start();
        try (var lines = du.inputReader()) {
            return Long.parseLong(lines.readLine().split("\t")[0]);
        } finally {
            du.waitFor();
            assertThat(Files.size(here.folder(run).spool())).isGreaterThan(5L * MIB);
        }
    }
}
