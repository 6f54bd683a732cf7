package io.cloudlab.core.inventory.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Caller;
import io.cloudlab.core.inventory.action.RunAction;
import io.cloudlab.core.inventory.item.InventoryFixture;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.NewItem;
import io.cloudlab.core.inventory.type.Action.Scope;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.services.input.ScriptInput;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActionSecretsTest {
    private static final ItemType SERVER = SampleTypes.type(
            "server",
            List.of(Field.of("name", FieldType.STRING), Field.of("password", FieldType.SECRET)),
            action(
                    "enter",
                    ActionType.PLAYBOOK,
                    Scope.OBJECT,
                    null,
                    "plays/enter.yaml",
                    Map.of("login", "{{ name }}:{{ password }}", "pass", " {{ password }} ", "host", "{{ name }}")),
            Action.flawed(
                    "sign",
                    "Sign",
                    ActionType.UNKNOWN,
                    Scope.OBJECT,
                    null,
                    false,
                    new Action.Flaw(
                            "builtin_sign", "server.yaml, line 9, column 5: action 'sign' is of no known type.")));

    private final InventoryFixture lab = InventoryFixture.withJobs(SERVER);

    private static Action action(
            String name,
            ActionType type,
            Scope scope,
            @Nullable String script,
            @Nullable String playbook,
            Map<String, String> vars,
            ScriptInput... inputs) {
        return new Action(name, name, type, scope, null, script, playbook, vars, null, false, List.of(inputs));
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private Item object(Object... namesAndValues) {
        return lab.items().create(lab.root, "server", new NewItem(InventoryFixture.data(namesAndValues), List.of()));
    }

    private Job run(Caller caller, Item item, String action, Map<String, Object> inputs) {
        return lab.cloudLab().itemActions().run(caller, "server", item.id(), new RunAction(action, null, inputs));
    }

    private static void refused(String code, ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        CloudLabException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @Test
    void playbookGetsSecretFieldsSealedAndMasked() throws Exception {
        lab.lab.lab().runner().onStart(launch -> {
            lab.lab.lab().log().print(launch.id(), "login mira:s3cret! with s3cret!\n");
            lab.lab.lab().runner().finish(launch.id(), 0);
        });
        Item item = object("name", "mira", "password", "s3cret!");
        Job job = run(lab.root, item, "enter", Map.of());

        assertThat(lab.lab.lab().runner().awaitStart(job.id()).variables())
                .isEqualTo(Map.of("host", "mira", "login", "mira:s3cret!", "pass", "s3cret!"));
        Job stored = lab.lab.stores().jobs().find(job.id()).orElseThrow();
        assertThat(stored.plan().variables()).isEqualTo(Map.of("host", "mira"));
        assertThat(stored.toString() + lab.lab.audit()).doesNotContain("s3cret!");
        lab.lab.cloudLab().jobs().await(lab.root, job.id(), Duration.ofSeconds(40));
        assertThat(lab.lab.cloudLab().jobs().tail(lab.root, job, 1).get(0))
                .startsWith("login ")
                .doesNotContain("s3cret!");
    }

    @Test
    void playbookGetsNoSecretThatIsEmptyOrTooShortToBeMasked() {
        refused("missing-field", () -> run(lab.root, object("name", "a"), "enter", Map.of()));
        refused("short-secret", () -> run(lab.root, object("name", "b", "password", "abc"), "enter", Map.of()));
    }

    @Test
    void actionThatCannotBeRunSaysWhy() {
        assertThatThrownBy(() -> run(lab.root, object("name", "x"), "sign", Map.of()))
                .isInstanceOf(Refused.class)
                .hasMessage("server.yaml, line 9, column 5: action 'sign' is of no known type.");
    }
}
