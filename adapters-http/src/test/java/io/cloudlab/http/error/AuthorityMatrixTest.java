package io.cloudlab.http.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.CloudLab;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Denied;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.identity.session.CurrentRights;
import io.cloudlab.core.inventory.action.RunAction;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.SyncAdapter;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.http.Answer;
import io.cloudlab.http.SiteServer;
import io.cloudlab.http.Viewer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each way to a service through an object, tried with each of the rights to the object and to the service: by call, by
 * WebSocket, by running a job again, and by the library; for objects made by people and by synchronisation.
 */
@Tag("slow")
class AuthorityMatrixTest {
    private static final SiteServer SITE = SiteServer.start();
    private static final String PEOPLES = "site";
    private static final String SYNCHRONISED = "twin";
    private static final String BY_PEOPLE = SITE.hello();
    private static final String BY_SYNCHRONISATION = synchronised();

    private static final List<Act> ACTS = List.of(
            new Act("deploy", null, Map.of(), Permission.SERVICES_DEPLOY),
            new Act("greet", null, Map.of("username", "mira"), Permission.SERVICES_DEPLOY),
            new Act("run", "deploy", Map.of(), Permission.SERVICES_DEPLOY),
            new Act("stop", null, Map.of(), Permission.SERVICES_STOP));

    private enum Entry {
        CALL,
        SOCKET,
        RERUN,
        LIBRARY
    }

    /** @param onService the right to the service that the action needs for an object made by people */
    private record Act(String action, @Nullable String script, Map<String, String> inputs, Permission onService) {
        String body() {
            return new String(
                    Json.bytes(script == null ? Map.of("inputs", inputs) : Map.of("script", script)),
                    StandardCharsets.UTF_8);
        }

        String start() {
            return "{\"type\":\"start\"," + body().substring(1);
        }
    }

    /** @param needed all it takes, in the order in which what is missing is named */
    private record Cell(Entry entry, String type, Act act, Set<Permission> held, List<Permission> needed) {
        @Nullable
        Permission missing() {
            return needed.stream()
                    .filter(one -> !held.contains(one))
                    .findFirst()
                    .orElse(null);
        }

        String object() {
            return type.equals(PEOPLES) ? BY_PEOPLE : BY_SYNCHRONISATION;
        }
    }

    private static String synchronised() {
        ItemType site = SITE.server().lab().types().types().find(PEOPLES).orElseThrow();
        ItemType twin = new ItemType(
                new TypeSlug(SYNCHRONISED), "Twin", null, "", site.fields(), site.actions(), SyncAdapter.SERVICES);
        SITE.server().lab().types().set(site, twin);
        Caller root = SITE.server().cloudLab.cloudLab().system("test");
        SITE.server().cloudLab.cloudLab().itemTypes().list(root);
        SITE.server().cloudLab.cloudLab().inventorySync().run(root, SYNCHRONISED);
        long id = SITE.server()
                .get("/api/inventory/" + SYNCHRONISED, SITE.admin())
                .json()
                .path("objects")
                .path(0)
                .path("id")
                .asLong();
        return "/api/inventory/" + SYNCHRONISED + "/" + id;
    }

    @AfterAll
    static void stop() {
        SITE.close();
    }

    static Stream<Arguments> cells() {
        return Stream.of(Entry.values())
                .flatMap(entry -> ACTS.stream()
                        .flatMap(act -> Stream.concat(ofPeople(entry, act), ofSynchronisation(entry, act))
                                .map(Arguments::of)));
    }

    private static Stream<Cell> ofPeople(Entry entry, Act act) {
        Permission own = Permission.onType(PEOPLES, act.action());
        Permission edit = Permission.onType(PEOPLES, "edit");
        return Stream.of(
                        Set.<Permission>of(),
                        Set.of(own),
                        Set.of(act.onService()),
                        Set.of(edit, own),
                        Set.of(Permission.SERVICES_CONFIG_EDIT, own),
                        Set.of(own, act.onService()))
                .map(held -> new Cell(entry, PEOPLES, act, held, List.of(own, act.onService())));
    }

