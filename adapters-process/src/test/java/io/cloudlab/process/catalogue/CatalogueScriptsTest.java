package io.cloudlab.process.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.services.input.InputTemplate;
import io.cloudlab.core.services.input.InputType;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.services.input.ScriptInput;
import io.cloudlab.core.services.input.ScriptOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueScriptsTest {
    private final List<String> warnings = new ArrayList<>();

    private List<Script> read(String yaml) {
        return CatalogueScripts.read(yaml.getBytes(UTF_8), FileLookup.ANYWHERE, warnings)
                .scripts();
    }

    private ScriptInput input(String declaration) {
        return read("scripts: [{name: s, file: s.sh, inputs: [" + declaration + "]}]")
                .get(0)
                .inputs()
                .get(0);
    }

    @Test
    void everyMemberOfAScriptIsRead() {
        List<Script> scripts = read("""
                scripts:
                  - name: greet
                    label: Greet somebody
                    description: Prints a greeting.
                    script: greet.sh
                    file: ignored.sh
                    concurrency: parallel
                    inputs:
                      - {name: who, label: Whom, type: string, required: true, default: 007, pattern: "[a-z0-9]+", description: A name.}
                """);

        ScriptInput who =
                new ScriptInput("who", "Whom", InputType.STRING, true, "007", List.of(), "[a-z0-9]+", "A name.");
        assertThat(scripts)
                .containsExactly(
                        new Script("greet", "Greet somebody", "Prints a greeting.", "greet.sh", List.of(who), true));
        assertThat(warnings).isEmpty();
    }

    @Test
    void argumentsAndEnvironmentAreRead() {
        CatalogueScripts.Declared declared = CatalogueScripts.read("""
                environment: {TZ: Europe/Berlin, LEVEL: 3}
                scripts:
                  - name: release
                    file: release.sh
                    environment: {LEVEL: 4}
                    arguments: ["--version", "{{ inputs.version }}", 7]
                    timeout: 90m
                    retry: {times: 3, delay: 2m}
                    secrets: [KEY]
                    inputs: [{name: version}]
                """.getBytes(UTF_8), FileLookup.ANYWHERE, warnings);

        assertThat(declared.environment()).isEqualTo(Map.of("TZ", "Europe/Berlin", "LEVEL", "3"));
        ScriptOptions options = declared.scripts().get(0).options();
        assertThat(options.environment()).isEqualTo(Map.of("LEVEL", "4"));
        assertThat(options.timeout()).isEqualTo(Duration.ofMinutes(90));
        assertThat(options.retries()).isEqualTo(3);
        assertThat(options.retryDelay()).isEqualTo(Duration.ofMinutes(2));
        assertThat(options.secrets()).containsExactly("KEY");
        assertThat(options.arguments())
                .extracting(InputTemplate::text)
                .containsExactly("--version", "{{ inputs.version }}", "7");
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    '["{{ inputs.other }}"]'    | names the input 'other', which there is not
                    '["{{ inputs.password }}"]' | names the secret input 'password'
                    '["{{ version }}"]'         | has braces that name no input
                    '[[1]]'                     | must hold plain text
                    'x'                         | must be a list
                    """)
    void argumentsThatCannotBeFilledKeepTheScriptFromRunning(String arguments, String reason) {
        List<Script> scripts = read("scripts: [{name: a, file: a.sh, arguments: " + arguments
                + ", inputs: [{name: version}, {name: password, type: secret}]}]");

        assertThat(scripts).noneMatch(script -> script.name().equals("a") && script.runnable());
        assertThat(warnings).singleElement().asString().contains(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CLOUDLAB_JOB_ID", "INPUT_X", "CLM_X", "_clm_x", "A-B", "1A", "\"\"", "\"A=B\"", "ü"})
    void variableThatTheSystemUsesOrNoShellKnowsIsPassedOver(String name) {
        assertThat(read("scripts: [{name: a, file: a.sh, environment: {" + name + ": x, OK: y}}]")
                        .get(0)
                        .options()
                        .environment())
                .isEqualTo(Map.of("OK", "y"));
        assertThat(warnings).singleElement().asString().contains("'environment' cannot hold");
    }

    @ParameterizedTest
    @ValueSource(strings = {"90", "0s", "-1m", "1w", "m", "1 m", "1h30m", "[1m]", "9999999d"})
    void timeoutThatIsNoneKeepsTheScriptFromRunning(String timeout) {
        List<Script> scripts = read("scripts: [{name: a, file: a.sh, timeout: " + timeout + "}]");
        assertThat(scripts).noneMatch(script -> script.name().equals("a") && script.runnable());
        assertThat(warnings).singleElement().asString().contains("'timeout'");
    }

    @Test
    void onlyNameAndFileAreNeeded() {
        assertThat(read("scripts: [{name: a, file: ./bin//a.sh, inputs: [{name: x}]}]"))
                .containsExactly(new Script(
                        "a",
                        "a",
                        "",
                        "bin/a.sh",
                        List.of(new ScriptInput("x", "x", InputType.STRING, false, null, List.of(), null, "")),
                        false));
    }

    @Test
    void everyTypeIsKnown() {
        for (InputType type : InputType.values()) {
            String options = type == InputType.OBJECT ? "options_from: {type: server}" : "options: [a]";
            assertThat(input("{name: x, type: " + type.word() + ", " + options + "}")
                            .type())
                    .isEqualTo(type);
        }
        assertThat(warnings).isEmpty();
    }

    @Test
    void defaultsHaveTheShapeInWhichACallerWouldSendThem() {
        assertThat(input("{name: x, default: 1.10}").defaultValue()).isEqualTo("1.10");
        assertThat(input("{name: x, type: number, default: 3}").defaultValue()).isEqualTo(3L);
        assertThat(input("{name: x, type: boolean, default: true}").defaultValue())
                .isEqualTo(true);
        assertThat(input("{name: x, type: list, default: [1, b]}").defaultValue())
                .isEqualTo(List.of("1", "b"));
        assertThat(input("{name: x, type: list, default: 'a,b'}").defaultValue())
                .isEqualTo("a,b");
        assertThat(input("{name: x, type: select, options: [1.10, yes], default: 1.10}")
                        .defaultValue())
                .isEqualTo("1.10");
    }

    @Test
    void requiredTakesYamlsOlderWordsToo() {
        assertThat(input("{name: x, required: yes}").required()).isTrue();
        assertThat(input("{name: x, required: off}").required()).isFalse();
    }

    @Test
    void withoutDeclarationsThereIsTheImplicitScript() {
        for (String yaml : List.of("", "scripts:", "scripts: []")) {
            assertThat(read(yaml)).containsExactly(Script.DEPLOY);
        }
        assertThat(warnings).isEmpty();
    }

    @Test
    void aBrokenFileYieldsTheImplicitScriptAndAWarningWithTheLine() {
        assertThat(read("scripts:\n  - name: a\n   file: b\n")).containsExactly(Script.DEPLOY);
        assertThat(read("[1]")).containsExactly(Script.DEPLOY);
        assertThat(read("scripts: {a: b}")).containsExactly(Script.DEPLOY);
        assertThat(warnings).hasSize(3).allMatch(warning -> warning.startsWith("scripts.yaml, line "));
    }

    @Test
    void scriptWithoutANameIsLeftOutAndOneWithoutAFileIsListedWithItsProblem() {
        List<Script> scripts = read("scripts:\n  - {name: a}\n  - {name: b, file: b.sh}\n  - text\n  - {file: c.sh}\n");

        assertThat(scripts).extracting(Script::name).containsExactly("a", "b");
        assertThat(scripts)
                .extracting(Script::problem)
                .containsExactly(
                        "scripts.yaml, line 2, column 5: a script without 'script', 'file' or 'playbook'.", null);
        assertThat(warnings)
                .containsExactly(
                        "scripts.yaml, line 2, column 5: a script without 'script', 'file' or 'playbook'. The script 'a' cannot be run.",
                        "scripts.yaml, line 4, column 5: a script must be a mapping of names to values. The script is left out.",
                        "scripts.yaml, line 5, column 5: a script without a name. The script is left out.");
    }

    @Test
    void theFirstOfTwoScriptsWithOneNameStays() {
        assertThat(read("scripts: [{name: a, file: 1.sh}, {name: a, file: 2.sh}]"))
                .extracting(Script::file)
                .containsExactly("1.sh");
        assertThat(warnings).singleElement().asString().contains("another script has this name already");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            {name: "", file: a.sh}                          | without a name
            {name: "a\\nb", file: a.sh}                     | printable
            {name: [a], file: a.sh}                         | must hold plain text
            """)
    void scriptThatCannotBeNamedIsLeftOut(String script, String reason) {
        assertThat(read("scripts: [" + script + "]")).containsExactly(Script.DEPLOY);
        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith("scripts.yaml, line 1, ")
                .contains(reason)
                .endsWith("The script is left out.");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            {name: a, file: ../x.sh}                        | names no file
            {name: a, file: /bin/sh}                        | names no file
            {name: a, file: outputs/x.sh}                   | names no file
            {name: a, file: "-c"}                           | names no file
            {name: a, file: [a.sh]}                         | names no file
            {name: a, file: a.sh, inputs: 1}                | 'inputs' must be a list
            {name: a, file: a.sh, inputs: [1]}              | an input must be a mapping
            {name: a, file: a.sh, inputs: [{label: x}]}     | an input without a name
            {name: a, file: a.sh, inputs: [{name: 1x}]}     | cannot name an input
            {name: a, file: a.sh, inputs: [{name: a-b}, {name: A_B}]} | the same variable
            {name: a, file: a.sh, inputs: [{name: x, type: select}]} | a select without options
            {name: a, file: a.sh, inputs: [{name: x, options: [[1]]}]} | must hold plain text
            {name: a, file: a.sh, inputs: [{name: x, options: [{label: y}]}]} | an option without 'value'
            {name: a, file: a.sh, inputs: [{name: x, options: [y, y]}]} | stands there twice
            {name: a, file: a.sh, inputs: [{name: x, options: y}]} | must be a list, or a mapping
            {name: a, file: a.sh, inputs: [{name: x, pattern: "(("}]} | no regular expression
            {name: a, file: a.sh, inputs: [{name: x, pattern: "((){2147483647}){2147483647}x"}]} | too many repetitions
            {name: a, file: a.sh, inputs: [{name: x, pattern: [a]}]} | must hold plain text
            """)
    void scriptThatWouldRunHalfUnderstoodIsListedWithItsProblem(String script, String reason) {
        Script read = read("scripts: [" + script + "]").get(0);

        assertThat(read.name()).isEqualTo("a");
        assertThat(read.runnable()).isFalse();
        assertThat(read.problem()).startsWith("scripts.yaml, line 1, ").contains(reason);
        assertThat(warnings).containsExactly(read.problem() + " The script 'a' cannot be run.");
    }

    @Test
    void aPatternIsBoundedInLength() {
        List<Script> scripts =
                read("scripts: [{name: a, file: a.sh, inputs: [{name: x, pattern: '" + "a".repeat(501) + "'}]}]");
        assertThat(scripts).singleElement().extracting(Script::runnable).isEqualTo(false);
        assertThat(warnings).singleElement().asString().contains("longer than 500 characters");
    }

    @Test
    void declaredInputsAreToldFromNone() {
        assertThat(read("scripts: [{name: a, file: a.sh, inputs: []}]").get(0).inputsDeclared())
                .isTrue();
        assertThat(read("scripts: [{name: a, file: a.sh, inputs: }]").get(0).inputsDeclared())
                .isTrue();
        assertThat(read("scripts: [{name: a, file: a.sh}]").get(0).inputsDeclared())
                .isFalse();
    }
}
