package io.cloudlab.app.bench;

import io.cloudlab.app.bench.support.Figures;
import io.cloudlab.app.bench.support.Sample;
import io.cloudlab.core.testing.BenchTable;
import io.cloudlab.core.vault.Redactor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Lines per second through the masking of secrets, against copying the same bytes. */
class RedactorBench {
    private static final int LINES = BenchTable.size("lines", 200_000);
    private static final int RUNS = BenchTable.size("runs", 9);
    private static final int WARM_UPS = 5;
    private static final int LINES_A_PIECE = 2_000;
    private static final int SECRET_CHARACTERS = 20;

    private final Random random = new Random(11);

    @Test
    void linesPerSecond() throws Exception {
        Figures.title(
                String.format(Locale.ROOT, "Masking: %,d lines of 100 B in pieces of %,d lines", LINES, LINES_A_PIECE),
                "warm, one thread, median of " + RUNS + "; floor: the same bytes copied");
        for (int secrets : List.of(0, 10, 200)) {
            for (boolean held : List.of(false, true)) {
                if (held && secrets == 0) continue;
                measure(secrets, held);
            }
        }
    }

    private void measure(int count, boolean held) throws Exception {
        List<String> secrets = new ArrayList<>();
        for (int each = 0; each < count; each++) secrets.add(secret());
        Redactor redactor = Redactor.of(secrets);
        List<byte[]> pieces = pieces(secrets, held);
        byte[] first = pieces.get(0).clone();
        redactor.mask(first, 0, first.length);
        if (held == Arrays.equals(first, pieces.get(0))) throw new IllegalStateException("masked the wrong things");
        Sample copying = Sample.of(WARM_UPS, RUNS, () -> copied(pieces));
        Sample masking = Sample.of(WARM_UPS, RUNS, () -> masked(redactor, pieces));
        Figures.share(
                count + " secrets" + (count == 0 ? "" : held ? ", one in every tenth line" : ", none in the lines"),
                LINES / masking.median() * 1e3,
                LINES / copying.median() * 1e3);
    }

    private List<byte[]> pieces(List<String> secrets, boolean held) {
        List<byte[]> pieces = new ArrayList<>();
        for (int line = 0; line < LINES; ) {
            StringBuilder piece = new StringBuilder();
            for (int each = 0; each < LINES_A_PIECE && line < LINES; each++, line++) {
                String text =
                        held && line % 10 == 0 ? "TASK password=" + secrets.get(line / 10 % secrets.size()) : "TASK";
                piece.append(text)
                        .append(" x".repeat(50), 0, 99 - text.length())
                        .append('\n');
            }
            pieces.add(piece.toString().getBytes(StandardCharsets.UTF_8));
        }
        return pieces;
    }

    private static long copied(List<byte[]> pieces) {
        long start = System.nanoTime();
        long bytes = 0;
        for (byte[] piece : pieces) bytes += piece.clone().length;
        if (bytes == 0) throw new IllegalStateException("nothing copied");
        return Sample.nanosSince(start);
    }

    private static long masked(Redactor redactor, List<byte[]> pieces) {
        long start = System.nanoTime();
        for (byte[] piece : pieces) {
            byte[] copy = piece.clone();
            redactor.mask(copy, 0, copy.length);
        }
        return Sample.nanosSince(start);
    }

    private String secret() {
        StringBuilder secret = new StringBuilder();
        while (secret.length() < SECRET_CHARACTERS) secret.append((char) ('!' + random.nextInt(90)));
        return secret.toString();
    }
}
