package io.cloudlab.core.testing.contract.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.core.jobs.log.JobLog.State;
import io.cloudlab.core.jobs.log.LogChunk;
import io.cloudlab.core.vault.Redactor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link JobLog} does. See {@link JobLogProbe}. */
public interface JobLogContract extends JobLogMaskingContract, JobLogOpenLineContract {
    @Test
    default void unknownLogIsEmpty() throws IOException {
        assertThat(log().state(JOB)).isEqualTo(State.EMPTY);
        assertThat(lines()).isEmpty();
        assertThat(log().tail(JOB, 5, Redactor.NONE)).isEmpty();
        assertThat(raw(Redactor.NONE)).isEmpty();
        assertThat(log().search(JOB, "x", 0, 10, Redactor.NONE).lines()).isEmpty();
        assertThat(log().search(JOB, "x", 0, 10, Redactor.NONE).next()).isEqualTo(-1);
    }

    @Test
    default void finishedLogsAreToldByTheTimeTheyWereFinished() {
        Instant before = Instant.now().minusSeconds(60);
        Instant later = Instant.now().plusSeconds(60);
        JobId other = new JobId("0000000a");
        log().create(JOB);
        log().create(other);
        print("x\n");
        log().finish(JOB, List.of());

        List<JobId> found = new ArrayList<>();
        log().finishedBefore(before, found::add);
        assertThat(found).as("too young").isEmpty();
        log().finishedBefore(later, found::add);
        assertThat(found).as("the other one goes on").containsExactly(JOB);
        log().finish(other, List.of());
        log().finishedBefore(later, each -> log().delete(each));
        found.clear();
        log().finishedBefore(later, found::add);
        assertThat(found).isEmpty();
    }

    @Test
    default void creatingAgainChangesNothing() {
        log().create(JOB);
        log().append(JOB, "kept");
        log().create(JOB);
        assertThat(lines()).containsExactly("kept");
    }

    @Test
    default void lineEndsWithLineFeedAndOneCarriageReturnBeforeIt() {
        log().create(JOB);
        print("a\r\nb\r\r\n\n\r\nc\rd\n");
        assertThat(lines()).containsExactly("a", "b\r", "", "", "c\rd");
        assertThat(log().state(JOB)).isEqualTo(new State(5, 14, false, null));
    }

    @Test
    default void lastLineWithoutEndIsALineOnceTheLogIsFinished() {
        log().create(JOB);
        print("whole\nrest");
        assertThat(lines()).containsExactly("whole");
        assertThat(log().state(JOB).lines()).isEqualTo(1);
        assertThat(log().finish(JOB, List.of())).isEqualTo(new State(2, 10, true, null));
        assertThat(lines()).containsExactly("whole", "rest");
        assertThat(log().tail(JOB, 5, Redactor.NONE)).containsExactly("whole", "rest");
    }

    @Test
    default void longLineIsSplitBetweenCharacters() {
        log().create(JOB);
        String almost = "a".repeat(KIB_16 - 1);
        print(almost + "x\n" + almost + "x\r\n" + almost + "é☃\n" + almost + "xy\n" + "b".repeat(2 * KIB_16) + "\n");
        assertThat(lines())
                .containsExactly(
                        almost + "x",
                        almost + "x",
                        almost,
                        "é☃",
                        almost + "x",
                        "y",
                        "b".repeat(KIB_16),
                        "b".repeat(KIB_16));
    }

    @Test
    default void bytesThatAreNotTextAreKeptAndShownAsReplacements() throws IOException {
        log().create(JOB);
        byte[] junk = {'a', (byte) 0xff, (byte) 0xc3, '\n', 0, (byte) 0x80, '\n'};
        print(JOB, junk);
        assertThat(lines()).containsExactly("a\ufffd\ufffd", "\0\ufffd");
        assertThat(raw(Redactor.NONE)).isEqualTo(new String(junk, StandardCharsets.ISO_8859_1));
    }

    @Test
    default void windowHoldsTheLinesAskedForAndAtLeastOne() {
        log().create(JOB);
        print("0\n1\n2\n3\n4\n");
        LogChunk window = log().read(JOB, 1, 2, 1000, Redactor.NONE);
        assertThat(window.lines()).containsExactly("1", "2");
        assertThat(window.firstLine()).isEqualTo(1);
        assertThat(window.nextLine()).isEqualTo(3);
        assertThat(log().read(JOB, 3, 100, 1, Redactor.NONE).lines()).containsExactly("3");
        assertThat(log().read(JOB, 5, 100, 1000, Redactor.NONE)).isEqualTo(LogChunk.empty(5));
        assertThat(log().read(JOB, 500, 100, 1000, Redactor.NONE).isEmpty()).isTrue();
    }

