package io.cloudlab.process.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.services.input.InputType;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.services.input.ScriptInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs as people write them: what is understood runs, and what is not is said. */
class ToleratedInputsTest {
    private final List<String> warnings = new ArrayList<>();

    private ScriptInput input(String declaration) {
        Script script = CatalogueScripts.read(
                        ("scripts: [{name: s, file: s.sh, inputs: [{name: x, " + declaration + "}]}]").getBytes(UTF_8),
                        FileLookup.ANYWHERE,
                        warnings)
                .scripts()
                .get(0);
        assertThat(script.problem()).isNull();
        return script.inputs().get(0);
    }

    @ParameterizedTest
    @CsvSource({
        "integer,INTEGER",
        "int,INTEGER",
        "float,NUMBER",
        "bool,BOOLEAN",
        "checkbox,BOOLEAN",
        "Boolean,BOOLEAN",
        "textarea,TEXT",
        "multiline,TEXT",
        "password,SECRET",
        "mail,EMAIL",
        "day,DATE",
        "uri,URL",
        "hostname,HOST",
        "multiselect,LIST",
        "ssh_key,SSH_KEY_SELECT",
        "deployment,DEPLOYMENT_SELECT"
    })
    void otherWordsForATypeAreUnderstood(String word, InputType type) {
        assertThat(input("type: " + word).type()).isEqualTo(type);
        assertThat(warnings).isEmpty();
    }

    @Test
    void choiceIsASelect() {
        assertThat(input("type: dropdown, options: [a]").type()).isEqualTo(InputType.SELECT);
        assertThat(warnings).isEmpty();
    }

    @Test
    void integerHasNoFraction() {
        assertThat(input("type: integer, default: -1").defaultValue()).isEqualTo(-1L);
        assertThat(input("type: integer, default: 1.5").defaultValue()).isNull();
        assertThat(warnings).singleElement().asString().contains("must be a number without a fraction");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "deployment_id", "colour", "[a]"})
    void unknownTypeIsTextAndSaid(String word) {
        assertThat(input("type: " + word).type()).isEqualTo(InputType.STRING);
        assertThat(warnings).singleElement().asString().startsWith("scripts.yaml, line 1, column ");
    }

    @Test
    void unknownTypeIsNamedWithTheKnownOnes() {
        String known =
                " string, text, number, integer, boolean, select, multiselect, list, date, datetime, email, url, host,"
                        + " object, secret, deployment_select, ssh_key_select";
        input("type: colour");
        input("type: nubmer");

        assertThat(warnings)
                .containsExactly(
                        "scripts.yaml, line 1, column 58: input 'x' is taken as a string: its type is 'colour'; known are:"
                                + known + ".",
                        "scripts.yaml, line 1, column 58: input 'x' is taken as a string: its type is 'nubmer' (perhaps"
                                + " 'number' is meant); known are:" + known + ".");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secrte", "pasword", "vault_password", "api_token", "Private-Key"})
    void unknownTypeThatHintsAtASecretIsOne(String word) {
        assertThat(input("type: " + word).type()).isEqualTo(InputType.SECRET);
        assertThat(warnings).singleElement().asString().contains("is taken as a secret");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            type: number, default: "22"                 | 22
            type: number, default: 3                    | 3
            type: boolean, default: "true"              | true
            type: boolean, default: yes                 | true
            type: boolean, default: Off                 | false
            type: string, default: true                 | true
            type: string, options: [1, 2], default: 2   | 2
            type: select, options: [1, 2], default: 2   | 2
            type: list, default: "a,b"                  | a,b
            """)
    void defaultIsTakenAsARunWouldTakeIt(String declaration, String value) {
        assertThat(String.valueOf(input(declaration).defaultValue())).isEqualTo(value);
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            type: select, options: [a], default: b      | must be one of: a
            type: string, options: [a], default: b      | must be one of: a
            type: number, default: many                 | must be a number
            type: boolean, default: 1                   | must be true or false
            type: string, pattern: "[a-z]+", default: 9 | does not match the pattern
            type: string, default: {a: 1}               | it must be plain
            type: secret, default: hidden               | all users could read
            """)
    void inputWhoseDefaultCannotBeUsedHasToBeGiven(String declaration, String reason) {
        ScriptInput input = input(declaration);

        assertThat(input.defaultValue()).isNull();
        assertThat(input.required()).isTrue();
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("the default cannot be used, so that the input has to be given")
                .contains(reason);
    }

    @Test
    void optionsMayBePairs() {
        ScriptInput map = input("type: select, options: {s: Small, b: Big, m: m}, default: b");
        ScriptInput list =
                input("type: select, options: [{value: s, label: Small}, {value: b, label: Big}, m], default: s");

        for (ScriptInput input : List.of(map, list)) {
            assertThat(input.options()).containsExactlyInAnyOrder("s", "b", "m");
            assertThat(input.optionLabels()).isEqualTo(Map.of("s", "Small", "b", "Big"));
        }
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"requird,required", "patern,pattern", "lable,label", "opitons,options"})
    void mistypedKeyIsSaidWithTheNearestOne(String key, String meant) {
        input(key + ": x");

        assertThat(warnings)
                .containsExactly("scripts.yaml, line 1, column 52: '" + key
                        + "' means nothing here and is passed over; perhaps '" + meant + "' is meant.");
    }

    @Test
    void keysOfFileAndScriptAreSaidTooAndTheAuthorsOwnAreNot() {
        Script script = CatalogueScripts.read("""
                        scrips: []
                        x-note: mine
                        scripts:
                          - name: a
                            file: a.sh
                            concurency: parallel
                            attempts: 5
                            x-team: us
                        """.getBytes(UTF_8), FileLookup.ANYWHERE, warnings)
                .scripts()
                .get(0);

        assertThat(script.runnable()).isTrue();
        assertThat(warnings)
                .containsExactly(
                        "scripts.yaml, line 1, column 1: 'scrips' means nothing here and is passed over; perhaps 'scripts'"
                                + " is meant.",
                        "scripts.yaml, line 6, column 5: 'concurency' means nothing here and is passed over; perhaps"
                                + " 'concurrency' is meant.",
                        "scripts.yaml, line 7, column 5: 'attempts' means nothing here and is passed over.");
    }

    @Test
    void whatIsNeitherTrueNorFalseCountsOnTheSafeSide() {
        assertThat(input("required: maybe").required()).isTrue();
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("'required' must be true or false; it is taken as true");
    }

    @ParameterizedTest
    @CsvSource({"serial,false", "exclusive,false", "parallel,true", "concurrent,true"})
    void wordsForConcurrencyAreUnderstood(String word, boolean parallel) {
        List<Script> scripts = CatalogueScripts.read(
                        ("scripts: [{name: a, file: a.sh, concurrency: " + word + "}]").getBytes(UTF_8),
                        FileLookup.ANYWHERE,
                        warnings)
                .scripts();
        assertThat(scripts).singleElement().extracting(Script::parallel).isEqualTo(parallel);
        assertThat(warnings).isEmpty();
    }
}
