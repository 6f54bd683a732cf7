package io.cloudlab.process.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("slow")
class YamlReaderTest {
    private static @Nullable Object plain(String yaml) throws YamlProblem {
        return YamlReader.read(yaml.getBytes(UTF_8)).plain();
    }

    private static String refusal(String yaml) {
        return refusal(yaml.getBytes(UTF_8));
    }

    private static String refusal(byte[] yaml) {
        YamlProblem problem = catchThrowableOfType(YamlProblem.class, () -> YamlReader.read(yaml));
        assertThat(problem).isNotNull();
        return problem.sentence("x.yaml");
    }

    @Test
    void scalarsGetTheTypesOfYaml12() throws YamlProblem {
        assertThat(plain("[~, true, no, 12, 0x1f, 0o17, 1.5, on, 'true', \"1\"]"))
                .isEqualTo(Arrays.asList(null, true, "no", 12L, 31L, 15L, 1.5, "on", "true", "1"));
    }

    @Test
    void whatJsonCannotCarryStaysText() throws YamlProblem {
        assertThat(plain("[.nan, -.inf, 1e999, 2026-11-23, !!binary aGVsbG8=, !!timestamp 2026-11-23]"))
                .isEqualTo(List.of(".nan", "-.inf", "1e999", "2026-11-23", "aGVsbG8=", "2026-11-23"));
    }

    @Test
    void largeIntegersKeepTheirValueAndHugeOnesStayText() throws YamlProblem {
        assertThat(plain("123456789012345678901234567890")).isEqualTo(new BigInteger("123456789012345678901234567890"));
        assertThat(plain("9".repeat(900_000))).isEqualTo("9".repeat(900_000));
    }

    @Test
    void keysThatAreNotTextBecomeText() throws YamlProblem {
        assertThat(plain("1: a\ntrue: b\n1.10: c\n~: d"))
                .isEqualTo(Map.of("1", "a", "true", "b", "1.10", "c", "~", "d"));
    }

