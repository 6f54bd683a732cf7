package io.cloudlab.core.jobs.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.CloudLab;
import io.cloudlab.core.access.AclRule.Effect;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.core.identity.session.CurrentRights;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.inventory.action.RunAction;
import io.cloudlab.core.inventory.authority.ServiceAuthority;
import io.cloudlab.core.inventory.item.AccessRules;
import io.cloudlab.core.inventory.item.ItemFilter;
import io.cloudlab.core.inventory.item.NewItem;
import io.cloudlab.core.inventory.type.Action;
import io.cloudlab.core.inventory.type.ActionType;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.SyncAdapter;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.jobs.LaunchAuthorization;
import io.cloudlab.core.services.ServiceAccess;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.testing.TestCloudLab;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What becomes of an action's job whose starter has lost a right to the object or to its service since: while it waits, and
 * for those who watch it. For objects made by people and by synchronisation.
 */
class AuthorityAtTurnTest {
    private static final Permission DEPLOY = Permission.SERVICES_DEPLOY;
    private static final Permission STOP = Permission.SERVICES_STOP;
    private static final Permission CONFIG = Permission.SERVICES_CONFIG_EDIT;

    private final TestCloudLab lab = new TestCloudLab(builder -> builder.withoutJobs());
    private final Caller root = lab.cloudLab().system("test");
    private final LaunchAuthorization atTurn;

    /**
     * @param type {@code site} is made by people, {@code service} by synchronisation
     * @param left what the starter holds of the rights when the job's turn comes
     * @param denied what a rule of the service's object denies them then
     * @param missing the right that is named then; null if the job is started
     */
    private record Case(
            String type,
            String action,
            List<Permission> left,
            @Nullable String denied,
            @Nullable Permission missing) {
        Permission own() {
            return on(type, action);
        }
    }

    AuthorityAtTurnTest() {
        var stores = lab.stores();
        var authority = new ServiceAuthority(
                stores.items(),
                stores.acl(),
                lab.lab().types(),
                lab.lab().catalogue(),
                new ServiceAccess(stores.acl(), lab.lab().catalogue(), lab.clock()));
        atTurn = new LaunchAuthorization(
                new CurrentRights(stores.users(), stores.roles()),
                stores.acl(),
                authority,
                new AuditTrail(stores.audit(), lab.clock()));
    }

    private static Permission on(String type, String action) {
        return Permission.onType(type, action);
    }

    static Stream<Arguments> cases() {
        Permission siteDeploy = on("site", "deploy");
        Permission siteStop = on("site", "stop");
        Permission serviceDeploy = on("service", "deploy");
        Permission serviceStop = on("service", "stop");
        Permission view = on("service", "view");
        return Stream.of(
                        new Case("site", "deploy", List.of(siteDeploy, DEPLOY), null, null),
                        new Case("site", "deploy", List.of(DEPLOY), null, siteDeploy),
                        new Case("site", "deploy", List.of(siteDeploy), null, DEPLOY),
                        new Case("site", "deploy", List.of(siteDeploy, DEPLOY), "deploy", serviceDeploy),
                        new Case("site", "deploy", List.of(siteDeploy, DEPLOY), "view", view),
                        new Case("site", "deploy", List.of(siteDeploy, DEPLOY), "stop", null),
                        new Case("site", "stop", List.of(siteStop, STOP), null, null),
                        new Case("site", "stop", List.of(STOP), null, siteStop),
                        new Case("site", "stop", List.of(siteStop), null, STOP),
                        new Case("site", "stop", List.of(siteStop, STOP), "stop", serviceStop),
                        new Case("site", "stop", List.of(siteStop, STOP), "deploy", null),
                        new Case("service", "deploy", List.of(serviceDeploy), null, null),
                        new Case("service", "deploy", List.of(DEPLOY), null, serviceDeploy),
                        new Case("service", "deploy", List.of(serviceDeploy, CONFIG), null, DEPLOY),
                        new Case("service", "deploy", List.of(serviceDeploy, CONFIG, DEPLOY), null, null),
                        new Case("service", "deploy", List.of(serviceDeploy), "deploy", serviceDeploy),
                        new Case("service", "stop", List.of(serviceStop), null, null),
                        new Case("service", "stop", List.of(serviceStop, CONFIG), null, null),
                        new Case("service", "stop", List.of(STOP), null, serviceStop),
                        new Case("service", "stop", List.of(serviceStop), "stop", serviceStop))
                .map(Arguments::of);
    }

