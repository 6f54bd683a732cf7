package io.cloudlab.process.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.core.vault.Redactor;
import io.cloudlab.process.JobOptions;
import io.cloudlab.process.ProcessJobs;
import io.cloudlab.process.job.JobFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches across the borders at which long lines are split. */
class LogSearchTest {
    private static final JobId JOB = new JobId("0f3c9a1e");
    private static final int PART = JobLog.MAX_LINE_LENGTH;

    @TempDir
    Path root;

    private ProcessJobs jobs;

    @BeforeEach
    void open() {
        jobs = ProcessJobs.open(root.resolve("jobs"), root, JobOptions.DEFAULT.withFreeShare(0));
        jobs.log().create(JOB);
    }

    @AfterEach
    void close() {
        jobs.close();
    }

    @Test
    void wordAcrossABorderIsFoundInThePartWhereItBegins() throws IOException {
        write("one\n" + "x".repeat(PART - 3) + "needle" + "y".repeat(PART) + "\nneed\nle\n");
        assertThat(numbers("NEEDLE", Redactor.NONE)).containsExactly(1L);
        assertThat(numbers("xneed", Redactor.NONE)).containsExactly(1L);
        assertThat(numbers("eedley", Redactor.NONE)).containsExactly(1L);
        assertThat(numbers("needle", Redactor.of(List.of("secret-of-the-lab")))).containsExactly(1L);
    }

    @Test
    void wordBeyondAsciiAcrossABorderIsFound() throws IOException {
        write("x".repeat(PART - 4) + "Gänsefüßchen" + "y".repeat(100) + "\n");
        assertThat(numbers("GÄNSEFÜß", Redactor.NONE)).containsExactly(0L);
    }

    @Test
    void colourAtABorderDoesNotHideAWord() throws IOException {
        write("x".repeat(PART - 7) + "nee\u001b[1m" + "dle" + "y".repeat(100) + "\n");
        assertThat(numbers("needle", Redactor.NONE)).containsExactly(0L);
    }

    @Test
    void wordsAcrossEveryBorderAndNextToThemAreFoundOnceEach() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 40; i++) text.append("needle").append("-".repeat(PART - 6 - i % 8));
        write(text + "\n");
        int parts = (text.length() + PART - 1) / PART;
        List<Long> all = numbers("needle", Redactor.NONE);
        assertThat(all).doesNotHaveDuplicates().isSorted().hasSizeBetween(30, parts);

        long from = 0;
        List<Long> oneByOne = new ArrayList<>();
        while (from >= 0) {
            JobLog.Found found = jobs.log().search(JOB, "needle", from, 1, Redactor.NONE);
            found.lines().forEach(line -> oneByOne.add(line.number()));
            from = found.next();
        }
        assertThat(oneByOne).isEqualTo(all);
    }

    @Test
    void logThatCannotBeOpenedLeavesNoFileOpen() throws IOException {
        write("line\n");
        JobFolder folder = new JobFolder(root.resolve("jobs/" + JOB));
        Files.deleteIfExists(folder.index());
        Files.createDirectory(folder.index());
        long before = openFiles();
        for (int i = 0; i < 20; i++) {
            Spool spool = new Spool(folder);
            assertThat(catchThrowable(spool::open)).isInstanceOf(IOException.class);
        }
        assertThat(openFiles()).isEqualTo(before);
    }

    private long openFiles() throws IOException {
        try (var files = Files.list(Path.of("/proc/self/fd"))) {
            return files.filter(file -> target(file).startsWith(root.toString()))
                    .count();
        }
    }

    private static String target(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private List<Long> numbers(String text, Redactor redactor) {
        return jobs.log().search(JOB, text, 0, 100, redactor).lines().stream()
                .map(JobLog.Line::number)
                .toList();
    }

    private void write(String text) throws IOException {
        new JobFolder(root.resolve("jobs/" + JOB)).print(text.getBytes(StandardCharsets.UTF_8));
    }
}
