package io.cloudlab.core.services;

import static io.cloudlab.core.services.input.SampleInputs.input;
import static io.cloudlab.core.services.input.SampleInputs.matching;
import static io.cloudlab.core.services.input.SampleInputs.required;
import static io.cloudlab.core.services.input.SampleInputs.script;
import static io.cloudlab.core.services.input.SampleInputs.visibleIf;
import static io.cloudlab.core.services.input.SampleInputs.withDefault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.services.input.InputType;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.shared.Refused;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckedInputsTest {
    @Test
    void requiredInputMustBePresentAndNotEmpty() {
        Script script = script(required("username", InputType.STRING));
        Map<String, Object> nothing = new HashMap<>();
        nothing.put("username", null);

        refuses(script, Map.of(), "missing-input", "Input 'username' is required.");
        refuses(script, nothing, "missing-input", "Input 'username' is required.");
        refuses(script, Map.of("username", ""), "missing-input", "Input 'username' is required.");
        assertThat(CheckedInputs.of(script, Map.of("username", "jake")).environment())
                .containsEntry("INPUT_USERNAME", "jake");
    }

    @Test
    void inputIsTakenOnlyIfOthersHaveTheNamedValues() {
        Script script = script(
                required("stage", InputType.STRING),
                visibleIf(required("version", InputType.STRING), "stage", "production", "staging"),
                visibleIf(withDefault("force", InputType.BOOLEAN, true), "version", "1"));

        CheckedInputs hidden = CheckedInputs.of(script, Map.of("stage", "test", "version", "", "force", List.of()));
        assertThat(hidden.environment())
                .isEqualTo(Map.of("INPUT_STAGE", "test", "INPUT_VERSION", "", "INPUT_FORCE", ""));
        assertThat(hidden.typed()).isEqualTo(Map.of("stage", "test"));
        assertThat(CheckedInputs.of(script, Map.of("stage", "staging", "version", "1"))
                        .environment())
                .containsEntry("INPUT_VERSION", "1")
                .containsEntry("INPUT_FORCE", "true");
        refuses(
                script,
                Map.of("stage", "test", "version", "1"),
                "bad-input",
                "Input 'version' is taken only with other values of: stage.");
        refuses(script, Map.of("stage", "production"), "missing-input", "Input 'version' is required.");
        refuses(script, Map.of("version", "1"), "missing-input", "Input 'stage' is required.");
    }

    @Test
    void requiredListMustHoldSomething() {
        refuses(
                script(required("keys", InputType.LIST)),
                Map.of("keys", List.of()),
                "missing-input",
                "Input 'keys' is required.");
    }

    @Test
    void defaultStandsInForAnInputThatWasNotSentOrIsNull() {
        Script script = script(withDefault("port", InputType.NUMBER, 8080));
        Map<String, Object> nothing = new HashMap<>();
        nothing.put("port", null);

        assertThat(CheckedInputs.of(script, Map.of()).environment()).containsEntry("INPUT_PORT", "8080");
        assertThat(CheckedInputs.of(script, nothing).environment()).containsEntry("INPUT_PORT", "8080");
        assertThat(CheckedInputs.of(script, Map.of("port", 1)).environment()).containsEntry("INPUT_PORT", "1");
    }

    @Test
    void defaultThatYamlTakesForANumberIsTextWhereTextIsWanted() {
        Script script = script(withDefault("tag", InputType.STRING, 1.5), withDefault("on", InputType.TEXT, true));

        assertThat(CheckedInputs.of(script, Map.of()).environment())
                .containsExactly(Map.entry("INPUT_ON", "true"), Map.entry("INPUT_TAG", "1.5"));
    }

    @Test
    void defaultIsCheckedLikeAnythingElse() {
        refuses(
                script(withDefault("port", InputType.NUMBER, "many")),
                Map.of(),
                "bad-input",
                "Input 'port' must be a number.");
    }

    @Test
    void declaredInputThatWasLeftOutIsEmpty() {
        assertThat(CheckedInputs.of(script(input("note", InputType.STRING)), Map.of())
                        .environment())
                .containsExactly(Map.entry("INPUT_NOTE", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BASH_FUNC_x%%", "x y", "1st", "a=b"})
    void undeclaredInputUnderABadNameIsRefused(String name) {
        assertThatThrownBy(() -> CheckedInputs.of(script(), Map.of(name, "x")))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("bad-input-name"));
    }

    @Test
    void declaringABadNameMakesItNoBetter() {
        assertThatThrownBy(() -> CheckedInputs.of(script(input("LD PRELOAD", InputType.STRING)), Map.of()))
                .isInstanceOf(Refused.class);
    }

    @Test
    void twoInputsThatGiveOneVariableAreRefused() {
        refuses(
                script(),
                ordered("a-b", "1", "A_b", "2"),
                "bad-input-name",
                "Input 'A_b' gives the same variable as another: INPUT_A_B.");
    }

    @Test
    void nulCharacterIsRefused() {
        refuses(script(), Map.of("a", "x\0y"), "bad-input", "Input 'a' holds a NUL character.");
        refuses(script(), Map.of("a", "x\uD800y"), "bad-input", "Input 'a' holds half a character.");
        refuses(
                script(input("s", InputType.SECRET)),
                Map.of("s", "secret\0"),
                "bad-input",
                "Input 's' holds a NUL character.");
    }

    @Test
    void valueMayHave32KibButNotMoreCountedInUtf8() {
        assertThat(CheckedInputs.of(script(), Map.of("a", "x".repeat(32 * 1024)))
                        .environment()
                        .get("INPUT_A"))
                .hasSize(32 * 1024);
        refuses(script(), Map.of("a", "x".repeat(32 * 1024 + 1)), "bad-input", "Input 'a' is longer than 32768 bytes.");
        refuses(script(), Map.of("a", "ä".repeat(16 * 1024 + 1)), "bad-input", "Input 'a' is longer than 32768 bytes.");
    }

    @Test
    void inputsTogetherAreBounded() {
        Map<String, Object> many = new HashMap<>();
        for (int i = 0; i < 101; i++) many.put("n" + i, "");
        refuses(script(), many, "bad-input", "There are more than 100 inputs.");
        Map<String, Object> large = new HashMap<>();
        for (int i = 0; i < 17; i++) large.put("n" + i, "x".repeat(32 * 1024));
        refuses(script(), large, "bad-input", "The inputs are too long together.");
    }

    @Test
    void patternMustMatchTheWholeValue() {
        Script script = script(matching("host", "[a-z]+[0-9]*"));

        assertThat(CheckedInputs.of(script, Map.of("host", "web1")).environment())
                .containsEntry("INPUT_HOST", "web1");
        assertThat(CheckedInputs.of(script, Map.of()).environment()).containsEntry("INPUT_HOST", "");
        refuses(
                script,
                Map.of("host", "web1; id"),
                "bad-input",
                "Input 'host' does not match the pattern [a-z]+[0-9]*.");
        refuses(script, Map.of("host", "web1\n"), "bad-input", "Input 'host' does not match the pattern [a-z]+[0-9]*.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+b", "(a|aa)+b", "(.*)*x(.*)*y", "([a-z]+)*="})
    void patternThatBacktracksWithoutEndIsNoMatchAndSoonDone(String pattern) {
        assertThatThrownBy(() -> CheckedInputs.of(script(matching("in", pattern)), Map.of("in", "a".repeat(5_000))))
                .isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(unclosed", "[", "(a|b)*c{", "((){2147483647}){2147483647}x"})
    void patternThatCannotBeUsedMatchesNothing(String pattern) {
        assertThatThrownBy(() -> CheckedInputs.of(script(matching("in", pattern)), Map.of("in", "x".repeat(32_000))))
                .isInstanceOf(Refused.class);
    }

    @Test
    void secretMustHave4Characters() {
        Script script = script(input("pin", InputType.SECRET));

        refuses(
                script,
                Map.of("pin", "123"),
                "bad-input",
                "Input 'pin' is secret and must have at least 4 characters.");
        assertThat(CheckedInputs.of(script, Map.of("pin", "1234")).secrets()).containsEntry("INPUT_PIN", "1234");
        assertThat(CheckedInputs.of(script, Map.of("pin", "")).secrets()).containsEntry("INPUT_PIN", "");
    }

    @Test
    void secretIsKeptApartAndNeverShown() {
        Script script = script(input("user", InputType.STRING), input("pass", InputType.SECRET));

        CheckedInputs checked = CheckedInputs.of(script, ordered("user", "mira", "pass", "hunter22"));

        assertThat(checked.environment()).containsExactly(Map.entry("INPUT_USER", "mira"));
        assertThat(checked.secrets()).containsExactly(Map.entry("INPUT_PASS", "hunter22"));
        assertThat(checked.shown()).containsExactly(Map.entry("user", "mira"));
        assertThat(checked.toString()).doesNotContain("hunter22");
    }

    @Test
    void refusalNeverRepeatsWhatWasSent() {
        Script script = script(matching("host", "[a-z]+"), input("pass", InputType.SECRET));

        assertThatThrownBy(() -> CheckedInputs.of(script, Map.of("host", "S3CRET")))
                .hasMessageNotContaining("S3CRET");
        assertThatThrownBy(() -> CheckedInputs.of(script, Map.of("pass", "S3C")))
                .hasMessageNotContaining("S3C");
    }

    @Test
    void whatIsShownIsWhatCountsDefaultsToo() {
        Script script = script(
                withDefault("port", InputType.NUMBER, 8080),
                withDefault("version", InputType.STRING, 12),
                input("names", InputType.LIST),
                input("empty", InputType.STRING));

        assertThat(CheckedInputs.of(script, Map.of("names", List.of("a", "b"))).shown())
                .isEqualTo(Map.of("port", 8080, "version", "12", "names", List.of("a", "b")));
        assertThat(CheckedInputs.of(script, Map.of("port", 1)).shown()).isEqualTo(Map.of("port", 1, "version", "12"));
    }

    private static Map<String, Object> ordered(String first, Object one, String second, Object two) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(first, one);
        map.put(second, two);
        return map;
    }

    private static void refuses(Script script, Map<String, Object> sent, String code, String why) {
        assertThatThrownBy(() -> CheckedInputs.of(script, sent))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo(code))
                .hasMessage(why);
    }
}