    @BeforeEach
    void synchronise() {
        lab.lab().catalogue().add("web");
        List<Field> fields = List.of(Field.of("name", FieldType.STRING));
        List<Action> actions =
                List.of(action("deploy", ActionType.SCRIPT, "deploy.sh"), action("stop", ActionType.SCRIPT_STOP, null));
        lab.lab()
                .types()
                .set(
                        new ItemType(new TypeSlug("site"), "Site", null, "", fields, actions, null),
                        new ItemType(
                                new TypeSlug("service"), "Service", null, "", fields, actions, SyncAdapter.SERVICES));
        inventory().itemTypes().list(root);
        inventory().inventorySync().run(root, "service");
    }

    private static Action action(String name, ActionType type, @Nullable String script) {
        return new Action(name, name, type, Action.Scope.OBJECT, null, script, null, Map.of(), null, false, List.of());
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private CloudLab inventory() {
        return lab.cloudLab();
    }

    private long synced() {
        return inventory()
                .items()
                .list(root, "service", ItemFilter.ALL, new PageRequest(1, 1))
                .items()
                .get(0)
                .id();
    }

    private long object(String type) {
        if (type.equals("service")) return synced();
        return inventory()
                .items()
                .create(root, type, new NewItem(Map.of("name", "web"), List.of()))
                .id();
    }

    /** @return the job, and who started it, with the rights that are left */
    private Map.Entry<Job, Caller> waiting(Case one) {
        User mira = lab.user("mira", one.own(), DEPLOY, STOP);
        long object = object(one.type());
        Job job = inventory()
                .itemActions()
                .run(rights(mira), one.type(), object, new RunAction(one.action(), null, Map.of()));
        lab.grant(mira, one.left().toArray(Permission[]::new));
        Caller now = rights(mira);
        if (one.denied() != null)
            inventory()
                    .accessRules()
                    .put(
                            root,
                            "service",
                            synced(),
                            new AccessRules.Wanted(now.roles().iterator().next(), one.denied(), Effect.DENY));
        return Map.entry(job, now);
    }

    private Caller rights(User user) {
        return new CurrentRights(lab.stores().users(), lab.stores().roles())
                .of(user.id())
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void jobWhoseStarterHasLostARightIsNotStarted(Case one) {
        Job job = waiting(one).getKey();

        Optional<String> missing = atTurn.missing(job);

        if (one.missing() == null) assertThat(missing).isEmpty();
        else
            assertThat(missing.orElseThrow())
                    .startsWith("the job was not started, because mira is no longer permitted " + one.missing());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void jobIsNoLongerShownToAStarterWhoHasLostARight(Case one) {
        Map.Entry<Job, Caller> waiting = waiting(one);
        long object =
                Objects.requireNonNull(waiting.getKey().request().subject().objectId());

        if (one.missing() == null)
            assertThatCode(() -> watch(waiting, object, one)).doesNotThrowAnyException();
        else
            assertThatThrownBy(() -> watch(waiting, object, one))
                    .isInstanceOf(Denied.class)
                    .hasMessage("Permission denied: " + one.missing());
    }

    private void watch(Map.Entry<Job, Caller> waiting, long object, Case one) {
        inventory().watchedActions().require(waiting.getValue(), object, one.action(), waiting.getKey());
    }
}
