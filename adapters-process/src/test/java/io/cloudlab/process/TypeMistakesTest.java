package io.cloudlab.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What becomes of files with mistakes. */
class TypeMistakesTest extends LabTypesFixture {
    private void refused(String yaml, String reason) throws IOException {
        write("box.yaml", yaml);
        assertThat(later().types()).as(yaml).isEmpty();
        assertThat(types().types().problems())
                .singleElement()
                .asString()
                .startsWith("inventory_types/box.yaml, line ")
                .contains(reason)
                .endsWith("The type is left out.");
    }

    @Test
    void brokenFilesAreReportedWithTheirPlaceAndSkipped() throws IOException {
        refused("slug: box\nlabel: [", "line 2");
        refused("- 1", "the file must be a mapping");
        refused("label: Box\nfields: []", "'slug' is missing");
        refused("slug: box\nfields: []", "'label' is missing");
        refused("slug: box\nlabel: Box", "without 'fields'");
        refused("slug: Box\nlabel: Box\nfields: []", "'slug' must start with a small letter");
        refused("slug: tags\nlabel: Box\nfields: []", "a word the system uses itself");
        refused("slug: box\nlabel: Box\nfields: [{name: a}]", "'type' is missing");
        refused(
                "slug: box\nlabel: Box\nfields:\n- {name: a, type: x}",
                "line 4, column 3: field 'a' has an unknown type");
        refused("slug: box\nlabel: Box\nfields: [{name: a, type: enum}]", "'options' are missing");
        refused("slug: box\nlabel: Box\nfields: [{name: a, type: integer, default: x}]", "does not fit");
        refused("slug: box\nlabel: Box\nfields: [{name: a, type: secret, default: x}]", "read by everybody");
        refused("slug: box\nlabel: Box\nfields: [{name: a, type: string, unique: maybe}]", "'unique' must be true");
        refused(BOX + "actions: [{name: edit}]", "cannot be 'edit'");
        refused(BOX + "actions: [{name: a, type: x}]", "action 'a' has an unknown type");
        refused(BOX + "actions: [{name: a, scope: x}]", "'scope' must be object or type");
        refused(BOX + "actions: [{name: a, type: playbook}]", "'playbook' is missing");
        refused(BOX + "actions: [{name: a, type: playbook, playbook: ../x.yaml}]", "no file that may be run");
        refused(BOX + "actions: [{name: a, script: /bin/sh}]", "no file that may be run");
        refused(BOX + "actions: [{name: a}, {name: a}]", "hold 'a' twice");
        refused(
                BOX + "actions: [{name: a, type: playbook, playbook: a.yaml, vars_mapping: {x: '{{ other }}'}}]",
                "names 'other', which is no field");
        refused(BOX + "sync: nothing", "names no adapter");
        refused(BOX + "icon: \"a\\0b\"", "'icon' of the type must not hold control characters");
        refused(BOX + "description: \"a\\u202Eb\"", "'description' of the type must not hold control characters");
        refused(
                BOX + "actions: [{name: a, label: \"a\\0b\", script: a.sh}]",
                "'label' of action 'a' must not hold control characters");
        refused(
                BOX + "actions: [{name: a, confirm: \"a\\0b\", script: a.sh}]",
                "'confirm' of action 'a' must not hold control characters");
        refused(
                BOX + "actions: [{name: a, label: " + "x".repeat(251) + ", script: a.sh}]",
                "must have at most 250 characters");
        refused(
                BOX.replace("type: string", "type: enum, options: [\"a\\0b\"]"),
                "'options' of field 'name' must not hold control characters");
        refused(BOX.replace("type: string", "type: string, label: \"a\\nb\""), "must be a single line");
        refused(BOX + "actions: [{name: a, type: playbook, playbook: a.sh}]", "must be a .yml or .yaml file");
        refused(
                BOX + "actions: [{name: a, type: playbook, playbook: a.yaml, vars_mapping: {x: '{{ name | upper }}'}}]",
                "can take '{{ field }}' from the object, but not compute");
    }

    @Test
    void whatMeansNothingIsSaidAndTheTypeIsUsedAllTheSame() throws IOException {
        write("box.yaml", """
            slug: box
            label: Box
            colour: red
            x-shared: &shared {type: string}
            fields:
              - {name: name, type: string, requird: true}
              - {name: on, type: boolean, options: [yes]}
            actions:
              - {name: every, scope: type, script: every.sh}
              - {name: go, script: go.sh, confim: Sure?}
            """);

        assertThat(slugs()).containsExactly("box");
        assertThat(types().types().whole()).isTrue();
        assertThat(types().types().problems())
                .containsExactly(
                        "inventory_types/box.yaml, line 3, column 9: 'colour' means nothing here and is passed over.",
                        "inventory_types/box.yaml, line 6, column 41: 'requird' means nothing here and is passed over.",
                        "inventory_types/box.yaml, line 7, column 5: 'options' mean nothing in field 'on', which is a"
                                + " boolean.",
                        "inventory_types/box.yaml, line 9, column 5: action 'every' cannot be run: a type as a whole"
                                + " has no service.",
                        "inventory_types/box.yaml, line 10, column 39: 'confim' means nothing here and is passed over.");
    }

    @Test
    void tooManyFilesAreSaid() throws IOException {
        for (int each = 0; each < 501; each++) write(String.format("t%03d.yaml", each), BOX.replace("box", "t" + each));

        assertThat(later().types()).hasSize(500);
        assertThat(types().types().whole()).isFalse();
        assertThat(types().types().problems())
                .containsExactly(
                        "inventory_types/t500.yaml and all after it are left out: there are more than 500 files.");
    }
}
