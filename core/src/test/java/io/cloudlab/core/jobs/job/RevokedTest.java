package io.cloudlab.core.jobs.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.CloudLab;
import io.cloudlab.core.access.AclRule.Effect;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.identity.user.UserChange;
import io.cloudlab.core.inventory.action.RunAction;
import io.cloudlab.core.inventory.item.AccessRules;
import io.cloudlab.core.inventory.item.NewItem;
import io.cloudlab.core.inventory.type.Action;
import io.cloudlab.core.inventory.type.ActionType;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.core.testing.Eventually;
import io.cloudlab.core.testing.TestCloudLab;
import io.cloudlab.core.testing.UnreliableStores;
import io.cloudlab.core.testing.fake.FakeJobRunner;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rights that are lost while a job waits for its turn. */
class RevokedTest {
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final ServiceName WEB = new ServiceName("web");
    private static final Action DEPLOY = new Action(
            "deploy",
            "Deploy",
            ActionType.SCRIPT,
            Action.Scope.OBJECT,
            null,
            "deploy.sh",
            null,
            Map.of(),
            null,
            false,
            List.of());

    private final AtomicReference<UnreliableStores> stores = new AtomicReference<>();
    private final TestCloudLab lab = new TestCloudLab(builder -> builder, real -> {
        stores.set(new UnreliableStores(real));
        return stores.get();
    });
    private final FakeJobRunner runner = lab.lab().runner();
    private final Caller admin = lab.cloudLab().system("test");
    private JobId blocking;