    @Test
    default void windowsAndCursorsTellTheSameLinesOfALongLog() {
        log().create(JOB);
        List<String> written = IntStream.range(0, 30_000)
                .mapToObj(i -> "line " + i + " é".repeat(i % 40))
                .toList();
        print(String.join("\r\n", written) + "\n");
        assertThat(lines()).isEqualTo(written);
        assertThat(log().state(JOB).lines()).isEqualTo(30_000);
        for (int from : new int[] {1, 777, 15_000, 29_999}) {
            assertThat(log().read(JOB, from, 3, 1 << 20, Redactor.NONE).lines())
                    .isEqualTo(written.subList(from, Math.min(30_000, from + 3)));
            try (JobLog.Cursor cursor = log().follow(JOB, from, Redactor.NONE, () -> {})) {
                assertThat(JobLogProbe.rest(cursor)).isEqualTo(written.subList(from, 30_000));
            }
        }
    }

    @Test
    default void tailIsTheLastLines() {
        log().create(JOB);
        print("0\n1\n2\nrest");
        assertThat(log().tail(JOB, 2, Redactor.NONE)).containsExactly("1", "2");
        assertThat(log().tail(JOB, 20, Redactor.NONE)).containsExactly("0", "1", "2");
        assertThat(log().tail(JOB, 0, Redactor.NONE)).isEmpty();
    }

    @Test
    default void lineOfTheSystemBeginsAfresh() {
        log().create(JOB);
        log().append(JOB, "first");
        print("rest");
        log().append(JOB, "second");
        assertThat(lines()).containsExactly("first", "rest", "second");
    }

    @Test
    default void firstDeploymentIdIsFound() {
        log().create(JOB);
        assertThat(log().state(JOB).deploymentId()).isNull();
        print("DEPLOYMENT_ID=\nx DEPLOYMENT_ID=web-7_b, and\nDEPLOYMENT_ID=other\n");
        assertThat(log().state(JOB).deploymentId()).isEqualTo("web-7_b");
        assertThat(log().finish(JOB, List.of()).deploymentId()).isEqualTo("web-7_b");
    }

    @Test
    default void searchIgnoresCaseAndGoesOnWhereItStopped() {
        log().create(JOB);
        print("Alpha\nbeta\nALPHABET\n\nÄther alpha\n");
        JobLog.Found found = log().search(JOB, "aLpHa", 0, 2, Redactor.NONE);
        assertThat(found.lines()).containsExactly(new JobLog.Line(0, "Alpha"), new JobLog.Line(2, "ALPHABET"));
        found = log().search(JOB, "alpha", found.next(), 2, Redactor.NONE);
        assertThat(found).isEqualTo(new JobLog.Found(List.of(new JobLog.Line(4, "Äther alpha")), -1));
        assertThat(log().search(JOB, "äTHER", 0, 2, Redactor.NONE).lines()).hasSize(1);
        assertThat(log().search(JOB, "alpha\nbeta", 0, 2, Redactor.NONE).lines())
                .isEmpty();
    }

    @Test
    default void searchFindsWordsThatColoursCut() {
        log().create(JOB);
        print("\u001b[1;31mfa\u001b[0miled\u001b[m: tä\u001b[32mter\n[31mfine\n");
        JobLog.Line line = new JobLog.Line(0, "\u001b[1;31mfa\u001b[0miled\u001b[m: tä\u001b[32mter");
        assertThat(log().search(JOB, "FAILED:", 0, 2, Redactor.NONE).lines()).containsExactly(line);
        assertThat(log().search(JOB, "tÄter", 0, 2, Redactor.NONE).lines()).containsExactly(line);
        assertThat(log().search(JOB, "[31mfine", 0, 2, Redactor.NONE).lines()).hasSize(1);
        assertThat(log().search(JOB, "[0m", 0, 2, Redactor.NONE).lines()).isEmpty();
    }

