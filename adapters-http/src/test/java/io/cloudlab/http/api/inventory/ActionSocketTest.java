package io.cloudlab.http.api.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.CloudLab;
import io.cloudlab.core.access.Caller;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.identity.user.User;
import io.cloudlab.core.inventory.item.NewItem;
import io.cloudlab.core.inventory.type.Action;
import io.cloudlab.core.inventory.type.ActionType;
import io.cloudlab.core.inventory.type.Field;
import io.cloudlab.core.inventory.type.FieldType;
import io.cloudlab.core.inventory.type.ItemType;
import io.cloudlab.core.inventory.type.TypeSlug;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.http.TestServer;
import io.cloudlab.http.Timing;
import io.cloudlab.http.Viewer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Actions that are jobs, on the socket of an object. */
@Tag("slow")
class ActionSocketTest {
    private static final Permission GREET = Permission.onType("box", "greet");
    private static final String START =
            "{\"type\":\"start\",\"inputs\":{\"username\":\"mira\"},\"unknown\":7,\"script\":null}";

    private final TestServer server = TestServer.start(UnaryOperator.identity(), TestServer.QUICK);
    private final Caller root = Caller.system("test");
    private final User mira = server.cloudLab.user("mira", GREET, Permission.SERVICES_DEPLOY);
    private final String token = server.login("mira");
    private long object;

    private static Action action(String name, ActionType type, Action.Scope scope) {
        return new Action(name, name, type, scope, null, null, null, Map.of(), null, false, List.of());
    }

    @BeforeEach
    void addObject() {
        ItemType box = new ItemType(
                new TypeSlug("box"),
                "Box",
                null,
                "",
                List.of(Field.of("name", FieldType.STRING)),
                List.of(
                        action("greet", ActionType.SCRIPT, Action.Scope.OBJECT),
                        action("run", ActionType.DYNAMIC_SCRIPTS, Action.Scope.OBJECT),
                        action("count", ActionType.SCRIPT, Action.Scope.TYPE)),
                null);
        server.lab().types().set(box);
        object = inventory()
                .items()
                .create(root, "box", new NewItem(Map.of("name", "hello"), List.of()))
                .id();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private CloudLab inventory() {
        return server.cloudLab.cloudLab();
    }

    private Viewer open(String action, @Nullable String who) {
        return Viewer.open(server, "/api/inventory/ws/" + object + "/action?action=" + action + "&token=" + who);
    }

    private static void say(Viewer viewer, String message) {
        viewer.socket.sendText(message, true).join();
    }

    private Viewer greeting() {
        Viewer viewer = open("greet", token);
        say(viewer, START);
        return viewer;
    }

    private static JobId started(Viewer viewer) throws InterruptedException {
        JsonNode started = viewer.next();
        assertThat(started.path("type").asText()).isEqualTo("started");
        return new JobId(started.path("job_id").asText());
    }

    private static void assertRefused(Viewer viewer, int code, String message) throws InterruptedException {
        JsonNode error = viewer.next();
        assertThat(error.path("type").asText()).isEqualTo("error");
        assertThat(error.path("message").asText()).contains(message);
        assertThat(viewer.closeCode()).isEqualTo(code);
    }

    private void assertNothingStarted() {
        assertThat(server.lab().runner().launches()).isEmpty();
        assertThat(server.audited()).doesNotContain("inventory.action.greet", "inventory.action.run");
    }

    @Test
    void actionIsStartedWithItsInputsShownAndEnds() throws InterruptedException {
        Viewer viewer = greeting();

        JobId id = started(viewer);
        server.lab().runner().awaitStart(id);
        server.lab().log().print(id, "hello mira\n");
        server.lab().runner().finish(id, 3);

        assertThat(viewer.lines()).contains("hello mira");
        assertThat(viewer.last.path("type").asText()).isEqualTo("done");
        assertThat(viewer.last.path("status").asText()).isEqualTo("failed");
        assertThat(viewer.last.path("exit_code").asInt()).isEqualTo(3);
        assertThat(viewer.closeCode()).isEqualTo(1000);
        JsonNode job = server.get("/api/jobs/" + id, server.admin()).json();
        assertThat(job.path("username").asText()).isEqualTo("mira");
        assertThat(job.path("object_id").asLong()).isEqualTo(object);
        assertThat(job.path("script").asText()).isEqualTo("greet");
        assertThat(job.at("/inputs/username").asText()).isEqualTo("mira");
        assertThat(server.cloudLab.audit().stream()
                        .filter(entry -> entry.action().equals("inventory.action.greet"))
                        .map(entry -> entry.details().get("job_id")))
                .containsExactly(id.value());
    }

    @Test
    void whoSaysItLaterOrTwiceStartsItOnce() throws InterruptedException {
        Viewer viewer = open("greet", token);
        say(viewer, "not json");
        say(viewer, "{\"type\":\"input\",\"data\":\"ls\"}");
        say(viewer, "{\"type\":\"start\",\"type\":\"start\"}");
        assertNothingStarted();

        say(viewer, START);
        say(viewer, START);
        JobId id = started(viewer);
        server.lab().runner().awaitStart(id);
        say(viewer, START);
        server.lab().runner().finish(id, 0);

        viewer.lines();
        assertThat(viewer.closeCode()).isEqualTo(1000);
        assertThat(server.lab().runner().launches()).hasSize(1);
    }

    @Test
    void scriptIsChosenByTheOneWhoStarts() throws InterruptedException {
        Viewer viewer = open("run", server.admin());
        say(viewer, "{\"type\":\"start\",\"script\":\"greet\",\"inputs\":{\"username\":\"jake\"}}");

        JobId id = started(viewer);

        assertThat(server.get("/api/jobs/" + id, server.admin())
                        .json()
                        .path("script")
                        .asText())
                .isEqualTo("greet");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "greet | {'type':'start'} | username",
                "greet | {'type':'start','inputs':{'username':7}} | username",
                "greet | {'type':'start','inputs':{'LD_PRELOAD':'x','username':'x'}} | LD_PRELOAD",
                "greet | {'type':'start','inputs':[]} | inputs",
                "greet | {'type':'start','inputs':'x'} | inputs",
                "greet | {'type':'start','script':{}} | script",
                "run | {'type':'start'} | script",
                "run | {'type':'start','script':'dance'} | no such script",
                "count | {'type':'start'} | type as a whole"
            })
    void badInputsAreNamedAndStartNothing(String action, String message, String named) throws InterruptedException {
        Viewer viewer = open(action, server.admin());
        say(viewer, message.replace('\'', '"'));

        assertRefused(viewer, 4002, named);
        assertNothingStarted();
    }

