package io.cloudlab.core.services.input;

import static io.cloudlab.core.services.input.SampleInputs.input;
import static io.cloudlab.core.services.input.SampleInputs.required;
import static io.cloudlab.core.services.input.SampleInputs.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.services.ActiveDeployment;
import io.cloudlab.core.services.CheckedInputs;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.shared.InvalidInput.Violation;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.testing.fake.FakeCatalogue;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UndeclaredInputsTest {
    @Test
    void inputThatIsNotDeclaredIsRefusedWithTheKnownOnes() {
        Script script = script(input("size", InputType.STRING), input("region", InputType.STRING));

        refuses(script, Map.of("zzz", 1), "unknown-input", "Input 'zzz' is unknown. Known are: size, region.");
        refuses(
                script,
                Map.of("szie", "big"),
                "unknown-input",
                "Input 'szie' is unknown. Perhaps 'size' is meant. Known are: size, region.");
        refuses(
                script().withInputs(List.of()),
                Map.of("size", "big"),
                "unknown-input",
                "Input 'size' is unknown. There are none.");
    }

    @Test
    void inputInOtherLettersCannotOverwriteASecretOne() {
        refuses(
                script(input("token", InputType.SECRET)),
                Map.of("TOKEN", "x"),
                "unknown-input",
                "Input 'TOKEN' is unknown. Perhaps 'token' is meant. Known are: token.");
    }

    @Test
    void everyFaultIsToldAtOnce() {
        Script script = script(
                required("name", InputType.STRING),
                input("port", InputType.NUMBER),
                input("size", InputType.SELECT, "a"));

        assertThatThrownBy(() -> CheckedInputs.of(script, ordered("port", "many", "colour", "red")))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.faults())
                                .containsExactly(
                                        new Violation("name", "Input 'name' is required.", "missing-input"),
                                        new Violation("port", "Input 'port' must be a number.", "bad-input"),
                                        new Violation(
                                                "colour",
                                                "Input 'colour' is unknown. Known are: name, port, size.",
                                                "unknown-input")))
                .hasMessage("Input 'name' is required. 2 more inputs are wrong.");
    }

    @Test
    void inputThatChoosesADeploymentMustNameAnActiveOne() {
        Script script = script(input("host", InputType.DEPLOYMENT_SELECT), input("port", InputType.NUMBER));
        FakeCatalogue catalogue = new FakeCatalogue();
        catalogue.deployment(new ActiveDeployment(new ServiceName("web"), List.of("web1"), Instant.EPOCH));

        assertThat(SampleInputs.check(script, Map.of("host", "web"), catalogue, new PatternTurns())
                        .environment())
                .containsEntry("INPUT_HOST", "web");
        assertThatThrownBy(() ->
                        SampleInputs.check(script, ordered("host", "wiki", "port", "x"), catalogue, new PatternTurns()))
                .hasMessage("Input 'host' must be the name of an active deployment. One more input is wrong.");
    }

    @Test
    void undeclaredInputPassesUnderALegalName() {
        Map<String, Object> sent = new LinkedHashMap<>();
        sent.put("text", "a 'b' \"c\" $(id) `id`\nnext line ; rm -rf / & \\");
        sent.put("yes", true);
        sent.put("count", 3);
        sent.put("list", List.of("a", 1, false));
        sent.put("nothing", null);

        assertThat(CheckedInputs.of(script(), sent).environment())
                .containsExactly(
                        Map.entry("INPUT_COUNT", "3"),
                        Map.entry("INPUT_LIST", "a,1,false"),
                        Map.entry("INPUT_NOTHING", ""),
                        Map.entry("INPUT_TEXT", "a 'b' \"c\" $(id) `id`\nnext line ; rm -rf / & \\"),
                        Map.entry("INPUT_YES", "true"));
    }

    @Test
    void undeclaredObjectIsHandedOverAsJson() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", "a \"b\" \\ \n\u0001");
        object.put("ports", List.of(80, 443));
        object.put("deep", Map.of("on", true));

        assertThat(CheckedInputs.of(script(), Map.of("spec", object)).environment())
                .containsEntry(
                        "INPUT_SPEC",
                        "{\"name\":\"a \\\"b\\\" \\\\ \\u000a\\u0001\",\"ports\":[80,443],\"deep\":{\"on\":true}}");
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
