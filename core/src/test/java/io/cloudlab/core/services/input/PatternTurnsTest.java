package io.cloudlab.core.services.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.ErrorKind;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.testing.fake.FakeCatalogue;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PatternTurnsTest {
    private static final String DEAR = "((a?){50}){50}x";
    private static final String LONG = "a".repeat(5_000);

    private final PatternTurns turns = new PatternTurns(1);

    @Test
    void patternsThatTakeLongAreRefusedWhileAnotherIsMatched() {
        try (PatternTurns.Turn other = turns.begin()) {
            takeThePlace(other);

            assertThatThrownBy(() -> check(DEAR, LONG))
                    .isInstanceOfSatisfying(
                            CloudLabException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TOO_MANY))
                    .hasMessageContaining("Try again");
        }

        assertThatThrownBy(() -> check(DEAR, LONG)).isInstanceOf(Refused.class).hasMessageContaining("does not match");
    }

    @Test
    void ordinaryPatternsAreMatchedMeanwhile() {
        try (PatternTurns.Turn other = turns.begin()) {
            takeThePlace(other);

            assertThat(check("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", "wiki-" + "1".repeat(50)))
                    .containsEntry("INPUT_IN_0", "wiki-" + "1".repeat(50));
            assertThat(check("ssh-ed25519 [A-Za-z0-9+/=]{60,400}( .*)?", "ssh-ed25519 " + "A".repeat(68)))
                    .containsKey("INPUT_IN_0");
        }
    }

    @Test
    void aFailedMatchGivesItsPlaceBack() {
        for (int each = 0; each < 3; each++)
            assertThatThrownBy(() -> check(DEAR, LONG)).isInstanceOf(Refused.class);
    }

    @Test
    void manyInputsThatAreDearTogetherNeedAPlaceToo() {
        String some = "(a?){20}b?";
        String text = "a".repeat(20);
        assertThat(check(some, text)).hasSize(1);
        Script script = script(some, 90);
        Map<String, String> sent =
                IntStream.range(0, 90).boxed().collect(Collectors.toMap(each -> "in-" + each, each -> text));
        try (PatternTurns.Turn other = turns.begin()) {
            takeThePlace(other);

            assertThat(check(some, text)).hasSize(1);
            assertThatThrownBy(() -> SampleInputs.check(script, sent, new FakeCatalogue(), turns))
                    .isInstanceOfSatisfying(
                            CloudLabException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.TOO_MANY));
        }
        assertThat(SampleInputs.check(script, sent, new FakeCatalogue(), turns).environment())
                .hasSize(90);
    }

    @Test
    void programsAreKeptWithinALimit() {
        PatternPrograms programs = new PatternPrograms();
        PatternProgram first = programs.of("[a-z]{2,9000}0");
        assertThat(programs.of("[a-z]{2,9000}0")).isSameAs(first);

        for (int each = 1; each < 40; each++) programs.of("[a-z]{2,9000}" + each);

        assertThat(programs.steps()).isLessThanOrEqualTo(200_000);
        assertThat(programs.of("[a-z]{2,9000}0")).isNotSameAs(first);
        assertThat(programs.of("[a-z]{2,9000}39")).isSameAs(programs.of("[a-z]{2,9000}39"));
    }

    private static void takeThePlace(PatternTurns.Turn turn) {
        turn.spend(1_000_000);
    }

    private Map<String, String> check(String pattern, String text) {
        return SampleInputs.check(script(pattern, 1), Map.of("in-0", text), new FakeCatalogue(), turns)
                .environment();
    }

    private static Script script(String pattern, int inputs) {
        List<ScriptInput> declared = IntStream.range(0, inputs)
                .mapToObj(
                        each -> new ScriptInput("in-" + each, "In", InputType.TEXT, true, null, List.of(), pattern, ""))
                .toList();
        return new Script("run", "Run", "", "run.sh", declared, true);
    }
}
