package io.cloudlab.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import io.cloudlab.process.catalogue.CatalogueOutputs;
import io.cloudlab.process.catalogue.CatalogueScripts;
import io.cloudlab.process.catalogue.FileLookup;
import io.cloudlab.process.catalogue.InstanceTable;
import io.cloudlab.process.catalogue.LabFile;
import io.cloudlab.process.types.TypeYaml;
import io.cloudlab.process.yaml.YamlProblem;
import io.cloudlab.process.yaml.YamlReader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Schema and reader agree: a file is valid exactly if its reader has nothing to say of it. */
class LabFileSchemasTest {
    private static final int FILES_OF_EACH_KIND = 50;
    private static final JsonMapper JSON = new JsonMapper();
    private static final LabFileSchemas SCHEMAS = new LabFileSchemas();
    private static final Validator VALIDATOR = validator();

    private static Validator validator() {
        Validator validator = new ValidatorFactory()
                .withJsonNodeFactory(new JacksonNode.Factory())
                .createValidator();
        for (String name : SCHEMAS.names())
            validator.registerSchema(uri(name), SCHEMAS.find(name).orElseThrow());
        return validator;
    }

    private static URI uri(String name) {
        return URI.create("https://schemas.test/" + name);
    }

    private static List<String> problems(String schema, byte[] yaml) {
        List<String> problems = new ArrayList<>();
        List<YamlProblem> found = new ArrayList<>();
        try {
            switch (schema) {
                case "lab.json" -> found.addAll(LabFile.read(yaml).problems());
                case "scripts.json" ->
                    CatalogueScripts.read(yaml, FileLookup.ANYWHERE, problems).scripts();
                case "instance.json" -> found.addAll(InstanceTable.problems(YamlReader.read(yaml)));
                case "service_outputs.json" -> found.addAll(CatalogueOutputs.problems(yaml));
                default -> TypeYaml.read(yaml, "type.yaml", FileLookup.ANYWHERE, found);
            }
        } catch (YamlProblem e) {
            found.add(e);
        }
        found.forEach(problem -> problems.add(problem.sentence("file")));
        return problems;
    }

