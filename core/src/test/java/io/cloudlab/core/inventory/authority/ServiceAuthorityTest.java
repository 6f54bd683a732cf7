package io.cloudlab.core.inventory.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.AclRule.Effect;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.inventory.action.RunAction;
import io.cloudlab.core.inventory.item.AccessRules;
import io.cloudlab.core.inventory.item.InventoryFixture;
import io.cloudlab.core.inventory.item.ItemFilter;
import io.cloudlab.core.inventory.item.NewItem;
import io.cloudlab.core.inventory.type.Action;
import io.cloudlab.core.inventory.type.Action.Scope;
import io.cloudlab.core.inventory.type.ActionType;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.SyncAdapter;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.jobs.LaunchJob;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.services.input.ScriptFile;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An object's fields name a service; they are no right to it. */
class ServiceAuthorityTest {
    private static final List<Field> FIELDS = List.of(Field.of("name", FieldType.STRING));
    private static final Action DEPLOY = action("deploy", ActionType.SCRIPT, "deploy.sh");
    private static final Action PING = action("ping", ActionType.SCRIPT, "ping.sh");
    private static final Action RUN = action("run", ActionType.DYNAMIC_SCRIPTS, null);
    private static final Action STOP = action("stop", ActionType.SCRIPT_STOP, null);
    private static final List<Action> ACTIONS = List.of(DEPLOY, PING, RUN, STOP);

    private final InventoryFixture lab = new InventoryFixture(
            new ItemType(new TypeSlug("service"), "Service", null, "", FIELDS, ACTIONS, SyncAdapter.SERVICES),
            new ItemType(new TypeSlug("site"), "Site", null, "", FIELDS, ACTIONS, null));

    private static Action action(String name, ActionType type, String script) {
        return new Action(name, name, type, Scope.OBJECT, null, script, null, Map.of(), null, false, List.of());
    }

