package io.cloudlab.process.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.core.jobs.log.LogChunk;
import io.cloudlab.core.vault.Redactor;
import io.cloudlab.process.JobOptions;
import io.cloudlab.process.ProcessJobs;
import io.cloudlab.process.job.JobFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LargeLogTest {
    private static final JobId JOB = new JobId("0f3c9a1e");
    private static final int MIB = 1 << 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @TempDir
    Path root;

    private ProcessJobs jobs;
    private JobFolder folder;

    @BeforeEach
    void open() {
        jobs = ProcessJobs.open(root.resolve("jobs"), root, JobOptions.DEFAULT.withFreeShare(0));
        jobs.log().create(JOB);
        folder = new JobFolder(root.resolve("jobs/" + JOB));
    }

    @AfterEach
    void close() {
        jobs.close();
    }

    @Test
    void lineOf300MillionBytesTakesBoundedMemory() throws IOException {
        byte[] block = new byte[MIB];
        Arrays.fill(block, (byte) 'x');
        write(block, 300);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        assertThat(jobs.log().state(JOB).lines()).isBetween(300L * 64 - 2, 300L * 64);
        assertThat(jobs.log().read(JOB, 10_000, 2, 100_000, Redactor.NONE).lines())
                .containsExactly("x".repeat(JobLog.MAX_LINE_LENGTH), "x".repeat(JobLog.MAX_LINE_LENGTH));
        assertThat(jobs.log().search(JOB, "y", 0, 1, Redactor.NONE).next()).isPositive();
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(200 * MIB);
        try (JobLog.Cursor cursor = jobs.log().follow(JOB, 5_000, Redactor.NONE, () -> {})) {
            LogChunk chunk = cursor.next(64 * 1024);
            assertThat(chunk.count()).isBetween(1, 4);
            assertThat(chunk.bytes().length).isLessThan(70 * 1024);
        }
    }

    @Test
    void binaryJunkIsKeptByteForByte() throws Exception {
        byte[] junk = new byte[20 * MIB];
        new Random(7).nextBytes(junk);
        write(junk, 1);
        long lines = jobs.log().finish(JOB, List.of()).lines();
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream raw = jobs.log().raw(JOB, Redactor.NONE);
                OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            assertThat(raw.transferTo(sink)).isEqualTo(junk.length);
        }
        assertThat(digest.digest())
                .isEqualTo(MessageDigest.getInstance("SHA-256").digest(junk));
        try (JobLog.Cursor cursor = jobs.log().follow(JOB, 0, Redactor.NONE, () -> {})) {
            long counted = 0;
            for (LogChunk chunk; !(chunk = cursor.next(64 * 1024)).isEmpty(); counted += chunk.count()) {
                assertThat(chunk.firstLine()).isEqualTo(counted);
            }
            assertThat(counted).isEqualTo(lines);
        }
    }

    @Test
    void readersAgreeOnTheLinesWhereverTheyBegin() throws IOException {
        Random random = new Random(11);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3_000; i++) {
            int length = random.nextInt(20) == 0 ? random.nextInt(40_000) : random.nextInt(120);
            text.append("☃é".repeat(length / 5)).append(i).append('\n');
        }
        write(text.toString().getBytes(StandardCharsets.UTF_8), 1);
        List<String> all = new ArrayList<>();
        try (JobLog.Cursor cursor = jobs.log().follow(JOB, 0, Redactor.NONE, () -> {})) {
            jobs.log().state(JOB);
            for (LogChunk chunk; !(chunk = cursor.next(5_000)).isEmpty(); ) all.addAll(chunk.lines());
        }
        assertThat(all).hasSize((int) jobs.log().state(JOB).lines()).noneMatch(line -> line.contains("\ufffd"));
        for (int i = 0; i < 300; i++) {
            int from = random.nextInt(all.size());
            List<String> window =
                    jobs.log().read(JOB, from, 7, MIB, Redactor.NONE).lines();
            assertThat(window).isEqualTo(all.subList(from, Math.min(from + 7, all.size())));
        }
    }

    @Test
    void restartGoesOnWhereTheIndexEnds() throws IOException {
        byte[] block =
                "DEPLOYMENT_ID=early\n0123456789012345678901234567890123456789\n".getBytes(StandardCharsets.US_ASCII);
        write(block, 100_000);
        JobLog.State before = jobs.log().state(JOB);
        jobs.close();
        open();
        byte[] unread = new byte[MIB];
        Arrays.fill(unread, (byte) '\n');
        overwriteStart(unread); // whoever counted anew would count these
        assertThat(jobs.log().state(JOB)).isEqualTo(before);
        assertThat(before.deploymentId()).isEqualTo("early");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 30, 99_995})
    void logThatAnotherProcessHasCutIsReadAnew(long kept) throws IOException {
        write("0123456789\n".getBytes(StandardCharsets.US_ASCII), 100_000);
        try (JobLog.Cursor cursor = jobs.log().follow(JOB, 0, Redactor.NONE, () -> {})) {
            assertThat(jobs.log().state(JOB).lines()).isEqualTo(100_000);
            while (!cursor.next(MIB).isEmpty()) {
                // to the end
            }
            try (var spool = FileChannel.open(folder.spool(), StandardOpenOption.WRITE)) {
                spool.truncate(11 * kept);
            }
            assertThat(jobs.log().state(JOB).lines()).isEqualTo(kept);
            write("more\n".getBytes(StandardCharsets.US_ASCII), 2);
            assertThat(jobs.log().state(JOB).lines()).isEqualTo(kept + 2);
            List<String> lines = new ArrayList<>();
            for (LogChunk chunk; !(chunk = cursor.next(MIB)).isEmpty(); ) lines.addAll(chunk.lines());
            assertThat(lines).hasSize((int) kept + 2).endsWith("more", "more");
            assertThat(jobs.log().read(JOB, kept, 5, 1000, Redactor.NONE).lines())
                    .containsExactly("more", "more");
            try (InputStream raw = jobs.log().raw(JOB, Redactor.NONE)) {
                assertThat(raw.readAllBytes()).hasSize((int) (11 * kept + 10));
            }
        }
    }

    @Test
    void finishedLogIsOpenedWithoutReadingIt() throws IOException {
        write("line\n".getBytes(StandardCharsets.US_ASCII), 1_000_000);
        JobLog.State finished = jobs.log().finish(JOB, List.of("end"));
        jobs.close();
        open();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        assertThat(jobs.log().state(JOB)).isEqualTo(finished);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(200_000);
        assertThat(jobs.log().read(JOB, 1_000_000, 5, 1000, Redactor.NONE).lines())
                .containsExactly("end");
    }

    @Test
    void indexThatDoesNotFitIsMadeAnew() throws IOException {
        write("line\n".getBytes(StandardCharsets.US_ASCII), 100_000);
        assertThat(jobs.log().state(JOB).lines()).isEqualTo(100_000);
        jobs.close();
        Files.write(folder.index(), new byte[] {0, 0, 0, 0, 9, 9, 9, 9, 0, 0, 0, 0, 9, 9, 9, 9, 1});
        open();
        assertThat(jobs.log().state(JOB).lines()).isEqualTo(100_000);
        assertThat(jobs.log().read(JOB, 99_999, 5, 1000, Redactor.NONE).lines()).containsExactly("line");
    }

    @Test
    void readersOfOneLogShareWhatIsRead() throws IOException {
        write("0123456789\n".getBytes(StandardCharsets.US_ASCII), 100_000);
        jobs.log().finish(JOB, List.of());
        try (JobLog.Cursor one = jobs.log().follow(JOB, 0, Redactor.NONE, () -> {});
                JobLog.Cursor two = jobs.log().follow(JOB, 17, Redactor.NONE, () -> {})) {
            one.next(64 * 1024);
            two.next(64 * 1024);
            for (int i = 0; i < 5; i++) assertThat(one.next(64 * 1024)).isSameAs(two.next(64 * 1024));
        }
    }

    @Test
    void searchDoesALimitedAmountOfWorkAndGoesOn() throws IOException {
        byte[] block = "0123456789abcde\n".repeat(65_536).getBytes(StandardCharsets.US_ASCII);
        write(block, 70);
        write("needle\n".getBytes(StandardCharsets.US_ASCII), 1);
        JobLog.Found found = jobs.log().search(JOB, "NEEDLE", 0, 5, Redactor.NONE);
        assertThat(found.lines()).isEmpty();
        assertThat(found.next()).isBetween(63L * 65_536, 66L * 65_536);
        found = jobs.log().search(JOB, "NEEDLE", found.next(), 5, Redactor.NONE);
        assertThat(found).isEqualTo(new JobLog.Found(List.of(new JobLog.Line(70L * 65_536, "needle")), -1));
    }

    @Test
    void interruptedReaderDisturbsNobodyElse() throws Exception {
        write("line\n".getBytes(StandardCharsets.US_ASCII), 100_000);
        try (JobLog.Cursor cursor = jobs.log().follow(JOB, 0, Redactor.NONE, () -> {})) {
            Thread interrupted = new Thread(() -> {
                Thread.currentThread().interrupt();
                try {
                    jobs.log().read(JOB, 0, 10, 1000, Redactor.NONE);
                } catch (io.cloudlab.core.shared.Unavailable e) {
                    // its own channel was closed under it
                }
            });
            interrupted.start();
            interrupted.join();
            assertThat(cursor.next(1000).isEmpty()).isFalse();
            assertThat(jobs.log().state(JOB).lines()).isEqualTo(100_000);
        }
    }

    private void write(byte[] block, int times) throws IOException {
        try (OutputStream spool = Files.newOutputStream(folder.spool(), StandardOpenOption.APPEND)) {
            byte[] many = block;
            int left = times;
            if (block.length < 1000) {
                many = new byte[block.length * 1000];
                for (int i = 0; i < 1000; i++) System.arraycopy(block, 0, many, i * block.length, block.length);
                for (; left >= 1000; left -= 1000) spool.write(many);
            }
            for (; left > 0; left--) spool.write(block);
        }
    }

    private void overwriteStart(byte[] bytes) throws IOException {
        try (var spool = Files.newByteChannel(folder.spool(), StandardOpenOption.WRITE)) {
            spool.write(java.nio.ByteBuffer.wrap(bytes));
        }
    }
}