    @Test
    void anEmptyFileIsNull() throws YamlProblem {
        assertThat(plain("")).isNull();
        assertThat(plain("# nothing\n")).isNull();
        assertThat(plain("---\n...\n")).isNull();
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheText() throws YamlProblem {
        assertThat(plain("\uFEFFa: 1")).isEqualTo(Map.of("a", 1L));
    }

    @Test
    void vaultTextIsKeptAsItIs() throws YamlProblem {
        assertThat(plain("key: !vault |\n  $ANSIBLE_VAULT;1.1\n  3330\n"))
                .isEqualTo(Map.of("key", "$ANSIBLE_VAULT;1.1\n3330\n"));
    }

    @Test
    void mergeKeysFillInWhatIsNotThere() throws YamlProblem {
        assertThat(plain("base: &b {a: 1, b: 2}\nall: {<<: *b, b: 3}"))
                .isEqualTo(Map.of("base", Map.of("a", 1L, "b", 2L), "all", Map.of("a", 1L, "b", 3L)));
        assertThat(refusal("a: {<<: 1}")).contains("merge key");
    }

    @Test
    void mistakesAreNamedWithLineAndColumn() {
        assertThat(refusal("a: 1\nb: [1, 2\nc: 3\n"))
                .startsWith("x.yaml, line 3, column 2: while parsing a flow sequence");
        assertThat(refusal("a: 1\n\tb: 2\n")).startsWith("x.yaml, line 2, column 1: ");
        assertThat(refusal("a: 1\nb: \u0007\n")).isEqualTo("x.yaml, line 2, column 4: a control character.");
    }

    @Test
    void aKeyThatStandsThereTwiceIsRefusedWithItsLine() {
        assertThat(refusal("a: 1\nb: 2\na: 3\n")).isEqualTo("x.yaml, line 3, column 1: a key that stands there twice.");
        assertThat(refusal("1: 1\n'1': 2\n")).contains("line 2", "twice");
    }

    @Test
    void keysMadeOfListsAreRefused() {
        assertThat(refusal("? [a, b]\n: 1\n")).contains("line 1", "a key that is a list or a mapping");
    }

    @Test
    void tagsThatMakeObjectsElsewhereAreRefused() {
        assertThat(refusal("!!javax.script.ScriptEngineManager [!!java.net.URL ['http://127.0.0.1/']]"))
                .isEqualTo("x.yaml, line 1, column 1: an unknown tag.");
        assertThat(refusal("a: !!python/object/apply:os.system ['id']")).contains("an unknown tag");
        assertThat(refusal("a: !<urn:x> 1")).contains("an unknown tag");
    }

    @Test
    void oneDocumentIsExpected() {
        assertThat(refusal("a: 1\n---\nb: 2\n")).contains("line 2", "a second document");
    }

    @Test
    void textThatIsNotUtf8IsRefused() {
        assertThat(refusal(new byte[] {'a', ':', ' ', (byte) 0xff})).isEqualTo("x.yaml: not UTF-8 text.");
    }

    @Test
    void aForeignVersionIsRefused() {
        assertThat(refusal("%YAML 3.0\n---\na: 1\n")).startsWith("x.yaml");
    }

    @Test
    void anAliasInsideItsOwnAnchorIsRefused() {
        assertThat(refusal("&a [*a]")).contains("inside its own");
    }

    @Test
    void moreAliasesThanAllowedAreRefused() {
        String aliases = "*a, ".repeat(YamlReader.MAX_ALIASES);
        assertThat(refusal("[&a 1, " + aliases + "*a]")).contains("more than 50 aliases");
    }

    /** What this thread has computed, however busy the machine is. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Test
    @Timeout(60)
    void aBombOfAliasesIsAnsweredQuickly() {
        StringBuilder nine = new StringBuilder("a0: &a0 [lol]\n");
        for (int i = 1; i < 10; i++)
            nine.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ",").repeat(9) + "]\n");
        StringBuilder two = new StringBuilder("a0: &a0 [" + "x".repeat(1000) + "]\n");
        for (int i = 1; i < 25; i++) two.append("a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + "]\n");
        refusal("warm: up: [");

        long start = cpuNanos();
        assertThat(refusal(nine.toString())).contains("more than 50 aliases");
        assertThat(refusal(two.toString())).contains("unfold to too much");
        assertThat(Duration.ofNanos(cpuNanos() - start)).isLessThan(Duration.ofMillis(200));
    }

    @Test
    @Timeout(60)
    void nestingIsBounded() throws YamlProblem {
        assertThat(plain("[".repeat(64) + "]".repeat(64))).isNotNull();
        assertThat(refusal("[".repeat(10_000) + "]".repeat(10_000))).contains("nested deeper than 64 levels");
        assertThat(refusal("{a: ".repeat(10_000) + "}".repeat(10_000))).contains("nested deeper than 64 levels");
        assertThat(refusal("- ".repeat(10_000))).contains("nested deeper than 64 levels");
        assertThat(refusal("? ".repeat(10_000))).contains("nested deeper than 64 levels");
    }

    @Test
    void aliasesCannotDeepenTheNesting() {
        String deep = "[".repeat(40) + "]".repeat(40);
        assertThat(refusal("a: &a " + deep + "\nb: " + "[".repeat(40) + "*a" + "]".repeat(40)))
                .contains("nested deeper than 64 levels");
    }

    @Test
    void moreThanOneMebibyteIsRefused() {
        assertThat(refusal(new byte[YamlReader.MAX_BYTES + 1])).isEqualTo("x.yaml: larger than the 1024 KiB allowed.");
    }

    @Test
    @Timeout(60)
    void anyMebibyteIsReadInBoundedTime() {
        for (String piece : List.of(
                "a", "[],", "- a\n", "&a ", "? a\n", "'", "\"\\u0041", "!", "# ", "|", "%", "a: b\n", "\n", " ")) {
            byte[] bytes = piece.repeat(YamlReader.MAX_BYTES / piece.length()).getBytes(UTF_8);
            try {
                YamlReader.read(bytes);
            } catch (YamlProblem e) {
                assertThat(e.sentence("x")).isNotEmpty();
            }
        }
    }
}
