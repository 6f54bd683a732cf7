package io.cloudlab.core.inventory.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.inventory.type.Action.Scope;
import io.cloudlab.core.services.input.InputType;
import io.cloudlab.core.services.input.ScriptInput;
import io.cloudlab.core.shared.InvalidInput;
import io.cloudlab.core.shared.Refused;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ItemTypeTest {
    private static void refused(String reason, ThrowingCallable making) {
        assertThatThrownBy(making).isInstanceOf(InvalidInput.class).hasMessageContaining(reason);
    }

    private static Action playbook(String variable) {
        return new Action(
                "go",
                "Go",
                ActionType.PLAYBOOK,
                Scope.OBJECT,
                null,
                null,
                "go.yaml",
                Map.of(variable, "x"),
                null,
                false,
                List.of());
    }

    @Test
    void slugsTheSystemUsesItselfAreRefused() {
        for (String word : List.of("types", "tags", "ws", "actions", "sync", "acl"))
            refused("a word the system uses itself", () -> new TypeSlug(word));
        for (String bad : List.of("", "Server", "1box", "-x", "a.b", "a/b", "..", "x".repeat(51), "a b"))
            refused("must start with a small letter", () -> new TypeSlug(bad));
        assertThat(new TypeSlug("a" + "-_9".repeat(16)).value()).hasSize(49);
    }

    @Test
    void actionsCannotBeCalledLikePermissionsOfTheSystem() {
        for (String word : List.of("view", "create", "edit", "delete", "files", "sync"))
            refused("cannot be '" + word + "'", () -> SampleTypes.action(word, Scope.OBJECT));
        refused("must start with a small letter", () -> SampleTypes.action("Go", Scope.OBJECT));
    }

    @Test
    void fieldsAndActionsStandThereOnce() {
        Field field = Field.of("name", FieldType.STRING);
        refused("hold 'name' twice", () -> SampleTypes.type("box", List.of(field, field.asRequired())));
        Action go = SampleTypes.action("go", Scope.OBJECT);
        refused("hold 'go' twice", () -> SampleTypes.type("box", List.of(), go, SampleTypes.action("go", Scope.TYPE)));
    }

    @Test
    void fieldsMustMakeSense() {
        refused("options are missing", () -> Field.of("size", FieldType.ENUM));
        refused("must start with a letter", () -> Field.of("9size", FieldType.STRING));
        refused(
                "unique cannot be asked",
                () -> Field.of("token", FieldType.SECRET).asUnique());
        refused(
                "default makes no sense",
                () -> Field.of("name", FieldType.STRING).asUnique().withDefault("x"));
        Field count = Field.of("count", FieldType.INTEGER).withDefault("many");
        refused("default does not fit", () -> SampleTypes.type("box", List.of(count)));
    }

    @Test
    void everyFieldMayBeHandedToAPlaybookSecretOnesToo() {
        Action go = new Action(
                "go",
                "Go",
                ActionType.PLAYBOOK,
                Scope.OBJECT,
                null,
                null,
                "go.yaml",
                Map.of("pass", "{{ token }}"),
                null,
                false,
                List.of());

        assertThat(SampleTypes.type("box", List.of(Field.of("token", FieldType.SECRET)), go)
                        .action("go"))
                .contains(go);
        refused("which is no field", () -> SampleTypes.type("box", List.of(), go));
    }

    @Test
    void actionOfAnUnknownKindCannotBeRun() {
        Action.Flaw flaw = new Action.Flaw("builtin_files", "box.yaml: no.");
        Action files = Action.flawed("browse", "Browse", ActionType.UNKNOWN, Scope.OBJECT, null, false, flaw);

        assertThat(files.kind()).isEqualTo("builtin_files");
        assertThatThrownBy(files::requireRunnable).isInstanceOf(Refused.class).hasMessage("box.yaml: no.");
        assertThat(SampleTypes.RESTART.kind()).isEqualTo("script");
        assertThat(ActionType.of("unknown")).isEmpty();
    }

    @Test
    void actionsMustMakeSense() {
        refused(
                "playbook is missing",
                () -> new Action(
                        "go",
                        "Go",
                        ActionType.PLAYBOOK,
                        Scope.OBJECT,
                        null,
                        null,
                        null,
                        Map.of(),
                        null,
                        false,
                        List.of()));
        refused(
                "scope of action 'go' must be object",
                () -> new Action(
                        "go", "Go", ActionType.SSH, Scope.TYPE, null, null, null, Map.of(), null, false, List.of()));
        for (String variable :
                List.of("ansible_connection", "ansible_python_interpreter", "hostvars", "groups", "Host", "a b", "9x"))
            refused("vars_mapping of action 'go'", () -> playbook(variable));
        ScriptInput input = new ScriptInput("x", "X", InputType.STRING, false, null, List.of(), null, "");
        refused(
                "hold 'x' twice",
                () -> new Action(
                        "go",
                        "Go",
                        ActionType.SCRIPT,
                        Scope.OBJECT,
                        null,
                        null,
                        null,
                        Map.of(),
                        null,
                        false,
                        List.of(input, input)));
    }

    @Test
    void typeHasPermissionsOfItsOwn() {
        assertThat(SampleTypes.SERVER.permissions())
                .extracting(info -> info.permission().codename())
                .containsExactly(
                        "inventory.server.view",
                        "inventory.server.create",
                        "inventory.server.edit",
                        "inventory.server.delete",
                        "inventory.server.restart",
                        "inventory.server.refresh");
        assertThat(SampleTypes.SERVER.permissions()).extracting("category").containsOnly("inventory.server");
        assertThat(SampleTypes.SERVER.hasObjectPermission("restart")).isTrue();
        assertThat(SampleTypes.SERVER.hasObjectPermission("refresh")).isFalse();
        assertThat(SampleTypes.SERVER.hasObjectPermission("create")).isFalse();
    }
}
