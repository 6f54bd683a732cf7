package io.cloudlab.core.testing.contract.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.core.vault.Redactor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** How every {@link JobLog} tells of a last line that has no end yet. */
public interface JobLogOpenLineContract extends JobLogProbe {
    private JobLog.Line awaitOpen(JobLog.Cursor cursor) {
        return awaitLine(cursor::openLine);
    }

    private JobLog.Line awaitOpen(Redactor redactor) {
        return awaitLine(() -> log().openLine(JOB, redactor));
    }

    @Test
    default void lineWithoutEndIsToldAfterAWhileAndAgainWhenItHasGrown() {
        log().create(JOB);
        Semaphore woken = new Semaphore(0);
        try (JobLog.Cursor cursor = log().follow(JOB, 0, Redactor.NONE, woken::release)) {
            print("one\nPassword: ");
            assertThat(JobLogProbe.rest(cursor)).containsExactly("one");
            assertThat(awaitOpen(cursor)).isEqualTo(new JobLog.Line(1, "Password: "));
            assertThat(cursor.openLine()).isEmpty();

            print("****");
            assertThat(awaitOpen(cursor)).isEqualTo(new JobLog.Line(1, "Password: ****"));
            print("\n");
            assertThat(JobLogProbe.rest(cursor)).containsExactly("Password: ****");
            letTimePass();
            assertThat(cursor.openLine()).isEmpty();
            assertThat(log().openLine(JOB, Redactor.NONE)).isEmpty();
        }
    }

    @Test
    default void viewerIsWokenWhenALineHasStoodWithoutEnd() throws InterruptedException {
        log().create(JOB);
        Semaphore woken = new Semaphore(0);
        try (JobLog.Cursor cursor = log().follow(JOB, 0, Redactor.NONE, woken::release)) {
            print("one\nmore? ");
            assertThat(JobLogProbe.rest(cursor)).containsExactly("one");
            letTimePass();
            for (Optional<JobLog.Line> open; (open = cursor.openLine()).isEmpty(); ) {
                cursor.next(1000);
                woken.acquire();
            }
        }
    }

    @Test
    default void openLineIsToldToThoseAloneWhoHaveReadTheLinesBeforeIt() {
        log().create(JOB);
        print("one\ntwo");
        assertThat(awaitOpen(Redactor.NONE)).isEqualTo(new JobLog.Line(1, "two"));
        try (JobLog.Cursor first = log().follow(JOB, 0, Redactor.NONE, () -> {});
                JobLog.Cursor second = log().follow(JOB, 1, Redactor.NONE, () -> {});
                JobLog.Cursor third = log().follow(JOB, 2, Redactor.NONE, () -> {})) {
            assertThat(awaitOpen(second).text()).isEqualTo("two");
            assertThat(first.openLine()).isEmpty();
            assertThat(third.openLine()).isEmpty();
            log().finish(JOB, List.of());
            assertThat(JobLogProbe.rest(first)).containsExactly("one", "two");
            assertThat(first.openLine()).isEmpty();
        }
    }

    @Test
    default void secretInAnOpenLineIsMaskedAndNoneThatIsNotCompleteIsShown() {
        Redactor redactor = Redactor.of(List.of("hunter22", "one\ntwenty"));
        log().create(JOB);
        print("pw: hunter22, hun");
        try (JobLog.Cursor cursor = log().follow(JOB, 0, redactor, () -> {})) {
            assertThat(awaitOpen(cursor).text()).isEqualTo("pw: ********, ");
            print("ter2");
            letTimePass();
            assertThat(log().openLine(JOB, redactor).map(JobLog.Line::text)).contains("pw: ********, ");
            print("2.");
            assertThat(awaitOpen(cursor).text()).isEqualTo("pw: ********, ********.");
            print("\none\ntwen");
            letTimePass();
            assertThat(JobLogProbe.rest(cursor)).containsExactly("pw: ********, ********.");
            assertThat(cursor.openLine()).isEmpty();
            print("ty!");
            assertThat(JobLogProbe.rest(cursor)).containsExactly("***");
            assertThat(awaitOpen(cursor).text()).isEqualTo("******!");
        }
    }

    @Test
    default void characterThatIsNotCompleteIsNotShown() {
        byte[] key = "🔑".getBytes(StandardCharsets.UTF_8);
        log().create(JOB);
        print(JOB, "key: ".getBytes(StandardCharsets.UTF_8));
        print(JOB, Arrays.copyOf(key, 3));
        assertThat(awaitOpen(Redactor.NONE).text()).isEqualTo("key: ");
        print(JOB, Arrays.copyOfRange(key, 3, 4));
        letTimePass();
        assertThat(awaitOpen(Redactor.NONE).text()).isEqualTo("key: 🔑");
    }
}