    private static boolean valid(String schema, byte[] yaml) throws Exception {
        Object plain = YamlReader.read(yaml).plain();
        return VALIDATOR.validate(uri(schema), JSON.writeValueAsString(plain)).isValid();
    }

    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of("lab.json", (Function<LabFileCorpus, Object>) LabFileCorpus::lab),
                Arguments.of("scripts.json", (Function<LabFileCorpus, Object>) LabFileCorpus::scripts),
                Arguments.of("instance.json", (Function<LabFileCorpus, Object>) LabFileCorpus::instance),
                Arguments.of("service_outputs.json", (Function<LabFileCorpus, Object>) LabFileCorpus::outputs),
                Arguments.of("inventory_type.json", (Function<LabFileCorpus, Object>) LabFileCorpus::type));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void generatedFilesAreValidExactlyIfTheReaderHasNothingToSay(String schema, Function<LabFileCorpus, Object> kind)
            throws Exception {
        int right = 0;
        int files = Integer.getInteger("cloudlab.corpus", FILES_OF_EACH_KIND);
        for (int seed = 0; seed < files; seed++) {
            LabFileCorpus corpus = new LabFileCorpus(seed);
            Object file = kind.apply(corpus);
            if (seed % 2 == 1) IntStream.range(0, 2).forEach(time -> corpus.spoil(file));
            byte[] yaml = JSON.writeValueAsString(file).getBytes(UTF_8);

            List<String> problems = problems(schema, yaml);
            boolean valid = valid(schema, yaml);

            assertThat(valid)
                    .as("seed %d, %s: the reader says %s", seed, new String(yaml, UTF_8), problems)
                    .isEqualTo(problems.isEmpty());
            if (valid) right++;
        }
        assertThat(right).isBetween(files / 2, files * 9 / 10);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            scripts: [{name: a, file: inputs/a.sh}]                                | false
            scripts: [{name: a, file: ./outputs}]                                  | false
            scripts: [{name: a, file: a/../b.sh}]                                  | false
            scripts: [{name: a, file: a..b.sh}]                                    | true
            scripts: [{name: a, file: ./-x}]                                       | false
            scripts: [{name: a, file: a.sh, inputs: [{name: x, type: select}]}]    | false
            scripts: [{name: a, file: a.sh, inputs: [{name: x, default: {a: 1}}]}] | false
            scripts: [{name: a, file: a.sh, inputs: [{name: x, type: int, default: "1.5"}]}] | false
            scripts: [{name: "  ", file: a.sh}]                                    | false
            scripts: [{label: a, file: a.sh}]                                      | false
            scripts: [{name: a, file: a.sh, inputs: [{name: x, type: object}]}]    | false
            scripts: [{name: a, file: a.sh, inputs: [{name: x, type: object, options_from: {type: server}}]}] | true
            scripts: [{name: a, file: a.sh, inputs: [{name: x, type: object, options_from: {type: server, value: name}}]}] | false
            scripts: [{name: a, file: a.sh, inputs: [{name: x, type: object, options_from: {glob: "a/*"}}]}] | false
            scripts: [{name: a, file: a.sh, inputs: [{name: x, type: select, options_from: {glob: "../*"}}]}] | false
            scripts: [{name: a, file: a.sh, inputs: [{name: x, type: select, options_from: {glob: "a/*", type: b}}]}] | false
            scripts: [{name: a, file: a.sh, inputs: [{name: x, type: select, options_from: {}}]}] | false
            scripts: [{name: a, file: a.sh, inputs: [{name: x, type: select, options: [a], options_from: {glob: "a/*"}}]}] | false
            scripts: [{name: a, file: a.sh, inputs: [{name: x, type: secret, options_from: {type: b}}]}] | false
            scripts: [{name: a, file: a.sh, inputs: [{name: x, type: multiselect}]}] | true
            scripts: [{name: a, file: a.sh, inputs: [{name: x}, {name: y, visible_if: {x: [a, 2]}}]}] | true
            scripts: [{name: a, file: a.sh, inputs: [{name: x}, {name: y, visible_if: {x: []}}]}] | false
            scripts: [{name: a, file: a.sh, inputs: [{name: x}, {name: y, visible_if: x}]}] | false
            scripts: [{name: a, file: a.sh, retry: {times: 11}}]                   | false
            scripts: [{name: a, file: a.sh, retry: {delay: 1m}}]                   | false
            scripts: [{name: a, file: a.sh, retry: {times: 1, delay: soon}}]       | false
            scripts: [{name: a, file: a.sh, retry: 3}]                             | false
            {secrets: [INPUT_X], scripts: [{name: a, file: a.sh}]}                 | false
            {secrets: [A], scripts: [{name: a, file: a.sh, secrets: [A-B]}]}       | false
            scripts: [{name: a, playbook: a.yml, inventory: ../x}]                 | false
            scripts: [{name: a, playbook: a.yml, inventory: "a,b"}]                | false
            scripts: [{name: a, playbook: a.yml, verbosity: 5}]                    | false
            scripts: [{name: a, playbook: a.yml, verbosity: 1.5}]                  | false
            scripts: [{name: a, playbook: a.yml, forks: 0}]                        | false
            scripts: [{name: a, playbook: a.yml, check: maybe}]                    | false
            scripts: [{name: a, playbook: a.yml, check: "{{ inputs.x }}", inputs: [{name: x}]}] | true
            scripts: [{name: a, playbook: a.yml, forks: "{{inputs.x}}", inputs: [{name: x}]}]   | true
            scripts: [{name: a, playbook: a.yml, script: a.sh}]                    | false
            scripts: [{name: a, file: a.sh, limit: web}]                           | false
            title: x                                                               | false
            [1]                                                                    | false
            ""                                                                     | false
            ~                                                                      | true
            """)
    void scriptsThatPeopleGetWrongAreJudgedAlike(String yaml, boolean right) throws Exception {
        assertThat(problems("scripts.json", yaml.getBytes(UTF_8)).isEmpty()).isEqualTo(right);
        assertThat(valid("scripts.json", yaml.getBytes(UTF_8))).isEqualTo(right);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
            {label: web, region: mel, plan: small, os: Debian}              | true
            {label: web, region: mel, plan: small, os_id: 2136}             | true
            {label: 007, region: mel, plan: small, os: Debian}              | false
            {label: "007", region: mel, plan: small, os: Debian}            | true
            {label: web, region: mel, plan: small}                          | false
            {label: web, plan: small, os: Debian}                           | false
            {label: web, region: mel, plan: small, os: Debian, tags: web}   | false
            {label: web, region: mel, plan: small, os: Debian, tag: [web]}  | false
            `` | false
            """)
    void instancesThatPeopleGetWrongAreJudgedAlike(@Nullable String instance, boolean right) throws Exception {
        byte[] yaml = ("instances: [" + (instance == null ? "" : instance) + "]").getBytes(UTF_8);
        assertThat(problems("instance.json", yaml).isEmpty()).isEqualTo(right);
        assertThat(valid("instance.json", yaml)).isEqualTo(right);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = ';', textBlock = """
            {name: a, type: playbook, playbook: a.yaml, vars_mapping: {x: "{{ name }} and {{name}}"}}   ; true
            {name: a, type: playbook, playbook: a.yaml, vars_mapping: {x: "{{ name | upper }}"}}        ; false
            {name: a, type: playbook, playbook: a.yaml, vars_mapping: {x: "{% if name %}"}}             ; false
            {name: a, type: playbook, playbook: a.yaml, vars_mapping: {ansible_host: x}}                ; false
            {name: a, type: playbook, playbook: a.sh}                                                   ; false
            {name: a, type: playbook}                                                                   ; false
            {name: a, type: builtin}                                                                    ; false
            {name: ssh, type: builtin}                                                                  ; true
            {name: a, type: {type: builtin, name: ssh}}                                                 ; true
            {name: a, type: {type: builtin, name: files}}                                               ; false
            {name: a, type: builtin_files}                                                              ; false
            {name: a, script: a.sh, scope: type}                                                        ; false
            {name: a, type: playbook, playbook: a.yaml, scope: type}                                    ; true
            {name: edit, script: a.sh}                                                                  ; false
            """)
    void actionsThatPeopleGetWrongAreJudgedAlike(String action, boolean right) throws Exception {
        byte[] yaml = ("slug: box\nlabel: Box\nfields: [{name: name, type: string}]\nactions: [" + action + "]")
                .getBytes(UTF_8);
        assertThat(problems("inventory_type.json", yaml).isEmpty()).isEqualTo(right);
        assertThat(valid("inventory_type.json", yaml)).isEqualTo(right);
    }

    @Test
    void schemasOfTheDocumentationAreThose() throws Exception {
        Path docs = Path.of("../docs/schemas");
        if (Boolean.getBoolean("cloudlab.docs.write")) {
            Files.createDirectories(docs);
            for (String name : SCHEMAS.names())
                Files.writeString(docs.resolve(name), SCHEMAS.find(name).orElseThrow());
        }
        try (Stream<Path> files = Files.list(docs)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(SCHEMAS.names());
        }
        for (String name : SCHEMAS.names())
            assertThat(docs.resolve(name))
                    .as("written anew by -Dcloudlab.docs.write=true")
                    .hasContent(SCHEMAS.find(name).orElseThrow());
    }
}
