package io.cloudlab.core.services.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every test here would run for years, or end by a full stack, if a pattern could make the matcher go back. */
class BoundedMatchTest {
    private static final List<String> ATOMS = List.of(
            "a",
            "b",
            "1",
            ".",
            "\\d",
            "\\w",
            "\\s",
            "[ab]",
            "[^a]",
            "[a-c&&[^b]]",
            "[]a]",
            "\\Qa.\\E",
            "\\x61",
            "\\p{L}",
            "é",
            "\\R",
            "\\b",
            "^",
            "$",
            "\\z",
            "(?=.*1)",
            "(?!b)",
            "(?i)",
            "(?s)",
            "\\.",
            "\\u0062",
            "");
    private static final List<String> TIMES = List.of("", "", "", "*", "+", "?", "{2}", "{1,2}", "{0,3}", "{2,}", "*?");
    private static final String TEXT = "ab1A .\né\r";

    @Test
    void answersAsJavasOwnMatcher() {
        Random random = new Random(20261201);
        int matching = 0;
        for (int i = 0; i < 30_000; i++) {
            String pattern = pattern(random, 3);
            String text = random.ints(random.nextInt(6), 0, TEXT.length())
                    .mapToObj(each -> TEXT.substring(each, each + 1))
                    .reduce("", String::concat);
            assertThat(BoundedMatch.problem(pattern)).as(pattern).isEmpty();
            boolean expected = Pattern.matches(pattern, text);
            assertThat(matches(pattern, text)).as("'%s' on '%s'", pattern, text).isEqualTo(expected);
            if (expected) matching++;
        }
        assertThat(matching).isGreaterThan(2_000);
    }

    private static String pattern(Random random, int depth) {
        StringBuilder pattern = new StringBuilder();
        for (int parts = 1 + random.nextInt(3); parts > 0; parts--) {
            boolean group = depth > 0 && random.nextInt(3) == 0;
            String times = TIMES.get(random.nextInt(TIMES.size()));
            String atom = ATOMS.get(random.nextInt(ATOMS.size()));
            // Java ends a loop at the first round that takes nothing, even before the least count: such are left out
            String taken = times.isEmpty() ? "" : ATOMS.get(random.nextInt(8));
            if (group)
                pattern.append('(')
                        .append(taken)
                        .append('(')
                        .append(pattern(random, depth - 1))
                        .append("))")
                        .append(times);
            else if (atom.isEmpty() || atom.startsWith("(?i") || atom.startsWith("(?s")) pattern.append(atom);
            else pattern.append(atom).append(times);
            if (parts > 1 && random.nextInt(5) == 0) pattern.append('|');
        }
        return pattern.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((){2147483647}){2147483647}x",
                "(?:^){2147483647}x",
                "(?=(?:){2147483647})x",
                "(((a{1000}){1000}){1000})",
                "[\\s\\S]{1,40000}",
                "(a)\\1",
                "(?<=a)b",
                "a++",
                "(?>a*)b",
                "(?x)a b"
            })
    void patternThatCannotBeMatchedInBoundedTimeIsNamed(String pattern) {
        assertThat(BoundedMatch.problem(pattern))
                .hasValueSatisfying(
                        why -> assertThat(why).startsWith("that cannot be matched in bounded time: it has "));
        assertThat(matches(pattern, "x")).isFalse();
    }

    @Test
    void patternThatIsNoneIsNamed() {
        assertThat(BoundedMatch.problem("(a"))
                .hasValueSatisfying(why -> assertThat(why).startsWith("that is no regular expression (Unclosed group"));
    }

    @Test
    void emptyWaysAreNotTriedOneAfterTheOther() {
        String ways = "(|)".repeat(120);

        assertThat(matches(ways, "a")).isFalse();
        assertThat(matches(ways + "a", "a")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "(a+)+b,false",
        "(a|aa)+b,false",
        "(a*)*,true",
        "(.|\\n)*,true",
        "(?=.*b).*,false",
        "'[\\s\\S]{1,9000}[\\s\\S]*',true"
    })
    void longTextsAreAnswered(String pattern, boolean expected) {
        assertThat(matches(pattern, "a".repeat(32_000))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'^(?=.*[A-Z])(?=.*\\d).{8,128}$',Passw0rd,true",
        "'^(?=.*[A-Z])(?=.*\\d).{8,128}$',password,false",
        "'^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}$',192.168.0.1,true",
        "'^(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}$',192.168.0.256,false",
        "'^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9-]+)*$',wiki.example.org,true",
        "'(?i)v\\d+\\.\\d+(-rc\\d+)?',V1.20-RC3,true",
        "'(?<year>\\d{4})-\\d{2}',2026-12,true",
        "'[\\p{L} ''-]+',Zoë O'Neil,true"
    })
    void patternsOfOrdinaryScriptsWork(String pattern, String text, boolean expected) {
        assertThat(BoundedMatch.problem(pattern)).isEmpty();
        assertThat(matches(pattern, text)).isEqualTo(expected);
    }

    @Test
    void manyHostilePatternsAtOnceEnd() {
        ExecutorService threads = Executors.newFixedThreadPool(70);
        try {
            List<CompletableFuture<Boolean>> runs = IntStream.range(0, 70)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> matches("((.{0,90}){0,90})b", "a".repeat(32_000)), threads))
                    .toList();
            assertThat(runs).allMatch(run -> !run.join());
        } finally {
            threads.shutdown();
        }
    }

    private static boolean matches(String pattern, String text) {
        try (PatternTurns.Turn turn = new PatternTurns().begin()) {
            return BoundedMatch.matches(pattern, text, turn);
        }
    }
}