    @BeforeEach
    void occupyTheService() throws InterruptedException {
        lab.lab().catalogue().add("web");
        List<Field> fields = List.of(Field.of("name", FieldType.STRING));
        lab.lab().types().set(new ItemType(new TypeSlug("site"), "Site", null, "", fields, List.of(DEPLOY), null));
        lab.cloudLab().itemTypes().list(admin);
        blocking = lab.cloudLab().jobs().deploy(admin, WEB).id();
        runner.awaitStart(blocking);
        Eventually.until("it runs", () -> job(blocking).phase() == Phase.RUNNING);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private Job job(JobId id) {
        return lab.stores().jobs().find(id).orElseThrow();
    }

    private User userOf(Caller caller) {
        return lab.stores().users().find(caller.userId()).orElseThrow();
    }

    private JobOutcome turnOf(Job waiting) throws InterruptedException {
        assertThat(job(waiting.id()).phase()).isEqualTo(Phase.QUEUED);
        runner.finish(blocking, 0);
        return lab.cloudLab().jobs().await(admin, waiting.id(), LONG);
    }

    private void assertRefused(Job waiting, String why) throws InterruptedException {
        JobOutcome outcome = turnOf(waiting);
        assertThat(outcome.status()).isEqualTo(JobStatus.FAILED);
        assertThat(outcome.reason()).isEqualTo("not permitted");
        assertThat(outcome.exitCode()).isNull();
        assertThat(outcome.cancelled()).isFalse();
        assertThat(lab.lab().log().lines(waiting.id()))
                .containsExactly("[ERROR: the job was not started, because " + why + "]");
        assertThat(outcome.outputLines()).isEqualTo(1);
        assertThat(runner.launch(waiting.id())).isEmpty();
        AuditEntry last = lab.audit().get(lab.audit().size() - 1);
        assertThat(last.action()).isEqualTo("job.refused");
        assertThat(last.resource()).isEqualTo("jobs/" + waiting.id());
        assertThat(last.details()).containsEntry("username", "mira");
    }

    private Job actionOn(Caller caller, long object) {
        return lab.cloudLab().itemActions().run(caller, "site", object, new RunAction("deploy", null, Map.of()));
    }

    private long site() {
        NewItem wanted = new NewItem(Map.of("name", "web"), List.of());
        return lab.cloudLab().items().create(admin, "site", wanted).id();
    }

    @Test
    void jobOfSomebodyWhoLostThePermissionIsNotStarted() throws InterruptedException {
        Caller mira = lab.caller("mira", Permission.SERVICES_DEPLOY);
        Job waiting = lab.cloudLab().jobs().deploy(mira, WEB);
        lab.grant(userOf(mira), Permission.SERVICES_VIEW);

        assertRefused(waiting, "mira is no longer permitted services.deploy");
    }

    @Test
    void jobOfSomebodyWhoWasDeactivatedIsNotStarted() throws InterruptedException {
        Caller mira = lab.caller("mira", Permission.SERVICES_DEPLOY);
        Job waiting = lab.cloudLab().jobs().deploy(mira, WEB);
        lab.cloudLab().users().change(admin, mira.userId(), new UserChange(null, null, false));

        assertRefused(waiting, "mira is no longer active");
    }

    @Test
    void actionIsNotStartedAfterARuleOfItsObjectForbidsIt() throws InterruptedException {
        Caller mira = lab.caller("mira", Permission.onType("site", "deploy"), Permission.SERVICES_DEPLOY);
        long object = site();
        Job waiting = actionOn(mira, object);
        int role = mira.roles().iterator().next();
        lab.cloudLab().accessRules().put(admin, "site", object, new AccessRules.Wanted(role, "view", Effect.DENY));

        assertRefused(waiting, "mira is no longer permitted inventory.site.deploy on this object");
    }

    @Test
    void actionIsNotStartedAfterTheTagThatAllowedItIsGone() throws InterruptedException {
        Caller mira = lab.caller("mira", Permission.SERVICES_DEPLOY);
        long object = site();
        CloudLab inventory = lab.cloudLab();
        int tag = inventory.tags().create(admin, "hers", null).id();
        inventory.tags().grant(admin, tag, mira.roles().iterator().next(), "deploy");
        inventory.items().addTags(admin, "site", object, List.of(tag));
        Job waiting = actionOn(mira, object);
        inventory.items().removeTag(admin, "site", object, tag);

        assertRefused(waiting, "mira is no longer permitted inventory.site.deploy on this object");
    }

    @Test
    void actionThatOnlyARuleOfItsObjectAllowsIsStarted() throws InterruptedException {
        Caller mira = lab.caller("mira", Permission.SERVICES_DEPLOY);
        long object = site();
        int role = mira.roles().iterator().next();
        lab.cloudLab().accessRules().put(admin, "site", object, new AccessRules.Wanted(role, "deploy", Effect.ALLOW));
        Job waiting = actionOn(mira, object);

        runner.finish(blocking, 0);
        runner.awaitStart(waiting.id());
    }

    @Test
    void actionIsNotStartedAfterTheRightToItsServiceIsLost() throws InterruptedException {
        Caller mira = lab.caller("mira", Permission.onType("site", "deploy"), Permission.SERVICES_DEPLOY);
        Job waiting = actionOn(mira, site());
        lab.grant(userOf(mira), Permission.onType("site", "deploy"));

        assertRefused(waiting, "mira is no longer permitted services.deploy");
    }

    @Test
    void rightsAreLookedAtAfterARestartToo() throws InterruptedException {
        Caller mira = lab.caller("mira", Permission.onType("site", "deploy"), Permission.SERVICES_DEPLOY);
        Job waiting = actionOn(mira, site());
        lab.grant(userOf(mira));
        lab.restart();

        assertRefused(waiting, "mira is no longer permitted inventory.site.deploy on this object");
    }

    @Test
    void jobsBehindARefusedOneComeToTheirTurn() throws InterruptedException {
        Caller mira = lab.caller("mira", Permission.SERVICES_DEPLOY);
        Job refused = lab.cloudLab().jobs().deploy(mira, WEB);
        Job systems = lab.cloudLab().jobs().deploy(admin, WEB);
        lab.grant(userOf(mira));

        assertRefused(refused, "mira is no longer permitted services.deploy");
        runner.awaitStart(systems.id());
    }

    @Test
    void rightsThatCannotBeLookedAtAreLookedAtAgain() throws InterruptedException {
        Caller mira = lab.caller("mira", Permission.SERVICES_DEPLOY);
        Job waiting = lab.cloudLab().jobs().deploy(mira, WEB);
        lab.grant(userOf(mira));
        stores.get().afterNext("rolesOf", () -> {
            throw new Unavailable("database-down", "The database does not answer.");
        });

        assertRefused(waiting, "mira is no longer permitted services.deploy");
    }
}
