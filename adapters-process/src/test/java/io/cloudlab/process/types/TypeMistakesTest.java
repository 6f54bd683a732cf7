package io.cloudlab.process.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.inventory.type.Action;
import io.cloudlab.core.inventory.type.ActionType;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.SyncAdapter;
import io.cloudlab.core.shared.Refused;
import java.io.IOException;
import java.util.List;
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
    void typeWithoutTheBasicsIsReportedWithItsPlaceAndSkipped() throws IOException {
        refused("slug: box\nlabel: [", "line 2");
        refused("- 1", "the file must be a mapping");
        refused("label: Box\nfields: []", "'slug' is missing");
        refused("slug: box\nfields: []", "'label' is missing");
        refused("slug: box\nlabel: Box", "without 'fields'");
        refused("slug: box\nlabel: Box\nfields: 1", "'fields' must be a list");
        refused("slug: Box\nlabel: Box\nfields: []", "'slug' must start with a small letter");
        refused("slug: tags\nlabel: Box\nfields: []", "a word the system uses itself");
        refused("slug: box\nlabel: \"a\\u202Eb\"\nfields: []", "'label' of the type must not hold control characters");
    }

    private ItemType kept(String yaml, String... reasons) throws IOException {
        write("box.yaml", yaml);
        assertThat(later().types()).as(yaml).hasSize(1);
        List<String> problems = types().types().problems();
        assertThat(problems).as(yaml).hasSize(reasons.length);
        for (int each = 0; each < reasons.length; each++)
            assertThat(problems.get(each))
                    .startsWith("inventory_types/box.yaml, line ")
                    .contains(reasons[each]);
        return types().types().types().get(0);
    }

    private Field field(String declaration, String reason) throws IOException {
        return kept("slug: box\nlabel: Box\nfields: [{" + declaration + "}]", reason)
                .fields()
                .get(0);
    }

    @Test
    void fieldKeepsWhatMakesSenseOfIt() throws IOException {
        assertThat(field("name: a", "'type' is missing").type()).isEqualTo(FieldType.STRING);
        assertThat(field("name: a, type: colour", "its type is 'colour'; known are: string, text")
                        .type())
                .isEqualTo(FieldType.STRING);
        assertThat(field("name: a, type: secrte", "is taken as a secret: its type is 'secrte'")
                        .type())
                .isEqualTo(FieldType.SECRET);
        assertThat(field("name: a, type: vault_password", "is taken as a secret")
                        .type())
                .isEqualTo(FieldType.SECRET);
        assertThat(field("name: a, type: enum", "it has no 'options'").type()).isEqualTo(FieldType.STRING);
        assertThat(field("name: a, type: integer, default: x", "does not fit").defaultValue())
                .isNull();
        assertThat(field("name: a, type: secret, default: x", "visible to all users")
                        .defaultValue())
                .isNull();
        assertThat(field("name: a, type: string, unique: maybe", "'unique' must be true")
                        .unique())
                .isFalse();
        assertThat(field("name: a, type: string, readonly: maybe", "it is taken as true")
                        .readonly())
                .isTrue();
        assertThat(field("name: a, type: json, unique: true", "cannot be asked").unique())
                .isFalse();
        assertThat(field("name: a, type: string, label: \"a\\nb\"", "must be a single line")
                        .label())
                .isEqualTo("a");
    }

    @Test
    void otherWordsForAFieldsTypeAreUnderstood() throws IOException {
        String fields = "[{name: a, type: int}, {name: b, type: bool, default: yes}, {name: c, type: password},"
                + " {name: d, type: select, options: [s, b]}, {name: e, type: textarea}, {name: f, type: email}]";
        assertThat(kept("slug: box\nlabel: Box\nfields: " + fields).fields())
                .extracting(Field::type)
                .containsExactly(
                        FieldType.INTEGER,
                        FieldType.BOOLEAN,
                        FieldType.SECRET,
                        FieldType.ENUM,
                        FieldType.TEXT,
                        FieldType.STRING);
    }

    @Test
    void optionsOfAFieldMayBePairsThoughOnlyTheirValuesCount() throws IOException {
        for (String options : List.of("{s: Small, b: Big}", "[{value: s, label: Small}, b]"))
            assertThat(field("name: a, type: enum, options: " + options, "types show the values of options")
                            .options())
                    .containsExactlyInAnyOrder("s", "b");
    }

    @Test
    void fieldThatCannotBeNamedIsLeftOut() throws IOException {
        for (String bad : List.of("{type: string}", "{name: 9a, type: string}", "{name: b, type: string}", "x"))
            assertThat(kept(
                                    "slug: box\nlabel: Box\nfields: [{name: b, type: string}, " + bad + "]",
                                    "; the field is left out")
                            .fields())
                    .as(bad)
                    .hasSize(1);
        kept("slug: box\nlabel: Box\nfields: [{name: a, type: enum, options: [\"a\\0b\"]}]", "; the field is left out");
    }

    private Action action(String declaration, String reason) throws IOException {
        Action action = kept(BOX + "actions: [{name: a, " + declaration + "}]", reason)
                .action("a")
                .orElseThrow();
        assertThat(types().types().whole()).isTrue();
        return action;
    }

    @Test
    void actionThatIsNotUnderstoodIsListedWithItsProblem() throws IOException {
        for (String flaw : List.of(
                "type: x|the type of the action is 'x'; known are: script, playbook",
                "scope: x|'scope' must be object or type",
                "type: playbook|'playbook' is missing",
                "type: playbook, playbook: ../x.yaml|no file that may be run",
                "type: playbook, playbook: services/a/inputs/x.yaml|no file that may be run",
                "type: playbook, playbook: ./services/a/config.yaml|no file that may be run",
                "type: script, script: scripts.yaml|no file that may be run",
                "type: playbook, playbook: a.sh|must be a .yml or .yaml file",
                "script: /bin/sh|no file that may be run",
                "script: a.sh, confirm: [x]|'confirm' must hold plain text",
                "script: a.sh, inputs: 1|'inputs' must be a list",
                "script: a.sh, inputs: [{name: x, pattern: '(('}]|no regular expression",
                "script: a.sh, inputs: [{name: x, pattern: '((){2147483647}){2147483647}x'}]|bounded time: it has too many repetitions",
                "script: a.sh, scope: type|a type as a whole has no service",
                "type: playbook, playbook: a.yaml, vars_mapping: [x]|'vars_mapping' must be a mapping",
                "type: playbook, playbook: a.yaml, vars_mapping: {x: '{{ other }}'}|names 'other', which is no field",
                "type: playbook, playbook: a.yaml, vars_mapping: {x: '{{ name | upper }}'}|but not compute")) {
            String[] parts = flaw.split("\\|(?=[^|]*$)");
            Action action = action(parts[0], parts[1]);
            assertThat(action.flaw()).as(flaw).isNotNull();
            assertThatThrownBy(action::requireRunnable)
                    .isInstanceOf(Refused.class)
                    .hasMessageContaining(parts[1].replaceAll("; known.*", ""));
        }
    }

    @Test
    void actionWithAFlawKeepsItsScriptToWhichRulesApply() throws IOException {
        assertThat(action("script: go.sh, inputs: 1", "'inputs' must be a list").script())
                .isEqualTo("go.sh");
        assertThat(action("script: ../go.sh", "no file that may be run").script())
                .isNull();
    }

    @Test
    void builtinActionsAreListedAndKeepTheTypeWithItsPermissions() throws IOException {
        for (String word : List.of("builtin", "builtin_config", "builtin_files")) {
            Action action = action("type: " + word + ", icon: cog, destructive: true", "the type of the action is");
            assertThat(action.kind()).isEqualTo(word);
            assertThat(action.icon()).isEqualTo("cog");
            assertThat(action.destructive()).isTrue();
        }
        assertThat(action("type: {type: builtin, name: config}", "'builtin'").kind())
                .isEqualTo("builtin");
        assertThat(types().types().types().get(0).permissions())
                .extracting(info -> info.permission().codename())
                .contains("inventory.box.view", "inventory.box.a");
        assertThat(kept(BOX + "actions: [{name: a, type: {type: builtin, name: ssh}}]")
                        .action("a")
                        .orElseThrow()
                        .type())
                .isEqualTo(ActionType.SSH);
    }

    @Test
    void unknownSourceMeansNoSynchronisation() throws IOException {
        for (String sync : List.of("ssh_credential_sync", "false", "{adapter: nothing}", "[vultr]", "vultur"))
            assertThat(kept(BOX + "sync: " + sync, "nothing is synchronised").sync())
                    .as(sync)
                    .isNull();
        assertThat(kept(BOX + "sync: user_sync").sync()).isEqualTo(SyncAdapter.USERS);
    }

    @Test
    void actionThatCannotBeNamedIsLeftOutAndNoPermissionIsTakenMeanwhile() throws IOException {
        for (String bad : List.of("{name: edit}", "{name: Go}", "{script: a.sh}", "{name: b}", "1")) {
            assertThat(kept(BOX + "actions: [{name: b}, " + bad + "]", "; the action is left out")
                            .actions())
                    .as(bad)
                    .hasSize(1);
            assertThat(types().types().whole()).isFalse();
        }
    }

    @Test
    void wordsForPeopleThatCannotBeShownAreLeftOut() throws IOException {
        assertThat(kept(BOX + "icon: \"a\\0b\"", "'icon' of the type must not hold control characters")
                        .icon())
                .isNull();
        assertThat(kept(BOX + "description: \"a\\u202Eb\"", "'description' of the type must not hold control")
                        .description())
                .isEmpty();
        String tooLong = "script: a.sh, label: " + "x".repeat(251);
        assertThat(kept(BOX + "actions: [{name: a, " + tooLong + "}]", "must have at most 250 characters")
                        .actions()
                        .get(0)
                        .label())
                .isEqualTo("a");
    }

    @Test
    void secretFieldMayBeHandedToAPlaybook() throws IOException {
        String yaml = "slug: box\nlabel: Box\nfields: [{name: token, type: secret}]\n"
                + "actions: [{name: a, type: playbook, playbook: a.yaml, vars_mapping: {x: '{{ token }}'}}]";
        assertThat(kept(yaml).action("a").orElseThrow().flaw()).isNull();
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
                        "inventory_types/box.yaml, line 3, column 1: 'colour' means nothing here and is passed over.",
                        "inventory_types/box.yaml, line 6, column 32: 'requird' means nothing here and is passed over;"
                                + " perhaps 'required' is meant.",
                        "inventory_types/box.yaml, line 7, column 5: 'options' mean nothing in field 'on', which is a"
                                + " boolean.",
                        "inventory_types/box.yaml, line 9, column 5: a type as a whole has no service; action 'every'"
                                + " cannot be run.",
                        "inventory_types/box.yaml, line 10, column 31: 'confim' means nothing here and is passed over;"
                                + " perhaps 'confirm' is meant.");
    }

    @Test
    void manyProblemsOfOneFileAreCounted() throws IOException {
        StringBuilder yaml = new StringBuilder(BOX);
        for (int each = 0; each < 25; each++) yaml.append("odd").append(each).append(": 1\n");
        write("box.yaml", yaml.toString());

        assertThat(later().problems())
                .hasSize(21)
                .last()
                .isEqualTo("inventory_types/box.yaml: 5 more; 'cloudlab check' shows all.");
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