    /** The right to the action is the right to the service, except for callers who decide what scripts do. */
    private static Stream<Cell> ofSynchronisation(Entry entry, Act act) {
        Permission own = Permission.onType(SYNCHRONISED, act.action());
        Permission config = Permission.SERVICES_CONFIG_EDIT;
        boolean script = act.onService().equals(Permission.SERVICES_DEPLOY);
        List<Permission> withConfig = script ? List.of(own, act.onService()) : List.of(own);
        return Stream.of(
                new Cell(entry, SYNCHRONISED, act, Set.of(), List.of(own)),
                new Cell(entry, SYNCHRONISED, act, Set.of(act.onService()), List.of(own)),
                new Cell(entry, SYNCHRONISED, act, Set.of(own), List.of(own)),
                new Cell(entry, SYNCHRONISED, act, Set.of(own, config), withConfig),
                new Cell(entry, SYNCHRONISED, act, Set.of(own, config, act.onService()), withConfig));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void wayIsOpenWithAllRightsAndRefusesNamingTheOneThatIsMissing(Cell cell) throws InterruptedException {
        Permission[] held = Stream.concat(cell.held().stream(), Stream.of(Permission.JOBS_VIEW_ALL))
                .toArray(Permission[]::new);
        String user = SITE.server().user(held);

        String refusal = switch (cell.entry()) {
            case CALL ->
                ofAnswer(SITE.run(
                        cell.object(),
                        cell.act().action(),
                        cell.act().body(),
                        SITE.server().login(user)));
            case RERUN -> ofAnswer(rerun(cell, SITE.server().login(user)));
            case SOCKET -> bySocket(cell, SITE.server().login(user));
            case LIBRARY -> byLibrary(cell, user);
        };

        assertThat(refusal).isEqualTo(cell.missing() == null ? "" : "Permission denied: " + cell.missing());
    }

    /** @return why not; empty if it was done */
    private static String ofAnswer(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isIn(200, 403);
        return answer.status() == 200 ? "" : answer.detail();
    }

    private static Answer rerun(Cell cell, String token) {
        String former = SITE.job(
                        SITE.run(cell.object(), cell.act().action(), cell.act().body(), SITE.admin()))
                .path("id")
                .asText();
        return SITE.server().post("/api/jobs/" + former + "/rerun", null, token);
    }

    private static String bySocket(Cell cell, String token) throws InterruptedException {
        Viewer viewer = Viewer.open(
                SITE.server(),
                "/api/inventory/ws/" + SiteServer.id(cell.object()) + "/action?action="
                        + cell.act().action() + "&token=" + token);
        viewer.socket
                .sendText(cell.act().start(), true)
                .exceptionally(refusedAlready -> null)
                .join();
        JsonNode first = viewer.next();
        if (first.path("type").asText().equals("started")) return "";
        assertThat(viewer.closeCode()).isEqualTo(4003);
        return first.path("message").asText();
    }

    private static String byLibrary(Cell cell, String user) {
        CloudLab library = SITE.server().cloudLab.cloudLab();
        Caller caller = new CurrentRights(
                        SITE.server().cloudLab.stores().users(),
                        SITE.server().cloudLab.stores().roles())
                .of(SITE.server().idOf(user))
                .orElseThrow();
        Map<String, Object> inputs = cell.act().inputs().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        RunAction wanted = new RunAction(cell.act().action(), cell.act().script(), inputs);
        Denied denied = catchThrowableOfType(
                Denied.class,
                () -> library.itemActions().run(caller, cell.type(), SiteServer.id(cell.object()), wanted));
        return denied == null ? "" : denied.detail();
    }

    static Stream<Arguments> viewers() {
        Permission own = Permission.onType(SYNCHRONISED, "deploy");
        return Stream.of(
                Arguments.of(true, Set.of(own), false),
                Arguments.of(true, Set.of(own, Permission.JOBS_VIEW_OWN), true),
                Arguments.of(true, Set.of(own, Permission.JOBS_VIEW_ALL), true),
                Arguments.of(false, Set.of(own, Permission.SERVICES_DEPLOY), false),
                Arguments.of(false, Set.of(own, Permission.JOBS_VIEW_OWN), false),
                Arguments.of(false, Set.of(Permission.JOBS_VIEW_ALL), true));
    }

    /** The socket of a job asks for the job, not for the object. */
    @ParameterizedTest
    @MethodSource("viewers")
    void outputOfAnActionsJobIsShownToWhoMaySeeTheJob(boolean starter, Set<Permission> held, boolean shown)
            throws InterruptedException {
        String token = SITE.server().token(held.toArray(Permission[]::new));
        String who = starter ? token : SITE.admin();
        JobId id = new JobId(SITE.run(BY_SYNCHRONISATION, "deploy", null, who)
                .json()
                .path("job_id")
                .asText());

        Viewer viewer = Viewer.open(SITE.server(), id, token);

        assertThat(viewer.next().path("type").asText()).isEqualTo(shown ? "connected" : "error");
        if (!shown) assertThat(viewer.closeCode()).isIn(4003, 4004);
    }
}