    @Test
    default void cursorMovesForwardAndIsWokenWhenThereIsMore() throws InterruptedException {
        log().create(JOB);
        print("0\n1\n2\n");
        Semaphore woken = new Semaphore(0);
        try (JobLog.Cursor cursor = log().follow(JOB, 1, Redactor.NONE, woken::release)) {
            LogChunk chunk = cursor.next(64 * 1024);
            assertThat(chunk.firstLine()).isEqualTo(1);
            assertThat(chunk.lines()).containsExactly("1", "2");
            assertThat(cursor.next(64 * 1024).isEmpty()).isTrue();
            assertThat(cursor.atEnd()).isFalse();

            woken.drainPermits();
            print("3\n");
            assertThat(woken.tryAcquire(40, TimeUnit.SECONDS)).isTrue();
            assertThat(JobLogProbe.rest(cursor)).containsExactly("3");

            woken.drainPermits();
            log().finish(JOB, List.of("end"));
            assertThat(woken.tryAcquire(40, TimeUnit.SECONDS)).isTrue();
            assertThat(JobLogProbe.rest(cursor)).containsExactly("end");
            assertThat(cursor.atEnd()).isTrue();
        }
    }

    @Test
    default void cursorMayWaitForALineOrALogThatIsStillToCome() {
        try (JobLog.Cursor cursor = log().follow(JOB, 2, Redactor.NONE, () -> {})) {
            assertThat(cursor.next(100).isEmpty()).isTrue();
            log().create(JOB);
            print("0\n1\n");
            assertThat(cursor.next(100).isEmpty()).isTrue();
            assertThat(cursor.atEnd()).isFalse();
            print("2\n");
            assertThat(cursor.next(100)).isEqualTo(new LogChunk(2, new byte[] {'2'}, new int[] {0, 1}, 3));
        }
    }

    @Test
    default void logThatIsCreatedAgainHasNothingOfTheDeletedOne() {
        log().create(JOB);
        log().finish(JOB, List.of("old"));
        try (JobLog.Cursor cursor = log().follow(JOB, 0, Redactor.NONE, () -> {})) {
            assertThat(JobLogProbe.rest(cursor)).containsExactly("old");

            log().delete(JOB);
            log().create(JOB);
            log().append(JOB, "first");
            print("second\n");

            assertThat(log().state(JOB)).isEqualTo(new State(2, 13, false, null));
            assertThat(lines()).containsExactly("first", "second");
            assertThat(JobLogProbe.rest(cursor)).endsWith("second");
            assertThat(cursor.atEnd()).isFalse();
        }
    }

    @Test
    default void cursorBeyondTheEndOfAFinishedLogIsAtItsEnd() {
        log().create(JOB);
        print("0\n");
        log().finish(JOB, List.of());
        try (JobLog.Cursor cursor = log().follow(JOB, 9, Redactor.NONE, () -> {})) {
            assertThat(cursor.next(100).isEmpty()).isTrue();
            assertThat(cursor.atEnd()).isTrue();
        }
        try (JobLog.Cursor cursor = log().follow(JOB, 0, Redactor.NONE, () -> {})) {
            assertThat(cursor.atEnd()).isFalse();
            assertThat(cursor.next(100).lines()).containsExactly("0");
            assertThat(cursor.atEnd()).isTrue();
        }
    }

    @Test
    default void trailerIsAddedOnceHoweverOftenTheLogIsFinished() {
        log().create(JOB);
        print("rest");
        log().append(JOB, "[EXIT CODE: 1]"); // as if the attempt before had come so far
        State finished = log().finish(JOB, List.of("[EXIT CODE: 1]", "bye"));
        assertThat(lines()).containsExactly("rest", "[EXIT CODE: 1]", "bye");
        assertThat(log().finish(JOB, List.of("[EXIT CODE: 1]", "bye"))).isEqualTo(finished);
        assertThat(log().finish(JOB, List.of("another"))).isEqualTo(finished);
        assertThat(lines()).containsExactly("rest", "[EXIT CODE: 1]", "bye");
    }

    @Test
    default void finishedLogDoesNotChangeAnyMore() {
        log().create(JOB);
        State finished = log().finish(JOB, List.of("end"));
        log().append(JOB, "late");
        assertThat(log().state(JOB)).isEqualTo(finished);
        assertThat(lines()).containsExactly("end");
    }

    @Test
    default void deletedLogIsUnknown() {
        log().create(JOB);
        log().append(JOB, "gone");
        log().delete(JOB);
        log().delete(JOB);
        assertThat(log().state(JOB)).isEqualTo(State.EMPTY);
        assertThat(lines()).isEmpty();
    }
}
