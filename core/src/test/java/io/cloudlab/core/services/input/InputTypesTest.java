package io.cloudlab.core.services.input;

import static io.cloudlab.core.services.input.SampleInputs.input;
import static io.cloudlab.core.services.input.SampleInputs.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.cloudlab.core.services.CheckedInputs;
import io.cloudlab.core.shared.Refused;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each type of input takes, and the text a script then sees. */
class InputTypesTest {
    private static final String KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFHQxZ3mNkq0yq4o1J";

    static Stream<Arguments> right() {
        return Stream.of(
                arguments(InputType.STRING, "it's \"so\" $(id) `id` \\ %s", "it's \"so\" $(id) `id` \\ %s"),
                arguments(InputType.STRING, "", ""),
                arguments(InputType.TEXT, "one\ntwo\r\n", "one\ntwo\r\n"),
                arguments(InputType.NUMBER, 42, "42"),
                arguments(InputType.NUMBER, -0.5, "-0.5"),
                arguments(InputType.NUMBER, 1e21, "1000000000000000000000"),
                arguments(InputType.NUMBER, new BigDecimal("1.50"), "1.50"),
                arguments(InputType.NUMBER, new BigInteger("18446744073709551616"), "18446744073709551616"),
                arguments(InputType.NUMBER, "8080", "8080"),
                arguments(InputType.NUMBER, " 1e3 ", "1e3"),
                arguments(InputType.NUMBER, "", ""),
                arguments(InputType.BOOLEAN, true, "true"),
                arguments(InputType.BOOLEAN, false, "false"),
                arguments(InputType.BOOLEAN, "true", "true"),
                arguments(InputType.BOOLEAN, "", ""),
                arguments(InputType.LIST, List.of("a", "b"), "a,b"),
                arguments(InputType.LIST, List.of(1, true, "x"), "1,true,x"),
                arguments(InputType.LIST, List.of(), ""),
                arguments(InputType.LIST, "a,b", "a,b"),
                arguments(InputType.SECRET, "p4ss\nword", "p4ss\nword"),
                arguments(InputType.DEPLOYMENT_SELECT, "web-7", "web-7"),
                arguments(InputType.SSH_KEY_SELECT, List.of(KEY + " mira", KEY), KEY + " mira," + KEY),
                arguments(InputType.SSH_KEY_SELECT, KEY, KEY));
    }

