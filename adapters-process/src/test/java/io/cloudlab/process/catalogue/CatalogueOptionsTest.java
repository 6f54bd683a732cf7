package io.cloudlab.process.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.services.input.OptionsSource;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.services.input.ScriptInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options of the moment and conditions, as scripts.yaml declares them. */
class CatalogueOptionsTest {
    private final List<String> warnings = new ArrayList<>();

    private List<Script> read(String yaml) {
        return CatalogueScripts.read(yaml.getBytes(UTF_8), FileLookup.ANYWHERE, warnings)
                .scripts();
    }

    @Test
    void sourcesOfOptionsAndConditionsAreRead() {
        List<ScriptInput> inputs = read("""
                scripts:
                  - name: release
                    file: release.sh
                    inputs:
                      - {name: stage, type: select, options_from: {glob: "inventories/*"}, default: prod}
                      - {name: hosts, type: multiselect, options_from: {type: server, value: hostname, filter: {cpus: 4}}}
                      - {name: server, type: object, options_from: {type: server}, visible_if: {stage: [prod, 7], hosts: ""}}
                """).get(0).inputs();

        assertThat(warnings).isEmpty();
        assertThat(inputs)
                .extracting(ScriptInput::optionsFrom)
                .containsExactly(
                        new OptionsSource.OfFiles("inventories/*"),
                        new OptionsSource.OfType("server", "hostname", Map.of("cpus", "4")),
                        new OptionsSource.OfType("server", "id", Map.of()));
        assertThat(inputs.get(0).defaultValue()).isEqualTo("prod");
        assertThat(inputs.get(2).visibleIf()).isEqualTo(Map.of("stage", List.of("prod", "7"), "hosts", List.of("")));
    }

    @Test
    void conditionIsSpelledAsTheValueItWaitsFor() {
        List<ScriptInput> inputs = read("scripts: [{name: a, file: a.sh, inputs: [{name: x, type: boolean},"
                        + " {name: y, visible_if: {x: yes}}, {name: z, visible_if: {x: [Off, '']}}]}]")
                .get(0)
                .inputs();
        assertThat(warnings).isEmpty();
        assertThat(inputs.get(1).visibleIf()).isEqualTo(Map.of("x", List.of("true")));
        assertThat(inputs.get(2).visibleIf()).isEqualTo(Map.of("x", List.of("false", "")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {name: x, visible_if: {y: 1}}, {name: y}                | 'visible_if' of 'x' names 'y', which is no input before it
            {name: x, visible_if: {x: 1}}                           | which is no input before it
            {name: y, type: secret}, {name: x, visible_if: {y: 1}}  | which is no input before it
            {name: y, type: boolean}, {name: x, visible_if: {y: 1x}}              | to be '1x', which it cannot be: it is true or false
            {name: y, type: select, options: [a, b]}, {name: x, visible_if: {y: c}} | 'visible_if' of 'x' wants 'y' to be 'c', which it does not offer
            {name: x, type: select, options_from: {type: Bad!}}     | 'type' cannot be this
            {name: x, type: select, options_from: {glob: "/etc/*"}} | 'glob' cannot be this
            """)
    void inputThatDependsOnNothingKnownKeepsTheScriptFromRunning(String inputs, String reason) {
        Script script = read("scripts: [{name: a, file: a.sh, inputs: [" + inputs + "]}]")
                .get(0);
        assertThat(script.problem()).contains(reason);
    }
}
