package io.cloudlab.process.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of an action's inputs that do not become variables of its playbook. */
class TypeInputNamesTest extends LabTypesFixture {
    private List<String> problems(String action) throws IOException {
        write(
                "box.yaml",
                "slug: box\nlabel: Box\nfields: [{name: name, type: string}]\nactions: [{name: go, " + action + "}]");
        assertThat(later().types().get(0).actions().get(0).flaw()).as(action).isNull();
        return types().types().problems();
    }

    @ParameterizedTest
    @ValueSource(strings = {"environment", "ansible_user", "hostvars", "groups"})
    void nameThatAnsibleReservesIsNamed(String name) throws IOException {
        assertThat(problems("type: playbook, playbook: p.yaml, inputs: [{name: fine}, {name: " + name + "}]"))
                .containsExactly("inventory_types/box.yaml, line 4, column 86: input '" + name
                        + "' of action 'go' reaches the playbook only as INPUT_"
                        + name.toUpperCase(Locale.ROOT) + " in its environment: Variable '" + name
                        + "' has a meaning of its own in Ansible.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Size", "disk-size"})
    void nameThatNoVariableMayHaveIsNamed(String name) throws IOException {
        assertThat(problems("type: playbook, playbook: p.yaml, inputs: [{name: " + name + "}]"))
                .singleElement()
                .asString()
                .contains("input '" + name + "'", "must start with a lower-case letter");
    }

    @Test
    void inputThatTheMappingHidesIsNamed() throws IOException {
        assertThat(problems("type: playbook, playbook: p.yaml, vars_mapping: {size: '5'}, inputs: [{name: size}]"))
                .singleElement()
                .asString()
                .contains("only as INPUT_SIZE in its environment: 'vars_mapping' sets the variable");
    }

    @Test
    void scriptsTakeAllOfThem() throws IOException {
        assertThat(problems("type: script, inputs: [{name: environment}, {name: disk-size}]"))
                .isEmpty();
    }
}
