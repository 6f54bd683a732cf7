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
import java.util.stream.IntStream;
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
                arguments(InputType.INTEGER, 42, "42"),
                arguments(InputType.INTEGER, "-7", "-7"),
                arguments(InputType.INTEGER, "", ""),
                arguments(InputType.DATE, "2028-02-29", "2028-02-29"),
                arguments(InputType.DATETIME, " 2026-03-01T12:00:00+01:00 ", "2026-03-01T12:00:00+01:00"),
                arguments(InputType.EMAIL, "Mira@example.org", "Mira@example.org"),
                arguments(InputType.URL, "https://example.org:8443/a?b=c#d", "https://example.org:8443/a?b=c#d"),
                arguments(InputType.URL, "", ""),
                arguments(InputType.HOST, "web-1.example.org", "web-1.example.org"),
                arguments(InputType.HOST, "203.0.113.7", "203.0.113.7"),
                arguments(InputType.HOST, "2001:db8::1", "2001:db8::1"),
                arguments(InputType.HOST, "::ffff:203.0.113.7", "::ffff:203.0.113.7"),
                arguments(InputType.HOST, "::", "::"),
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
                arguments(InputType.INTEGER, 1.5, "must be a number without a fraction"),
                arguments(InputType.INTEGER, "1e3", "must be a number without a fraction"),
                arguments(InputType.INTEGER, "twelve", "must be a number"),
                arguments(InputType.DATE, "2027-02-29", "must be a day such as 2026-03-01"),
                arguments(InputType.DATE, "+12026-03-01", "must be a day such as 2026-03-01"),
                arguments(InputType.DATE, "2026-03-01T00:00:00Z", "must be a day such as 2026-03-01"),
                arguments(InputType.DATE, 20260301, "must be a day such as 2026-03-01"),
                arguments(
                        InputType.DATETIME,
                        "2026-03-01T12:00:00",
                        "must be a date and time with its offset, such as 2026-03-01T12:00:00+00:00"),
                arguments(
                        InputType.EMAIL,
                        "mira@example.org, otto@example.org",
                        "must be one e-mail address such as mira@example.org"),
                arguments(InputType.URL, "example.org", "must be an address that begins with http:// or https://"),
                arguments(
                        InputType.URL,
                        "javascript:alert(1)",
                        "must be an address that begins with http:// or https://"),
                arguments(InputType.URL, "https:///x", "must be an address that begins with http:// or https://"),
                arguments(InputType.URL, "http://a b", "must be an address that begins with http:// or https://"),
                arguments(InputType.HOST, "a b", "must be the name or IP address of a host"),
                arguments(InputType.HOST, "-oProxyCommand=x", "must be the name or IP address of a host"),
                arguments(InputType.HOST, "1.2.3", "must be the name or IP address of a host"),
                arguments(InputType.HOST, "1.2.3.256", "must be the name or IP address of a host"),
                arguments(InputType.HOST, "1:2:3:4:5:6:7", "must be the name or IP address of a host"),
                arguments(InputType.HOST, "1::2::3", "must be the name or IP address of a host"),
                arguments(InputType.HOST, "fe80::1%eth0", "must be the name or IP address of a host"),
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
    void someOfTheOptionsAreTheValueOfAMultiselect() {
        ScriptInput hosts = input("hosts", InputType.MULTISELECT, "web", "db");

        assertThat(text(hosts, List.of("db", "web"))).isEqualTo("db,web");
        assertThat(CheckedInputs.of(script(hosts), Map.of("hosts", List.of("db")))
                        .values())
                .isEqualTo(Map.of("hosts", List.of("db")));
        refuses(hosts, List.of("web", "mail"), "Input 'hosts' must be one of: web, db.");
        refuses(input("none", InputType.MULTISELECT), List.of("web"), "Input 'none' has no options to choose from.");
    }

    @Test
    void numberOfAnObjectIsANumber() {
        ScriptInput server = input("server", InputType.OBJECT, "7", "12");

        assertThat(CheckedInputs.of(script(server), Map.of("server", 12)).values())
                .isEqualTo(Map.of("server", 12L));
        refuses(server, 8, "Input 'server' must be one of: 7, 12.");
    }

    @Test
    void notEveryOptionIsNamedInAnError() {
        String[] many = IntStream.range(0, 1_000).mapToObj(String::valueOf).toArray(String[]::new);

        assertThatThrownBy(() -> CheckedInputs.of(script(input("in", InputType.SELECT, many)), Map.of("in", "x")))
                .hasMessageEndingWith("18, 19 and 980 more.");
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
