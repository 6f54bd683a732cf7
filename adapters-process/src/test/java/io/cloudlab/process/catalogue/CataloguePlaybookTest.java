package io.cloudlab.process.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.services.input.InputTemplate;
import io.cloudlab.core.services.input.PlaybookOption;
import io.cloudlab.core.services.input.PlaybookOptions;
import io.cloudlab.core.services.input.Script;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scripts that are playbooks, as scripts.yaml declares them. */
class CataloguePlaybookTest {
    private final List<String> warnings = new ArrayList<>();

    private Script read(String script) {
        byte[] yaml = ("scripts: [{name: a, " + script + "}]").getBytes(UTF_8);
        return CatalogueScripts.read(yaml, FileLookup.ANYWHERE, warnings)
                .scripts()
                .get(0);
    }

    @Test
    void everyOptionIsRead() {
        Script script = read("""
                playbook: site.yml, inventory: "inventories/{{ inputs.stage }}", limit: [web, "db:!old"], tags: "a,b",
                skip_tags: slow, check: yes, diff: "{{ inputs.diff }}", become: true, verbosity: 2, forks: "20",
                arguments: [--flush-cache], confirm: "Release to {{ inputs.stage }}?",
                inputs: [{name: stage}, {name: diff, type: boolean}]""");

        assertThat(warnings).isEmpty();
        assertThat(script.runnable()).isTrue();
        assertThat(script.file()).isEqualTo("site.yml");
        assertThat(script.options().confirm()).isEqualTo(new InputTemplate("Release to {{ inputs.stage }}?"));
        PlaybookOptions playbook = script.options().playbook();
        assertThat(playbook.inventory()).isEqualTo(new InputTemplate("inventories/{{ inputs.stage }}"));
        Map<String, String> inputs = Map.of("stage", "prod", "diff", "true");
        assertThat(playbook.words(inputs::get))
                .containsExactly(
                        "--limit=web,db:!old",
                        "--tags=a,b",
                        "--skip-tags=slow",
                        "--check",
                        "--diff",
                        "--become",
                        "-vv",
                        "--forks=20");
        assertThat(playbook.options()).containsKeys(PlaybookOption.values());
    }

    @Test
    void playbookWithoutInputsTakesNone() {
        assertThat(read("playbook: site.yml").inputsDeclared()).isTrue();
        assertThat(read("file: a.sh").inputsDeclared()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            playbook: a.yml, script: a.sh                                  | 'playbook' and 'script' exclude each other
            file: a.sh, limit: web                                         | 'limit' means nothing without 'playbook'
            file: a.sh, inventory: service                                 | 'inventory' means nothing without 'playbook'
            playbook: ../a.yml                                             | names no file that the service may run
            playbook: inputs/a.yml                                         | names no file that the service may run
            playbook: a.yml, inventory: ../../x                            | 'inventory' must be 'service', 'instances', or a path
            playbook: a.yml, inventory: "a,b"                              | 'inventory' must be
            playbook: a.yml, inventory: -x                                 | 'inventory' must be
            playbook: a.yml, inventory: "{{ inputs.x }}"                   | names the input 'x', which there is not
            playbook: a.yml, limit: "@hosts"                               | 'limit' must name hosts and groups
            playbook: a.yml, verbosity: 5                                  | 'verbosity' must be a number from 0 to 4
            playbook: a.yml, forks: 0                                      | 'forks' must be a number from 1 to 999
            playbook: a.yml, check: maybe                                  | 'check' must be true or false
            playbook: a.yml, arguments: ["{{ inputs.x }}"], inputs: [{name: x}] | of a playbook cannot name inputs
            playbook: a.yml, limit: "{{ inputs.x }}", inputs: [{name: x, type: secret}] | names the secret input 'x'
            playbook: a.yml, inputs: [{name: ansible_connection}]          | with a meaning of its own in Ansible
            playbook: a.yml, inputs: [{name: group-names}]                 | with a meaning of its own in Ansible
            playbook: a.yml, confirm: "{{ x }}"                            | 'confirm' has braces that name no input
            """)
    void mistakeKeepsThePlaybookFromRunning(String script, String reason) {
        assertThat(read(script).problem()).contains(reason);
        assertThat(warnings).isNotEmpty().allMatch(warning -> warning.startsWith("scripts.yaml, line 1"));
    }
}
