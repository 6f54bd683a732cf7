package io.cloudlab.process.log;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.log.JobLog;
import io.cloudlab.core.jobs.log.LogChunk;
import io.cloudlab.core.vault.Redactor;
import io.cloudlab.process.JobOptions;
import io.cloudlab.process.ProcessJobs;
import io.cloudlab.process.job.JobFolder;
import io.cloudlab.process.run.Printers;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever programs print of a secret is masked. The secrets are made at random; a failure names their seed. */
@Tag("slow")
class MaskedPrintersTest {
    private static final long SEED = Long.getLong("cloudlab.seed", System.nanoTime());
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]{6,}");
    /** What printers put around a value. */
    private static final Pattern AROUND =
            Pattern.compile("^(declare -x S=|declare -- S=|S=|\\+ : |\\+ v=|k: |- )|(\\+ set \\+x\n)$|^(x{0,2})");

    private static final Pattern QUOTED_QUOTES = Pattern.compile(
            "%(25)*(27|22|0A|5C|20|3A|3D|2[aA])|\\+|\\.\\.\\.|&(amp;)*(#x27|#39|quot);|[*\\\\'\"$\\s>|=-]+");
    /** Characters of Base64 in which a secret's neighbours have a part. */
    private static final int MAX_SHARED = 8;

    @TempDir
    Path directory;

    @BeforeAll
    static void requireInstalled() {
        Printers.requireInstalled();
    }

    @Test
    void everyPrintedFormIsMasked() throws Exception {
        List<String> secrets = Printers.secrets(new Random(SEED), 40);
        List<Redactor> redactors =
                secrets.stream().map(secret -> Redactor.of(List.of(secret))).toList();
        List<String> leaks = new ArrayList<>();
        List<Printers.Printed> records = new Printers(directory).print(secrets);
        for (Printers.Printed record : records) {
            byte[] masked = record.bytes().clone();
            redactors.get(record.secret()).mask(masked, 0, masked.length);
            String left = left(record, new String(masked, ISO_8859_1));
            if (!left.isEmpty()) leaks.add(record.by() + " of secret " + record.secret() + " leaves <" + left + ">");
        }
        assertThat(records).hasSizeGreaterThan(40 * 200);
        assertThat(leaks).as("seed " + SEED).isEmpty();
    }

    @Test
    void everythingAnsibleSaysIsMasked() throws Exception {
        List<String> secrets = Printers.secrets(new Random(SEED), 24).stream()
                .map(secret -> secret.replace('{', '(')) // Ansible would take it for a template
                .toList();
        byte[] said = new Printers(directory).ansible(secrets);
        assertThat(words(secrets)).isNotEmpty().anyMatch(new String(said, ISO_8859_1)::contains);

        Redactor.of(secrets).mask(said, 0, said.length);

        assertThat(words(secrets)).as("seed " + SEED).noneMatch(new String(said, ISO_8859_1)::contains);
    }

    @Test
    void everyWayToReadALogMasksWhatWasPrinted() throws Exception {
        List<String> secrets = Printers.secrets(new Random(SEED), 8);
        Redactor redactor = Redactor.of(secrets);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        for (Printers.Printed record : new Printers(directory).print(secrets)) {
            printed.write(record.bytes());
            printed.write('\n');
        }
        JobId id = new JobId("0f3c9a1e");
        try (ProcessJobs jobs =
                ProcessJobs.open(directory.resolve("jobs"), directory, JobOptions.DEFAULT.withFreeShare(0))) {
            JobLog log = jobs.log();
            log.create(id);
            Files.write(new JobFolder(directory.resolve("jobs/0f3c9a1e")).spool(), printed.toByteArray());
            List<String> followed = new ArrayList<>();
            try (JobLog.Cursor cursor = log.follow(id, 0, redactor, () -> {})) {
                log.finish(id, List.of());
                for (LogChunk chunk; !(chunk = cursor.next(10_000)).isEmpty(); ) followed.addAll(chunk.lines());
            }
            List<String> read =
                    log.read(id, 0, Integer.MAX_VALUE, 8 << 20, redactor).lines();
            byte[] raw = log.raw(id, redactor).readAllBytes();

            assertThat(raw).hasSameSizeAs(printed.toByteArray());
            assertThat(followed).isEqualTo(read).hasSizeGreaterThan(8 * 200);
            assertThat(log.search(id, words(secrets).get(0), 0, 1, redactor).lines())
                    .isEmpty();
            for (String word : words(secrets)) {
                assertThat(String.join("\n", read)).as("seed " + SEED).doesNotContain(word);
                assertThat(new String(raw, ISO_8859_1)).as("seed " + SEED).doesNotContain(word);
                assertThat(log.tail(id, 5, redactor)).noneMatch(line -> line.contains(word));
            }
        }
    }

    @Test
    void innocentTextStaysAsItIs() throws Exception {
        List<String> secrets = Printers.secrets(new Random(SEED), 40).stream()
                .filter(secret -> secret.length() >= 12)
                .toList();
        byte[] text = Files.readAllBytes(Path.of("/usr/bin/ansible-playbook"));
        byte[] masked = text.clone();
        Redactor.of(secrets).mask(masked, 0, masked.length);
        assertThat(masked).isEqualTo(text);
    }

    /** Letters and digits that stand together in a secret, enough of them not to stand elsewhere by chance. */
    private static List<String> words(List<String> secrets) {
        return secrets.stream()
                .flatMap(secret -> WORD.matcher(secret).results())
                .map(MatchResult::group)
                .distinct()
                .toList();
    }

    /** What is neither masked nor put around it by the printer. */
    private static String left(Printers.Printed record, String masked) {
        String rest = AROUND.matcher(masked).replaceAll("");
        rest = QUOTED_QUOTES.matcher(rest).replaceAll("");
        if (rest.matches("[bkn:.]{0,6}")) return "";
        return record.by().contains("base64") && rest.length() <= MAX_SHARED ? "" : rest;
    }
}