    @Test
    void numberThatWouldFillTheMemoryIsNotWrittenOut() {
        BigDecimal huge = new BigDecimal("1e2147483647");
        assertThat(CheckedInputs.of(script(), Map.of("in", huge, "list", List.of(huge), "map", Map.of("a", huge)))
                        .environment())
                .containsEntry("INPUT_IN", "1E+2147483647")
                .containsEntry("INPUT_LIST", "1E+2147483647")
                .containsEntry("INPUT_MAP", "{\"a\":1E+2147483647}");
        assertThatThrownBy(() -> CheckedInputs.of(script(input("in", InputType.NUMBER)), Map.of("in", huge)))
                .isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @MethodSource("right")
    void rightValueReachesTheScriptAsText(InputType type, Object value, String text) {
        CheckedInputs checked = CheckedInputs.of(script(input("in", type)), Map.of("in", value));

        assertThat(type == InputType.SECRET ? checked.secrets() : checked.environment())
                .containsExactly(Map.entry("INPUT_IN", text));
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                arguments(InputType.STRING, 1, "must be text"),
                arguments(InputType.STRING, true, "must be text"),
                arguments(InputType.STRING, List.of("a"), "must be text"),
                arguments(InputType.STRING, Map.of("a", 1), "must be text"),
                arguments(InputType.TEXT, 1, "must be text"),
                arguments(InputType.SECRET, 123456, "must be text"),
                arguments(InputType.DEPLOYMENT_SELECT, 1, "must be text"),
                arguments(InputType.NUMBER, "twelve", "must be a number"),
                arguments(InputType.NUMBER, "1; id", "must be a number"),
                arguments(InputType.NUMBER, "0x10", "must be a number"),
                arguments(InputType.NUMBER, "1e99999", "must be a number"),
                arguments(InputType.NUMBER, Double.NaN, "must be a number"),
                arguments(InputType.NUMBER, Double.POSITIVE_INFINITY, "must be a number"),
                arguments(InputType.NUMBER, true, "must be a number"),
                arguments(InputType.NUMBER, List.of(1), "must be a number"),
                arguments(InputType.BOOLEAN, "yes", "must be true or false"),
                arguments(InputType.BOOLEAN, "TRUE", "must be true or false"),
                arguments(InputType.BOOLEAN, 1, "must be true or false"),
                arguments(InputType.LIST, 1, "must be a list"),
                arguments(InputType.LIST, Map.of(), "must be a list"),
                arguments(InputType.LIST, List.of(List.of("a")), "must be a list of plain values"),
                arguments(
                        InputType.SSH_KEY_SELECT,
                        "not a key",
                        "must hold public SSH keys, such as ssh-ed25519 AAAA… name; a comma parts them"),
                arguments(
                        InputType.SSH_KEY_SELECT,
                        KEY + " a\n" + KEY,
                        "must hold public SSH keys, such as ssh-ed25519 AAAA… name; a comma parts them"),
                arguments(
                        InputType.SSH_KEY_SELECT,
                        List.of("command=\"id\" " + KEY),
                        "must hold public SSH keys, such as ssh-ed25519 AAAA… name; a comma parts them"),
                arguments(InputType.SSH_KEY_SELECT, true, "must be a list"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void wrongValueIsRefusedNamingTheInput(InputType type, Object value, String why) {
        refuses(input("in", type), value, "Input 'in' " + why + ".");
    }

    @Test
    void listWithNothingInOnePlaceIsRefused() {
        List<Object> holes = new ArrayList<>();
        holes.add(null);

        refuses(input("in", InputType.LIST), holes, "Input 'in' must be a list of plain values.");
    }

    @Test
    void selectTakesItsOptionsOnlyWrittenAsTextOrNot() {
        ScriptInput size = input("size", InputType.SELECT, "1", "2", "true");

        assertThat(text(size, "1")).isEqualTo("1");
        assertThat(text(size, 2)).isEqualTo("2");
        assertThat(text(size, true)).isEqualTo("true");
        assertThat(text(size, "")).isEmpty();
        refuses(size, "3", "Input 'size' must be one of: 1, 2, true.");
        refuses(size, 3, "Input 'size' must be one of: 1, 2, true.");
        refuses(size, List.of("1"), "Input 'size' must be one of: 1, 2, true.");
    }

    @Test
    void everyElementOfAListMustBeAnOptionWhereThereAreSome() {
        ScriptInput colours = input("colours", InputType.LIST, "red", "blue");

        assertThat(text(colours, List.of("blue", "red"))).isEqualTo("blue,red");
        refuses(colours, List.of("red", "green"), "Input 'colours' must be one of: red, blue.");
        refuses(colours, "green", "Input 'colours' must be one of: red, blue.");
    }

    @Test
    void optionsBindTextAndNumbersToo() {
        refuses(input("in", InputType.STRING, "a", "b"), "c", "Input 'in' must be one of: a, b.");
        refuses(input("in", InputType.NUMBER, "1", "2"), 3, "Input 'in' must be one of: 1, 2.");
        assertThat(text(input("in", InputType.NUMBER, "1", "2"), 2)).isEqualTo("2");
    }

    private static String text(ScriptInput input, Object value) {
        return CheckedInputs.of(script(input), Map.of(input.name(), value))
                .environment()
                .get("INPUT_" + input.name().toUpperCase());
    }

    private static void refuses(ScriptInput input, Object value, String why) {
        assertThatThrownBy(() -> CheckedInputs.of(script(input), Map.of(input.name(), value)))
                .isInstanceOf(Refused.class)
                .hasMessage(why);
    }
}
