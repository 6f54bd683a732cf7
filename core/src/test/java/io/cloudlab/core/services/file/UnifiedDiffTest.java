package io.cloudlab.core.services.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {
    private static final Pattern HUNK = Pattern.compile("@@ -(\\d+),(\\d+) \\+(\\d+),(\\d+) @@");

    @Test
    void equalTextsDifferInNothing() {
        assertThat(UnifiedDiff.of("a", "x\ny\n", "x\ny\n")).isEmpty();
        assertThat(UnifiedDiff.of("a", "", "")).isEmpty();
    }

    @Test
    void changeIsShownWithThreeLinesOfContext() {
        assertThat(UnifiedDiff.of("config.yaml", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n"))
                .isEqualTo("--- config.yaml\n+++ config.yaml\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
    }

    @Test
    void emptyTextsHaveNoLines() {
        assertThat(UnifiedDiff.of("a", "", "x\n")).isEqualTo("--- a\n+++ a\n@@ -0,0 +1,1 @@\n+x\n");
        assertThat(UnifiedDiff.of("a", "x\n", "")).isEqualTo("--- a\n+++ a\n@@ -1,1 +0,0 @@\n-x\n");
    }

    @Test
    void missingLineEndIsADifference() {
        assertThat(UnifiedDiff.of("a", "x", "x\n"))
                .isEqualTo("--- a\n+++ a\n@@ -1,1 +1,1 @@\n-x\n\\ No newline at end of file\n+x\n");
    }

    @Test
    void distantChangesAreShownApart() {
        String before = "a\n".repeat(5) + "x\n" + "b\n".repeat(7) + "y\n";
        String after = "a\n".repeat(5) + "X\n" + "b\n".repeat(7) + "Y\n";
        assertThat(UnifiedDiff.of("f", before, after))
                .contains("@@ -3,7 +3,7 @@")
                .contains("@@ -11,4 +11,4 @@");
    }

    @Test
    void diffsOfAnyTextsLeadFromOneToTheOther() {
        Random random = new Random(4);
        for (int i = 0; i < 3_000; i++) {
            String before = text(random);
            String after = text(random);
            String diff = UnifiedDiff.of("f", before, after);
            assertThat(applied(before, diff))
                    .as("%s\n->\n%s:\n%s", before, after, diff)
                    .isEqualTo(after);
        }
    }

    @Test
    void textsWithNothingInCommonAreReplaced() {
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        for (int i = 0; i < 30_000; i++) {
            before.append("b").append(i).append('\n');
            after.append("a").append(i).append('\n');
        }
        String diff = UnifiedDiff.of("f", before.toString(), after.toString());
        assertThat(diff).startsWith("--- f\n+++ f\n@@ -1,30000 +1,30000 @@\n-b0\n");
        assertThat(applied(before.toString(), diff)).isEqualTo(after.toString());
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int lines = random.nextInt(25); lines > 0; lines--) {
            text.append((char) ('a' + random.nextInt(4))).append('\n');
        }
        return random.nextInt(4) == 0 ? text + "end" : text.toString();
    }

    /** Applies a diff as {@code patch} does, and insists on every number and line of it. */
    private static String applied(String before, String diff) {
        if (diff.isEmpty()) return before;
        List<String> source = before.lines().toList();
        boolean whole = before.isEmpty() || before.endsWith("\n");
        List<String> lines = diff.lines().toList();
        List<String> result = new ArrayList<>();
        int at = 0;
        boolean endsWhole = whole;
        for (int i = 2; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher hunk = HUNK.matcher(line);
            if (hunk.matches()) {
                int start = Integer.parseInt(hunk.group(1)) - (hunk.group(2).equals("0") ? 0 : 1);
                while (at < start) result.add(source.get(at++));
                assertThat(result)
                        .hasSize(
                                Integer.parseInt(hunk.group(3)) - (hunk.group(4).equals("0") ? 0 : 1));
            } else if (line.startsWith("\\")) {
                endsWhole = lines.get(i - 1).startsWith("-");
            } else {
                if (!line.startsWith("+")) assertThat(line.substring(1)).isEqualTo(source.get(at++));
                if (!line.startsWith("-")) result.add(line.substring(1));
                if (line.startsWith("+")) endsWhole = true;
            }
        }
        boolean tailUntouched = at < source.size();
        while (at < source.size()) result.add(source.get(at++));
        if (tailUntouched) endsWhole = whole;
        String text = String.join("\n", result);
        return endsWhole && !result.isEmpty() ? text + "\n" : text;
    }
}