    @BeforeEach
    void synchronise() {
        Script ping = new Script("ping", "Ping", "", "ping.sh", List.of(), true);
        lab.lab.lab().catalogue().add("wiki", Script.DEPLOY, ping);
        lab.lab.lab().catalogue().add("bank", Script.DEPLOY, ping);
        lab.cloudLab().inventorySync().run(lab.root, "service");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private Caller caller(String name, String... codenames) {
        return lab.lab.caller(
                name, List.of(codenames).stream().map(Permission::new).toArray(Permission[]::new));
    }

    private long synced(String name) {
        return lab
                .items()
                .list(lab.root, "service", ItemFilter.ALL, new io.cloudlab.core.shared.PageRequest(1, 100))
                .items()
                .stream()
                .filter(item -> item.name().equals(name))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private long site(String name) {
        return lab.items()
                .create(lab.root, "site", new NewItem(Map.of("name", name), List.of()))
                .id();
    }

    private Job run(Caller caller, String type, long id, String action) {
        RunAction wanted = new RunAction(action, action.equals("run") ? "ping" : null, Map.of());
        return lab.cloudLab().itemActions().run(caller, type, id, wanted);
    }

    private void deny(Caller whom, long object, String permission) {
        lab.cloudLab()
                .accessRules()
                .put(lab.root, "service", object, new AccessRules.Wanted(lab.roleOf(whom), permission, Effect.DENY));
    }

    private static void denied(String permission, ThrowingCallable work) {
        assertThatThrownBy(work).isInstanceOf(Denied.class).hasMessage("Permission denied: " + permission);
    }

    @Test
    void editedNameGivesNoRightToAnotherService() {
        Caller mira = caller(
                "mira",
                "inventory.service.edit",
                "inventory.service.deploy",
                "inventory.service.run",
                "inventory.service.stop");
        long wiki = synced("wiki");
        assertThat(run(mira, "service", wiki, "deploy").request().service()).isEqualTo("wiki");
        lab.items().change(lab.root, "service", synced("bank"), InventoryFixture.change("name", "moved"));
        lab.items().change(mira, "service", wiki, InventoryFixture.change("name", "bank"));

        denied("services.deploy", () -> run(mira, "service", wiki, "deploy"));
        denied("services.deploy", () -> run(mira, "service", wiki, "run"));
        denied("services.stop", () -> run(mira, "service", wiki, "stop"));
    }

    @Test
    void objectMadeByPeopleNeedsTheRightToTheServiceItNames() {
        Caller mira = caller("mira", "inventory.site.deploy", "inventory.site.run", "inventory.site.stop");
        Caller tom = caller("tom", "inventory.site.deploy", "inventory.site.stop", "services.deploy", "services.stop");
        long site = site("bank");

        denied("services.deploy", () -> run(mira, "site", site, "deploy"));
        denied("services.deploy", () -> run(mira, "site", site, "run"));
        denied("services.stop", () -> run(mira, "site", site, "stop"));
        assertThat(run(tom, "site", site, "deploy").request().service()).isEqualTo("bank");
        run(tom, "site", site, "stop");
    }

    @Test
    void socketAndRerunNeedTheSameRightAsTheCall() {
        Caller mira = caller("mira", "inventory.site.deploy", "jobs.view_all");
        long site = site("bank");
        Job former = run(lab.root, "site", site, "deploy");

        denied(
                "services.deploy",
                () -> lab.cloudLab().watchedActions().run(mira, site, new RunAction("deploy", null, Map.of())));
        denied("services.deploy", () -> lab.cloudLab().watchedActions().require(mira, site, "deploy", former));
        denied("services.deploy", () -> lab.lab.cloudLab().reruns().run(mira, former.id(), Map.of()));
    }

    @Test
    void denialOfTheServicesObjectCountsOnEveryWay() {
        Caller tom = caller(
                "tom",
                "inventory.site.deploy",
                "inventory.site.ping",
                "inventory.site.stop",
                "services.deploy",
                "services.stop");
        long site = site("bank");
        deny(tom, synced("bank"), "deploy");

        denied("inventory.service.deploy", () -> run(tom, "site", site, "deploy"));
        denied(
                "inventory.service.deploy",
                () -> lab.lab.cloudLab().jobs().launch(tom, LaunchJob.deploy(new ServiceName("bank"))));
        assertThatCode(() -> run(tom, "site", site, "ping")).doesNotThrowAnyException();
        assertThatCode(() -> lab.lab.cloudLab().jobs().launch(tom, LaunchJob.deploy(new ServiceName("wiki"))))
                .doesNotThrowAnyException();

        deny(tom, synced("bank"), "stop");
        denied("inventory.service.stop", () -> run(tom, "site", site, "stop"));
        denied(
                "inventory.service.stop",
                () -> lab.lab.cloudLab().instances().stopService(tom, new ServiceName("bank")));
        deny(tom, synced("bank"), "view");
        denied("inventory.service.view", () -> run(tom, "site", site, "ping"));
    }

    @Test
    void ruleOfTheServiceCountsForActionsAndSocketsToo() {
        Caller tom = caller(
                "tom",
                "inventory.site.deploy",
                "inventory.site.ping",
                "inventory.site.run",
                "inventory.service.ping",
                "services.deploy");
        long site = site("bank");
        rule(tom, "run:ping", Effect.DENY);

        denied("services.deploy", () -> run(tom, "site", site, "ping"));
        denied("services.deploy", () -> run(tom, "site", site, "run"));
        denied("services.deploy", () -> run(tom, "service", synced("bank"), "ping"));
        denied(
                "services.deploy",
                () -> lab.cloudLab().watchedActions().run(tom, site, new RunAction("ping", null, Map.of())));
        run(tom, "site", site, "deploy");

        Caller mira = caller("mira", "inventory.site.ping", "inventory.site.deploy");
        denied("services.deploy", () -> run(mira, "site", site, "ping"));
        rule(mira, "run:ping", Effect.ALLOW);
        run(mira, "site", site, "ping");
        denied("services.deploy", () -> run(mira, "site", site, "deploy"));
    }

    private void rule(Caller whom, String permission, Effect effect) {
        lab.cloudLab()
                .serviceRules()
                .put(lab.root, new ServiceName("bank"), new AccessRules.Wanted(lab.roleOf(whom), permission, effect));
    }

    @Test
    void callerWhoChoosesFilesOfScriptsNeedsTheRightToDeploy() {
        Caller mira = caller("mira", "inventory.service.ping", "services.config.edit");
        Caller tom = caller("tom", "inventory.service.ping");

        denied("services.deploy", () -> run(mira, "service", synced("wiki"), "ping"));
        run(tom, "service", synced("wiki"), "ping");
    }

    @Test
    void fileNamedByTheTypeIsNotWhatScriptsYamlCallsByItsName() {
        Script other = new Script("ping.sh", "Ping", "", "wipe.sh", List.of(), true);
        lab.lab.lab().catalogue().add("wiki", Script.DEPLOY, other);
        lab.lab.lab().catalogue().file("wiki", "ping.sh", ScriptFile.PRESENT);

        Job job = run(lab.root, "service", synced("wiki"), "ping");

        assertThat(job.plan().commands()).containsExactly(List.of("bash", "ping.sh"));
    }
}
