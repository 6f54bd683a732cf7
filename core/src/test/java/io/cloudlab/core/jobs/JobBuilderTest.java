package io.cloudlab.core.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.jobs.job.Concurrency;
import io.cloudlab.core.jobs.job.JobSubject;
import io.cloudlab.core.shared.Refused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobBuilderTest {
    private static JobBuilder task() {
        return JobBuilder.of(new JobSubject.Cloud("inventory"), "refresh", "Refreshing");
    }

    @Test
    void playbookRunsOnThisMachineAndFindsItsVariablesInAFile() {
        JobBuilder task =
                task().playbook("init_playbook/generate-inventory.yaml").variable("label", "{{ x }}");

        assertThat(task.commands)
                .containsExactly(List.of(
                        "ansible-playbook",
                        "-i",
                        "localhost,",
                        "-e",
                        "@variables.json",
                        "init_playbook/generate-inventory.yaml"));
        assertThat(task.variables).isEqualTo(Map.of("label", "{{ x }}"));
        assertThat(task.directory).isEmpty();
        assertThat(task.lane).isEqualTo(Concurrency.EXCLUSIVE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--vault-password-file=x.yaml",
                "@x.yaml",
                "../x.yaml",
                "a/../x.yaml",
                "a//x.yaml",
                "/x.yaml",
                "x.sh",
                ".yaml",
                "a\nb.yaml"
            })
    void whatIsNoPlaybookOfTheLabIsRefused(String file) {
        assertThatThrownBy(() -> task().playbook(file)).isInstanceOf(Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ansible_connection",
                "ansible_python_interpreter",
                "hostvars",
                "groups",
                "group_names",
                "inventory_hostname",
                "playbook_dir",
                "omit",
                "vars",
                "environment",
                "Label",
                "_x",
                "a-b",
                "a b",
                "a=b",
                "",
                "x\n"
            })
    void nameThatMeansSomethingToAnsibleIsRefused(String name) {
        assertThatThrownBy(() -> task().variable(name, "x"))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.code()).isEqualTo("bad-variable"));
    }

    @Test
    void valuesAreBoundedAndCannotCarryAnsiblesMarks() {
        assertRefused(Map.of("__ansible_vault", "x"));
        assertRefused(List.of(Map.of("__ansible_unsafe", 5)));
        for (String template : List.of("{{ x }}", "a {% x", "{# x"))
            assertRefused(List.of(Map.of("deep", Map.of(template, 1))));
        assertRefused("a\0b");
        List<Object> deep = new ArrayList<>();
        for (int i = 0; i < 17; i++) deep = new ArrayList<>(List.of(deep));
        assertRefused(deep);
        assertRefused("x".repeat(600_000));
        task().variable("fine", Arrays.asList("text", 1, 2.5, true, null, Map.of("k", "v")))
                .check();
        JobBuilder many = task();
        for (int i = 0; i <= 100; i++) many.variable("v" + i, i);
        assertThatThrownBy(many::check).isInstanceOf(Refused.class);
    }

    @Test
    void textFormTellsNothingSecret() {
        assertThat(task().secretEnvironment(Map.of("A", "hunter22")).variable("b", "hunter33"))
                .hasToString("JobBuilder[inventory refresh]");
    }

    private static void assertRefused(Object value) {
        assertThatThrownBy(() -> task().variable("x", value).check()).isInstanceOf(Refused.class);
    }
}
