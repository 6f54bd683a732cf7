package io.cloudlab.core.testing.contract.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.core.vault.Redactor;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How every {@link JobLog} masks secrets. */
public interface JobLogMaskingContract extends JobLogProbe {
    @Test
    default void secretIsMaskedWhereverOutputIsShown() throws IOException {
        Redactor redactor = Redactor.of(List.of("hunter2"));
        log().create(JOB);
        print("a hunter2 b\nhunter\n2\n");
        log().finish(JOB, List.of());
        assertThat(lines(redactor)).containsExactly("a ******* b", "hunter", "2");
        assertThat(log().tail(JOB, 3, redactor)).containsExactly("a ******* b", "hunter", "2");
        assertThat(raw(redactor)).isEqualTo("a ******* b\nhunter\n2\n");
        assertThat(log().search(JOB, "HUNTER2", 0, 5, redactor).lines()).isEmpty();
        assertThat(log().search(JOB, "*******", 0, 5, redactor).lines()).hasSize(1);
    }

    @Test
    default void secretOfSeveralLinesIsMaskedAndTheLinesStay() throws IOException {
        Redactor redactor = Redactor.of(List.of("ab\ncd"));
        log().create(JOB);
        print("x ab\ncd y\nab\nce\n");
        assertThat(lines(redactor)).containsExactly("x **", "** y", "ab", "ce");
        assertThat(log().read(JOB, 1, 1, 100, redactor).lines()).containsExactly("** y");
        assertThat(log().tail(JOB, 3, redactor)).containsExactly("** y", "ab", "ce");
        assertThat(raw(redactor)).isEqualTo("x ***** y\nab\nce\n");
    }

    @Test
    default void possibleBeginningOfASecretIsHeldBack() throws IOException {
        Redactor redactor = Redactor.of(List.of("abcd\nefgh"));
        log().create(JOB);
        print("one\nabcd\n");
        try (JobLog.Cursor cursor = log().follow(JOB, 0, redactor, () -> {})) {
            assertThat(JobLogProbe.rest(cursor)).containsExactly("one");
            assertThat(lines(redactor)).containsExactly("one");
            assertThat(log().tail(JOB, 5, redactor)).containsExactly("one");
            assertThat(raw(redactor)).isEqualTo("one\n");
            print("efgh\nabcd\n");
            assertThat(JobLogProbe.rest(cursor)).containsExactly("****", "****");
            log().finish(JOB, List.of());
            assertThat(JobLogProbe.rest(cursor)).containsExactly("****");
        }
    }

    @Test
    default void secretIsMaskedAcrossEveryBorder() {
        String secret = "correct-horse-battery-staple";
        Redactor redactor = Redactor.of(List.of(secret));
        log().create(JOB);
        StringBuilder text = new StringBuilder();
        while (text.length() < 300_000) text.append(secret).append(text.length() % 7 == 0 ? "\n" : "-");
        print(text + "\n");
        log().finish(JOB, List.of());
        try (JobLog.Cursor cursor = log().follow(JOB, 0, redactor, () -> {})) {
            assertThat(String.join("", JobLogProbe.rest(cursor))
                            .replace("*", "")
                            .replace("-", ""))
                    .isEmpty();
        }
        assertThat(String.join("", lines(redactor)).replace("*", "").replace("-", ""))
                .isEmpty();
    }
}
