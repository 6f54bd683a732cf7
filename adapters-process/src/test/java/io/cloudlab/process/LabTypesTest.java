package io.cloudlab.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.inventory.Action;
import io.cloudlab.core.inventory.ActionType;
import io.cloudlab.core.inventory.Field;
import io.cloudlab.core.inventory.FieldType;
import io.cloudlab.core.inventory.ItemType;
import io.cloudlab.core.inventory.SyncAdapter;
import io.cloudlab.core.inventory.TypeSlug;
import io.cloudlab.core.inventory.TypeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabTypesTest {
    private static final String BOX = """
        slug: box
        label: Box
        fields: [{name: name, type: string}]
        """;

    @TempDir
    Path lab;

    private final AtomicLong nanos = new AtomicLong();
    private TypeSource types;

    private TypeSource types() {
        if (types == null) types = new LabTypes(lab, Clock.systemUTC(), nanos::get);
        return types;
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(lab.resolve("inventory_types"));
        Files.writeString(lab.resolve("inventory_types").resolve(file), text);
    }

    private TypeSource.Loaded later() {
        nanos.addAndGet(200_000_000);
        return types().types();
    }

    private List<String> slugs() {
        return later().types().stream().map(type -> type.slug().value()).toList();
    }

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
    void everyMemberOfATypeIsRead() throws IOException {
        write("crate.yml", """
            slug: crate
            label: Crate
            icon: box
            description: What things come in.
            fields:
              - {name: hostname, label: Host, type: string, required: true, unique: true, searchable: true}
              - {name: size, type: enum, options: [1, two, true], default: 1, readonly: yes}
              - {name: port, type: integer, default: 8080}
            actions:
              - {name: ssh, type: builtin, label: Terminal}
              - {name: shell, type: {type: builtin, name: ssh}}
              - name: fix
                label: Fix it
                type: playbook
                playbook: ./plays/fix.yaml
                vars_mapping: {host: "{{ hostname }}", n: 5}
                icon: tool
                confirm: Sure?
                destructive: true
              - {name: every, scope: type, type: playbook, playbook: plays/every.yaml}
              - {name: go, script: go.sh, inputs: [{name: who, required: true}]}
            sync: {source: user_sync}
            """);

        ItemType type = later().types().get(0);
        assertThat(types().types().problems()).isEmpty();
        assertThat(type.slug()).isEqualTo(new TypeSlug("crate"));
        assertThat(List.of(type.label(), type.icon(), type.description()))
                .containsExactly("Crate", "box", "What things come in.");
        assertThat(type.fields())
                .containsExactly(
                        new Field("hostname", "Host", FieldType.STRING, true, true, false, true, List.of(), null),
                        new Field(
                                "size",
                                "size",
                                FieldType.ENUM,
                                false,
                                false,
                                true,
                                false,
                                List.of("1", "two", "true"),
                                "1"),
                        new Field("port", "port", FieldType.INTEGER, false, false, false, false, List.of(), 8080L));
        assertThat(type.actions())
                .extracting(Action::type)
                .containsExactly(
                        ActionType.SSH, ActionType.SSH, ActionType.PLAYBOOK, ActionType.PLAYBOOK, ActionType.SCRIPT);
        assertThat(type.action("fix"))
                .contains(new Action(
                        "fix",
                        "Fix it",
                        ActionType.PLAYBOOK,
                        Action.Scope.OBJECT,
                        "tool",
                        null,
                        "plays/fix.yaml",
                        Map.of("host", "{{ hostname }}", "n", "5"),
                        "Sure?",
                        true,
                        List.of()));
        assertThat(type.action("every").orElseThrow().scope()).isEqualTo(Action.Scope.TYPE);
        assertThat(type.action("go").orElseThrow().inputs()).hasSize(1);
        assertThat(type.sync()).isEqualTo(SyncAdapter.USERS);
    }

    @ParameterizedTest
    @CsvSource({"vultr,VULTR", "vultr_inventory,VULTR", "service_discovery,SERVICES", "deployments,DEPLOYMENTS"})
    void adapterIsNamedInThreeWays(String word, SyncAdapter adapter) throws IOException {
        for (String sync : List.of("{adapter: " + word + "}", "{source: " + word + "}", word)) {
            write("box.yaml", BOX + "sync: " + sync + "\n# " + sync);
            assertThat(later().types().get(0).sync()).isEqualTo(adapter);
        }
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
    void typesStayWhileTheirDirectoryIsAway() throws IOException {
        assertThat(later()).isEqualTo(TypeSource.Loaded.NONE);
        write("box.yaml", BOX);
        assertThat(slugs()).containsExactly("box");
        Path directory = lab.resolve("inventory_types");
        Files.move(directory, lab.resolve("moved"));
        assertThat(slugs()).containsExactly("box");
        assertThat(types().types().whole()).isFalse();
        assertThat(types().types().problems())
                .containsExactly("inventory_types is not there any more, what was known of it stays.");

        Files.createDirectory(directory);
        assertThat(slugs()).isEmpty();
        assertThat(types().types().whole()).isTrue();
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

    @Test
    void typesStandInTheOrderOfTheirFilesAndASlugBelongsToTheFirst() throws IOException {
        write("b.yaml", BOX);
        write("a.yml", BOX.replace("box", "crate"));
        write("c.yaml", BOX);
        write("broken.yaml", "[");
        write("notes.txt", "no type");
        write(".hidden.yaml", "[");

        assertThat(slugs()).containsExactly("crate", "box");
        assertThat(types().types().whole()).isFalse();
        Files.delete(lab.resolve("inventory_types/broken.yaml"));
        assertThat(later().whole()).as("another file has the slug").isFalse();
        write("broken.yaml", "[");
        assertThat(later().problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem)
                        .isEqualTo("inventory_types/c.yaml is skipped: another file has the slug 'box'."))
                .anySatisfy(problem -> assertThat(problem).startsWith("inventory_types/broken.yaml, line "));
    }

    @Test
    void changesShowAndWhatStaysIsTheSameObject() throws IOException {
        assertThat(slugs()).isEmpty();
        write("box.yaml", BOX);
        assertThat(types().types().types()).isEmpty();
        assertThat(slugs()).containsExactly("box");
        TypeSource.Loaded before = types().types();
        assertThat(later()).isSameAs(before);

        write("box.yaml", BOX + "icon: new\n");
        assertThat(later().types().get(0).icon()).isEqualTo("new");
        Files.delete(lab.resolve("inventory_types/box.yaml"));
        assertThat(slugs()).isEmpty();
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        Path elsewhere = Files.writeString(lab.resolve("elsewhere.yaml"), BOX);
        Files.createDirectories(lab.resolve("inventory_types"));
        Files.createSymbolicLink(lab.resolve("inventory_types/box.yaml"), elsewhere);

        assertThat(slugs()).isEmpty();
        assertThat(types().types().problems())
                .containsExactly("inventory_types/box.yaml: not a regular file. The type is left out.");
    }

    @Test
    void samplesOfThisRepositoryAreTypes() {
        TypeSource samples = new LabTypes(Path.of("../cloudlab"), Clock.systemUTC(), nanos::get);

        assertThat(samples.types().problems()).isEmpty();
        assertThat(samples.types().types())
                .extracting(type -> type.slug().value())
                .contains("server", "service", "user", "deployment", "credential");
    }
}
