package io.cloudlab.core.inventory.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.AclRule.Effect;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Decision;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.identity.user.Username;
import io.cloudlab.core.inventory.item.AccessRules.Wanted;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.JobFilter;
import io.cloudlab.core.jobs.job.JobOutcome;
import io.cloudlab.core.services.ActiveDeployment;
import io.cloudlab.core.services.ServiceDefinition;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.input.InputType;
import io.cloudlab.core.services.input.SampleInputs;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.shared.Refused;
import io.cloudlab.core.testing.TestCloudLab;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rules of single services, and what they lead to in every use case. */
class ServiceRulesTest {
    private static final ServiceName SHOP = new ServiceName("shop");
    private static final ServiceName WIKI = new ServiceName("wiki");
    private static final PageRequest FIRST = new PageRequest(1, 20);

    private final TestCloudLab lab = new TestCloudLab();
    private final Caller root = lab.caller("root", Permission.ALL);
    private final ServiceRules rules = lab.cloudLab().serviceRules();

    @BeforeEach
    void addServices() {
        lab.lab().catalogue().add("shop", Script.DEPLOY, script("status"), script("destroy"), alias("wipe", "destroy"));
        lab.lab().catalogue().add("wiki", Script.DEPLOY, script("status"));
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private static Script script(String name) {
        return alias(name, name);
    }

    private static Script alias(String name, String file) {
        return new Script(name, name, "", file + ".sh", List.of(), true);
    }

    private void rule(Caller whom, ServiceName service, String permission, Effect effect) {
        rules.put(root, service, new Wanted(role(whom), permission, effect));
    }

    private static int role(Caller whom) {
        return whom.roles().iterator().next();
    }

    private Job run(Caller caller, ServiceName service, String script) {
        return lab.cloudLab().jobs().runScript(caller, service, script, Map.of());
    }

    private static void denied(ThrowingCallable work) {
        assertThatThrownBy(work).isInstanceOf(Denied.class);
    }

    @Test
    void roleMayRunOneScriptAndNoOther() throws InterruptedException {
        Caller mira = lab.caller("mira", Permission.JOBS_VIEW_OWN);
        rule(mira, SHOP, "run:status", Effect.ALLOW);

        Job job = run(mira, SHOP, "status");

        lab.lab().runner().awaitStart(job.id());
        denied(() -> run(mira, SHOP, "destroy"));
        denied(() -> run(mira, WIKI, "status"));
        denied(() -> run(mira, WIKI, "missing"));
        denied(() -> lab.cloudLab().jobs().deploy(mira, SHOP));
        denied(() -> lab.cloudLab().instances().stopService(mira, SHOP));
    }

    @Test
    void scriptThatIsDeniedCannotBeRunUnderAnotherNameEither() {
        Caller mira = lab.caller("mira", Permission.SERVICES_DEPLOY);
        rule(mira, SHOP, "run:destroy", Effect.DENY);

        denied(() -> run(mira, SHOP, "destroy"));
        denied(() -> run(mira, SHOP, "wipe"));
        run(mira, SHOP, "status");
        lab.cloudLab().jobs().deploy(mira, SHOP);
    }

    @Test
    void editorOfTheConfigurationNeedsMoreThanTheRightToOneScript() {
        Caller mira = lab.caller("mira", Permission.SERVICES_CONFIG_EDIT);
        rule(mira, SHOP, "run:status", Effect.ALLOW);
        denied(() -> run(mira, SHOP, "status"));
        rule(mira, SHOP, "run", Effect.ALLOW);
        run(mira, SHOP, "status");
    }

    @Test
    void hiddenServiceIsSeenNowhere() throws InterruptedException {
        Caller mira =
                lab.caller("mira", Permission.SERVICES_VIEW, Permission.SERVICES_DEPLOY, Permission.JOBS_VIEW_ALL);
        Job hidden = run(root, SHOP, "status");
        Job shown = run(root, WIKI, "status");
        lab.lab().runner().awaitStart(hidden.id());
        assertThat(lab.cloudLab().jobs().list(mira, JobFilter.ANY, FIRST).total())
                .isEqualTo(2);

        rule(mira, SHOP, "view", Effect.DENY);

        assertThat(lab.cloudLab().catalogue().services(mira))
                .extracting(ServiceDefinition::name)
                .containsExactly(WIKI);
        denied(() -> lab.cloudLab().catalogue().service(mira, SHOP));
        denied(() -> lab.cloudLab().catalogue().form(mira, SHOP, "status"));
        denied(() -> lab.cloudLab().serviceOutputs().of(mira, SHOP));
        denied(() -> run(mira, SHOP, "status"));
        var jobs = lab.cloudLab().jobs().list(mira, JobFilter.ANY, FIRST);
        assertThat(jobs.total()).isEqualTo(1);
        assertThat(jobs.items()).extracting(Job::id).containsExactly(shown.id());
        denied(() -> lab.cloudLab().jobs().find(mira, hidden.id()));
        denied(() -> lab.cloudLab().jobs().requireView(mira, hidden));
        assertThat(lab.cloudLab().jobs().list(root, JobFilter.ANY, FIRST).total())
                .isEqualTo(2);
    }

    @Test
    void deploymentOfAHiddenServiceIsNeitherOfferedNorTaken() {
        lab.lab().catalogue().deployment(new ActiveDeployment(WIKI, List.of("wiki1"), Instant.EPOCH));
        Script move = new Script(
                "move",
                "Move",
                "",
                "move.sh",
                List.of(SampleInputs.required("from", InputType.DEPLOYMENT_SELECT)),
                true);
        lab.lab().catalogue().add("shop", move);
        Caller mira = lab.caller("mira", Permission.SERVICES_VIEW, Permission.SERVICES_DEPLOY);
        assertThat(lab.cloudLab()
                        .catalogue()
                        .form(mira, SHOP, "move")
                        .script()
                        .inputs()
                        .get(0)
                        .options())
                .containsExactly("wiki");

        rule(mira, WIKI, "view", Effect.DENY);

        assertThat(lab.cloudLab()
                        .catalogue()
                        .form(mira, SHOP, "move")
                        .script()
                        .inputs()
                        .get(0)
                        .options())
                .isEmpty();
        assertThatThrownBy(() -> lab.cloudLab().jobs().runScript(mira, SHOP, "move", Map.of("from", "wiki")))
                .hasMessage("Input 'from' must be the name of an active deployment.");
    }

    @Test
    void ruleAloneShowsOneService() {
        Caller mira = lab.caller("mira", Permission.JOBS_VIEW_OWN);
        denied(() -> lab.cloudLab().catalogue().services(mira));
        rule(mira, WIKI, "view", Effect.ALLOW);
        assertThat(lab.cloudLab().catalogue().services(mira))
                .extracting(ServiceDefinition::name)
                .containsExactly(WIKI);
    }

    @Test
    void everyUseCaseAsksTheRules() {
        Caller mira = lab.caller("mira", Permission.JOBS_VIEW_OWN);
        var files = lab.cloudLab().serviceFiles();
        var configs = lab.cloudLab().serviceConfigs();
        var secrets = lab.cloudLab().serviceSecrets();
        Map<String, ThrowingCallable> uses = Map.of(
                "files.view", () -> files.list(mira, SHOP, "inputs"),
                "files.edit", () -> files.save(mira, SHOP, "inputs", "a.txt", "text"),
                "config.view", () -> configs.list(mira, SHOP),
                "config.edit", () -> configs.save(mira, SHOP, "config.yaml", "a: 1", null),
                "secrets.edit", () -> secrets.list(mira, SHOP),
                "stop", () -> lab.cloudLab().instances().stopService(mira, SHOP),
                "deploy", () -> lab.cloudLab().jobs().deploy(mira, SHOP));
        uses.forEach((permission, use) -> {
            assertThatThrownBy(use).as(permission).isInstanceOf(Denied.class);
            rule(mira, SHOP, permission, Effect.ALLOW);
            try {
                use.call();
            } catch (Throwable e) {
                throw new AssertionError(permission, e);
            }
            rule(mira, SHOP, permission, Effect.DENY);
            assertThatThrownBy(use).as(permission).isInstanceOf(Denied.class);
        });
    }

    @Test
    void jobThatWaitsIsRefusedAtItsTurnIfTheRuleHasGone() throws InterruptedException {
        Caller mira = lab.caller("mira", Permission.JOBS_VIEW_OWN);
        lab.lab().catalogue().add("shop", Script.DEPLOY, new Script("slow", "", "", "slow.sh", List.of(), false));
        rule(mira, SHOP, "run:slow", Effect.ALLOW);
        Job first = run(root, SHOP, "slow");
        lab.lab().runner().awaitStart(first.id());
        Job waiting = run(mira, SHOP, "slow");

        long id = rules.list(root, SHOP).rules().get(0).id();
        rules.remove(root, SHOP, id);
        lab.lab().runner().finish(first.id(), 0);

        JobOutcome outcome = lab.cloudLab().jobs().await(root, waiting.id(), Duration.ofSeconds(40));
        assertThat(outcome.reason()).isEqualTo(JobOutcome.NOT_PERMITTED);
    }

    @Test
    void rulesAreManagedByThoseWhoMayDoWhatTheyAreAbout() {
        Caller manager =
                lab.caller("manager", Permission.INVENTORY_ACL_MANAGE, Permission.SERVICES_VIEW, Permission.USERS_VIEW);
        Caller mira = lab.caller("mira", Permission.JOBS_VIEW_OWN);
        rules.put(manager, SHOP, new Wanted(role(mira), "view", Effect.ALLOW));
        denied(() -> rules.put(manager, SHOP, new Wanted(role(manager), "run", Effect.ALLOW)));
        denied(() -> rules.put(mira, SHOP, new Wanted(role(mira), "view", Effect.DENY)));
        denied(() -> rules.list(mira, SHOP));
        denied(() -> rules.explain(mira, SHOP, new Username("manager")));
        rule(mira, SHOP, "run", Effect.ALLOW);
        denied(() -> rules.replace(manager, SHOP, List.of()));
        assertThat(rules.list(manager, SHOP).rules()).hasSize(2);

        rules.replace(root, SHOP, List.of(new Wanted(role(mira), "run:status", Effect.DENY)));

        assertThat(rules.list(manager, SHOP).rules())
                .extracting("permission", "effect")
                .containsExactly(org.assertj.core.groups.Tuple.tuple("run:status", Effect.DENY));
        assertThat(lab.audit()).extracting(AuditEntry::action).contains("service.acl.add", "service.acl.set");
    }

    @Test
    void accessIsExplained() {
        Caller mira = lab.caller("mira", Permission.SERVICES_DEPLOY);
        rule(mira, SHOP, "run:destroy", Effect.DENY);
        rule(mira, SHOP, "view", Effect.ALLOW);

        var explained = rules.explain(root, SHOP, new Username("mira"));

        assertThat(explained.decisions().keySet())
                .containsExactly(
                        "view",
                        "deploy",
                        "run",
                        "run:deploy",
                        "run:status",
                        "run:destroy",
                        "run:wipe",
                        "stop",
                        "config.view",
                        "config.edit",
                        "files.view",
                        "files.edit",
                        "secrets.edit");
        assertThat(explained.decisions().get("view")).isInstanceOf(Decision.AllowedByRule.class);
        assertThat(explained.decisions().get("run:status")).isInstanceOf(Decision.Held.class);
        assertThat(explained.decisions().get("run:destroy")).isInstanceOf(Decision.DeniedByRule.class);
        assertThat(explained.decisions().get("stop")).isInstanceOf(Decision.NothingAllows.class);
        assertThat(rules.explain(mira, SHOP).decisions()).isEqualTo(explained.decisions());
    }

    @Test
    void ruleThatCannotBeIsRefused() {
        Caller mira = lab.caller("mira", Permission.JOBS_VIEW_OWN);
        for (String name : List.of(
                "", "fly", "run:", "run: ", "run:a\0b", "run:\uD800", "run:" + "x".repeat(101), "services.view"))
            assertThatThrownBy(() -> rules.put(root, SHOP, new Wanted(role(mira), name, Effect.ALLOW)))
                    .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> rules.put(root, SHOP, new Wanted(99_999, "view", Effect.ALLOW)))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> rules.put(root, new ServiceName("nope"), new Wanted(role(mira), "view", Effect.ALLOW)))
                .isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> rules.remove(root, SHOP, 77)).isInstanceOf(NotFound.class);
    }
}