    @Test
    void whoMayNotIsToldAtOnce() throws InterruptedException {
        assertRefused(open("greet", server.token(Permission.JOBS_VIEW_ALL)), 4003, "inventory.box.greet");
        assertRefused(open("greet", "nonsense"), 4001, "");
        assertNothingStarted();
    }

    @Test
    void unknownActionAndObjectAreNotFound() throws InterruptedException {
        assertRefused(open("dance", token), 4004, "action");
        object = 99;
        assertRefused(open("greet", token), 4004, "object");
    }

    @Test
    void whoLosesThePermissionBeforeHeStartsStartsNothing() throws InterruptedException {
        Viewer viewer = open("greet", token);
        await().until(() -> server.http.viewers() == 1);

        server.cloudLab.grant(mira, Permission.JOBS_VIEW_ALL);

        assertRefused(viewer, 4003, "inventory.box.greet");
        assertNothingStarted();
    }

    @Test
    void whoLosesThePermissionLaterSeesNoMore() throws InterruptedException {
        Viewer viewer = greeting();
        JobId id = started(viewer);
        server.lab().runner().awaitStart(id); // until its turn has come, it would be refused

        server.cloudLab.grant(mira, Permission.JOBS_VIEW_OWN);

        viewer.lines();
        assertThat(viewer.last.path("type").asText()).isEqualTo("error");
        assertThat(viewer.closeCode()).isEqualTo(4003);
        assertThat(server.get("/api/jobs/" + id, server.admin())
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("running");
    }

    @Test
    void whoDestroysTheObjectSeesTheEndAllTheSame() throws InterruptedException {
        Viewer viewer = greeting();
        JobId id = started(viewer);
        server.lab().runner().awaitStart(id);
        inventory().items().delete(root, "box", object);
        Viewer witness = open("greet", token);
        assertRefused(witness, 4004, "object");
        await().pollDelay(Duration.ofSeconds(2)).until(() -> !viewer.isClosed()); // he was asked about meanwhile

        server.lab().runner().finish(id, 0);

        viewer.lines();
        assertThat(viewer.last.path("type").asText()).isEqualTo("done");
        assertThat(viewer.closeCode()).isEqualTo(1000);
    }

    @Test
    void ticketOpensItOnce() throws InterruptedException {
        String path = "/api/inventory/ws/" + object + "/action";
        String ticket = server.post("/api/auth/socket-ticket", "{\"path\":\"" + path + "\"}", token)
                .json()
                .path("ticket")
                .asText();
        Viewer viewer = Viewer.open(server, path + "?action=greet&ticket=" + ticket);
        say(viewer, START);

        started(viewer);

        assertThat(Viewer.open(server, path + "?action=greet&ticket=" + ticket).closeCode())
                .isEqualTo(4001);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"type\":\"input\",\"data\":\"x\"}"})
    void whoDoesNotStartItIsNotWaitedFor(String message) throws InterruptedException {
        try (TestServer hasty = TestServer.start(
                UnaryOperator.identity(), new Timing(Duration.ofMillis(500), Duration.ofMillis(100)))) {
            hasty.lab().types().set(server.lab().types().types().types().get(0));
            long id = hasty.cloudLab
                    .cloudLab()
                    .items()
                    .create(root, "box", new NewItem(Map.of("name", "hello"), List.of()))
                    .id();
            Viewer viewer =
                    Viewer.open(hasty, "/api/inventory/ws/" + id + "/action?action=greet&token=" + hasty.admin());
            if (!message.isEmpty()) say(viewer, message);

            assertRefused(viewer, 4002, "in time");
        }
    }
}
