package io.cloudlab.core.inventory.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.AclRule.Effect;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.inventory.item.AccessRules;
import io.cloudlab.core.inventory.item.InventoryFixture;
import io.cloudlab.core.inventory.item.NewItem;
import io.cloudlab.core.inventory.type.Action;
import io.cloudlab.core.inventory.type.Action.Scope;
import io.cloudlab.core.inventory.type.ActionType;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.SampleTypes;
import io.cloudlab.core.jobs.job.Job;
import io.cloudlab.core.jobs.job.Phase;
import io.cloudlab.core.jobs.log.JobFollower;
import io.cloudlab.core.jobs.log.JobFollower.Update;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.shared.NotFound;
import io.cloudlab.core.testing.SampleJobs;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InteractiveActionsTest {
    private static final RunAction DEPLOY = new RunAction("deploy", null, Map.of());
    private static final ItemType SERVER = SampleTypes.type(
            "server",
            List.of(Field.of("name", FieldType.STRING)),
            SampleTypes.action("deploy", Scope.OBJECT),
            new Action("ssh", "ssh", ActionType.SSH, Scope.OBJECT, null, null, null, Map.of(), null, false, List.of()));

    private final InventoryFixture lab = new InventoryFixture(SERVER);
    private final InteractiveActions actions = lab.cloudLab().watchedActions();
    private final Caller mira =
            lab.lab.caller("mira", Permission.onType("server", "deploy"), Permission.SERVICES_DEPLOY);
    private final long object = object();

    private long object() {
        lab.lab.lab().catalogue().add("hello", Script.DEPLOY);
        return lab.items()
                .create(lab.root, "server", new NewItem(InventoryFixture.data("name", "hello"), List.of()))
                .id();
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private void deny(Caller whom, String permission) {
        lab.cloudLab()
                .accessRules()
                .put(lab.root, "server", object, new AccessRules.Wanted(lab.roleOf(whom), permission, Effect.DENY));
    }

    @Test
    void actionOfAJobIsFoundByTheObjectsIdAlone() {
        assertThat(actions.find(mira, object, "deploy")).map(Action::name).contains("deploy");
        assertThat(actions.find(mira, object, "ssh")).isEmpty();
        assertThat(actions.find(mira, object, "dance")).isEmpty();
        assertThat(actions.find(mira, 99, "deploy")).isEmpty();
    }

    @Test
    void whoMayNotUseItOnThisObjectIsRefused() {
        deny(mira, "deploy");

        assertThatThrownBy(() -> actions.find(mira, object, "deploy")).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> actions.run(mira, object, DEPLOY)).isInstanceOf(Denied.class);
        assertThatThrownBy(() -> actions.run(mira, 99, DEPLOY)).isInstanceOf(NotFound.class);
        assertThat(lab.auditedActions()).doesNotContain("inventory.action.deploy");
    }

    @Test
    void whoStartsItSeesItsOutput() {
        Job job = actions.run(mira, object, DEPLOY);
        lab.lab.stores().jobs().update(SampleJobs.in(Phase.RUNNING, job));
        lab.lab.lab().log().create(job.id());
        lab.lab.lab().log().print(job.id(), "begun\n");

        try (JobFollower follower = actions.follow(job, () -> {})) {
            assertThat(follower.next(1_000)).isInstanceOf(Update.Output.class);
        }
        actions.require(mira, object, "deploy", job);
        assertThat(lab.auditedActions()).endsWith("inventory.action.deploy");
    }

    @Test
    void whoLosesTheActionMayNotWatchEvenHisOwn() {
        Caller jake = lab.lab.caller(
                "jake",
                Permission.onType("server", "deploy"),
                Permission.SERVICES_DEPLOY,
                Permission.JOBS_VIEW_OWN,
                Permission.JOBS_VIEW_ALL);
        Job job = actions.run(jake, object, DEPLOY);
        actions.require(jake, object, "deploy", job);

        deny(jake, "deploy");

        assertThatThrownBy(() -> actions.require(jake, object, "deploy", job)).isInstanceOf(Denied.class);
    }

    @Test
    void whatIsDestroyedIsWatchedToTheEnd() {
        Job job = actions.run(mira, object, DEPLOY);
        Caller viewer = lab.lab.caller("viewer", Permission.JOBS_VIEW_ALL);
        Caller other = lab.lab.caller("other", Permission.JOBS_VIEW_OWN);

        lab.items().delete(lab.root, "server", object);

        actions.require(mira, object, "deploy", job);
        actions.require(viewer, object, "deploy", job);
        assertThatThrownBy(() -> actions.require(other, object, "deploy", job)).isInstanceOf(Denied.class);
    }
}
