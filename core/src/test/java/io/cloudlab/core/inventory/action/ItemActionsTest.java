package io.cloudlab.core.inventory.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.AclRule.Effect;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.inventory.item.AccessRules;
import io.cloudlab.core.inventory.item.InventoryFixture;
import io.cloudlab.core.inventory.item.Item;
import io.cloudlab.core.inventory.item.NewItem;
import io.cloudlab.core.inventory.type.Action;
import io.cloudlab.core.inventory.type.Action.Scope;
import io.cloudlab.core.inventory.type.ActionType;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.SampleTypes;
import io.cloudlab.core.jobs.job.Concurrency;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobFilter;
import io.cloudlab.core.services.input.InputType;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.services.input.ScriptFile;
import io.cloudlab.core.services.input.ScriptInput;
import io.cloudlab.core.shared.CloudLabException;
import io.cloudlab.core.shared.PageRequest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ItemActionsTest {
    private static final ScriptInput WHO =
            new ScriptInput("who", "Who", InputType.STRING, true, null, List.of(), null, "");
    private static final ScriptInput TOKEN =
            new ScriptInput("token", "Token", InputType.SECRET, false, null, List.of(), null, "");
    private static final ItemType SERVER = SampleTypes.type(
            "server",
            List.of(
                    Field.of("name", FieldType.STRING),
                    Field.of("ports", FieldType.JSON),
                    Field.of("password", FieldType.SECRET)),
            action("deploy", ActionType.SCRIPT, Scope.OBJECT, "deploy.sh", null, Map.of()),
            action("greet", ActionType.SCRIPT, Scope.OBJECT, null, null, Map.of(), WHO, TOKEN),
            action("run", ActionType.DYNAMIC_SCRIPTS, Scope.OBJECT, null, null, Map.of()),
            action(
                    "stop",
                    ActionType.SCRIPT_STOP,
                    Scope.OBJECT,
                    null,
                    null,
                    Map.of(),
                    input("why", InputType.STRING, "")),
            action("greetfile", ActionType.SCRIPT, Scope.OBJECT, "greet.sh", null, Map.of()),
            action("ssh", ActionType.SSH, Scope.OBJECT, null, null, Map.of()),
            action(
                    "fix",
                    ActionType.PLAYBOOK,
                    Scope.OBJECT,
                    null,
                    "plays/fix.yaml",
                    Map.of("host", "{{ name }}", "open", "{{ports}}", "greeting", "Hello {{ name }}!"),
                    WHO),
            action(
                    "tune",
                    ActionType.PLAYBOOK,
                    Scope.OBJECT,
                    null,
                    "plays/tune.yaml",
                    Map.of(),
                    input("count", InputType.NUMBER, "3"),
                    input("ratio", InputType.NUMBER, 0.5),
                    input("force", InputType.BOOLEAN, null),
                    input("hosts", InputType.LIST, "a"),
                    input("from", InputType.DEPLOYMENT_SELECT, null),
                    input("namespace", InputType.STRING, "means something to Ansible"),
                    TOKEN),
            action("refresh", ActionType.PLAYBOOK, Scope.TYPE, null, "plays/refresh.yaml", Map.of("mode", "full")));

    private final InventoryFixture lab = new InventoryFixture(SERVER);

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

    private static ScriptInput input(String name, InputType type, @Nullable Object standard) {
        return new ScriptInput(name, name, type, false, standard, List.of(), null, "");
    }

    @BeforeEach
    void addService() {
        Script greet = new Script("greet", "Greet", "", "greet.sh", List.of(), true);
        lab.lab.lab().catalogue().add("hello", Script.DEPLOY, greet);
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
    void scriptRunsForTheServiceTheObjectNamesAndCarriesTheObject() {
        Item item = object("name", "hello");
        Job job = run(lab.root, item, "greet", Map.of("who", "$(id)", "token", "very secret"));

        assertThat(job.request().service()).isEqualTo("hello");
        assertThat(job.request().subject().objectId()).isEqualTo(item.id());
        assertThat(job.request().subject().typeSlug()).isEqualTo("server");
        assertThat(job.request().script()).isEqualTo("greet");
        assertThat(job.request().action()).isEqualTo("greet");
        assertThat(job.request().inputs()).isEqualTo(Map.of("who", "$(id)"));
        assertThat(job.plan().commands()).containsExactly(List.of("bash", "greet.sh"));
        assertThat(job.plan().environment()).containsEntry("INPUT_WHO", "$(id)").doesNotContainKey("INPUT_TOKEN");
        assertThat(job.plan().lane()).isEqualTo(Concurrency.PARALLEL);
        JobFilter ofObject = new JobFilter(null, null, null, null, null, item.id());
        assertThat(lab.lab
                        .cloudLab()
                        .jobs()
                        .list(lab.root, ofObject, new PageRequest(1, 10))
                        .items())
                .extracting(Job::id)
                .containsExactly(job.id());
        assertThat(lab.lab.audit().get(lab.lab.audit().size() - 1).action()).isEqualTo("inventory.action.greet");
    }

    @Test
    void fileThatAnActionNamesComesBeforeAScriptThatTookItsName() {
        Script taken = new Script("greet.sh", "Greet", "", "destroy.sh", List.of(), false);
        Script named = new Script("greet", "Greet", "", "greet.sh", List.of(), false);
        lab.lab.lab().catalogue().add("other", Script.DEPLOY, taken, named);
        lab.lab.lab().catalogue().add("bare", Script.DEPLOY, taken);
        lab.lab.lab().catalogue().file("bare", "greet.sh", ScriptFile.PRESENT);

        Job declared = run(lab.root, object("name", "other"), "greetfile", Map.of());
        Job undeclared = run(lab.root, object("name", "bare"), "greetfile", Map.of());

        assertThat(declared.plan().commands()).containsExactly(List.of("bash", "greet.sh"));
        assertThat(undeclared.plan().commands()).containsExactly(List.of("bash", "greet.sh"));
    }

    @Test
    void deployOfAServiceIsADeploy() {
        Job job = run(lab.root, object("name", "hello"), "deploy", Map.of());

        assertThat(job.request().action()).isEqualTo("deploy");
        assertThat(job.request().script()).isNull();
        assertThat(job.plan().commands()).containsExactly(List.of("bash", "deploy.sh"));
    }

    @Test
    void playbookGetsTheObjectsValuesAsTheyAre() {
        String odd = "{{ lookup('pipe','id') }} a=b";
        Item item = object("name", odd, "ports", List.of(80L, 443L));
        Job job = run(lab.root, item, "fix", Map.of("who", "mira"));

        assertThat(job.plan().variables())
                .isEqualTo(Map.of(
                        "host", odd, "open", List.of(80L, 443L), "greeting", "Hello " + odd + "!", "who", "mira"));
        assertThat(job.plan().commands().toString()).contains("plays/fix.yaml").doesNotContain("lookup");
        assertThat(job.request().service()).isEqualTo("server/" + item.id());
    }

    @Test
    void nameOfAnObjectSaysNothingAboutADeployment() {
        Job job = run(lab.root, object("name", "DEPLOYMENT_ID=evil", "ports", List.of(80L)), "fix", Map.of("who", "x"));

        assertThat(job.plan().title()).isEqualTo("fix for deployment_id=evil");
    }

    @Test
    void playbookGetsInputsInTheirTypesAndDefaultsToo() {
        Item item = object("name", "x");
        assertThat(run(lab.root, item, "tune", Map.of()).plan().variables())
                .isEqualTo(Map.of("count", 3L, "ratio", new BigDecimal("0.5"), "hosts", List.of("a")));
        Map<String, Object> sent = Map.of("count", "7", "force", "true", "hosts", List.of("b", "c"), "token", "secret");
        assertThat(run(lab.root, item, "tune", sent).plan().variables())
                .isEqualTo(
                        Map.of("count", 7L, "ratio", new BigDecimal("0.5"), "force", true, "hosts", List.of("b", "c")));
    }

    @Test
    void playbookGetsNoDeploymentThatIsNotActive() {
        refused("bad-input", () -> run(lab.root, object("name", "x"), "tune", Map.of("from", "nothing")));
    }

    @Test
    void actionThatNeedsAnEmptyFieldIsRefused() {
        refused("missing-field", () -> run(lab.root, object("name", "x"), "fix", Map.of("who", "mira")));
    }

    @Test
    void stoppingDestroysTheInstancesOfTheService() {
        Job job = run(lab.root, object("name", "hello"), "stop", Map.of("why", "too old"));

        assertThat(job.request().inputs()).isEqualTo(Map.of("why", "too old"));
        assertThat(job.plan().environment()).containsEntry("INPUT_WHY", "too old");
        refused("bad-input", () -> run(lab.root, object("name", "hello"), "stop", Map.of("why", 5)));
        assertThat(job.plan().lane()).isEqualTo(Concurrency.URGENT);
        assertThat(job.plan().variables()).isEqualTo(Map.of("service_filter", "hello"));
        assertThat(job.plan().commands()).hasSize(2);
    }

    @Test
    void anyScriptOfTheServiceCanBeChosen() {
        Item item = object("name", "hello");
        var actions = lab.cloudLab().itemActions();
        Job job = actions.run(lab.root, "server", item.id(), new RunAction("run", "greet", Map.of()));
        assertThat(job.request().script()).isEqualTo("greet");
        assertThat(job.request().action()).isEqualTo("run");
        refused("missing-script", () -> run(lab.root, item, "run", Map.of()));
        refused(
                "unknown-script",
                () -> actions.run(lab.root, "server", item.id(), new RunAction("run", "../greet.sh", Map.of())));
    }

    @Test
    void objectThatNamesNoServiceRunsNoScript() {
        for (String name : List.of("../../x", "other", "hello/../..", "-rf"))
            refused("no-service", () -> run(lab.root, object("name", name), "deploy", Map.of()));
        refused("no-service", () -> run(lab.root, object(), "deploy", Map.of()));
    }

    @Test
    void typeAsAWholeIsActedOnByItself() {
        var actions = lab.cloudLab().itemActions();
        Job job = actions.run(lab.root, "server", new RunAction("refresh", null, Map.of()));
        assertThat(job.request().subject().objectId()).isNull();
        assertThat(job.request().subject().typeSlug()).isEqualTo("server");
        assertThat(job.plan().variables()).isEqualTo(Map.of("mode", "full"));
        refused("object-action", () -> actions.run(lab.root, "server", new RunAction("deploy", null, Map.of())));
        refused("type-action", () -> run(lab.root, object("name", "hello"), "refresh", Map.of()));
        refused("unknown-action", () -> run(lab.root, object("name", "hello"), "fly", Map.of()));
        refused("ssh-action", () -> run(lab.root, object("name", "hello"), "ssh", Map.of()));
    }

    @Test
    void actionNeedsItsPermissionOnTheObject() {
        Item item = object("name", "hello");
        Caller mira = lab.lab.caller(
                "mira",
                Permission.onType("server", "view"),
                Permission.onType("server", "deploy"),
                Permission.SERVICES_DEPLOY);
        assertThatThrownBy(() -> run(mira, item, "greet", Map.of("who", "x")))
                .hasMessage("Permission denied: inventory.server.greet");
        run(mira, item, "deploy", Map.of());
        lab.cloudLab()
                .accessRules()
                .put(lab.root, "server", item.id(), new AccessRules.Wanted(lab.roleOf(mira), "deploy", Effect.DENY));
        refused("permission-denied", () -> run(mira, item, "deploy", Map.of()));
        assertThatThrownBy(() ->
                        lab.cloudLab().itemActions().run(mira, "server", new RunAction("refresh", null, Map.of())))
                .hasMessage("Permission denied: inventory.server.refresh");
    }

    @Test
    void inputsThatAreWrongStartNothing() {
        Item item = object("name", "hello");
        refused("missing-input", () -> run(lab.root, item, "greet", Map.of()));
        refused("unknown-input", () -> run(lab.root, item, "greet", Map.of("who", "x", "LD_PRELOAD", "x")));
        refused("bad-input", () -> run(lab.root, item, "greet", Map.of("who", "x", "token", "abc")));
        assertThat(lab.lab
                        .cloudLab()
                        .jobs()
                        .list(lab.root, JobFilter.ANY, new PageRequest(1, 10))
                        .total())
                .isZero();
    }
}
