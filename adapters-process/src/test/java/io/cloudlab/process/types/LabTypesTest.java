package io.cloudlab.process.types;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.inventory.type.Action;
import io.cloudlab.core.inventory.type.ActionType;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.SyncAdapter;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.inventory.type.TypeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabTypesTest extends LabTypesFixture {
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

    /** What a playbook touches is said by the source of the object, not by who may edit it. */
    @Test
    void fieldsThatSamplesHandToPlaybooksAreReadonly() {
        List<Field> handedOver = new LabTypes(Path.of("../cloudlab"), Clock.systemUTC(), nanos::get)
                .types().types().stream()
                        .flatMap(type -> type.fields().stream()
                                .filter(field -> type.actions().stream()
                                        .flatMap(action -> action.vars().values().stream())
                                        .anyMatch(text -> text.contains("{{ " + field.name() + " }}"))))
                        .toList();

        assertThat(handedOver).extracting(Field::name).contains("region", "vultr_label");
        assertThat(handedOver).allMatch(Field::readonly);
    }
}
