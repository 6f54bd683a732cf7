package io.cloudlab.http.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.http.Answer;
import io.cloudlab.http.TestServer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Members of bodies and parameters of lists that do not exist. */
class UnknownNamesTest {
    private static final TestServer SERVER = TestServer.start();

    /** GET routes whose answers hold lists without being one: what they do not know changes nothing there. */
    private static final Set<String> SINGLE_THINGS = Set.of(
            "getMe",
            "getUser",
            "getRole",
            "getService",
            "getServiceSecret",
            "getJobProgress",
            "getLabSecret",
            "getType",
            "getObject",
            "getReadiness",
            "getInstances",
            "explainAccess");

    private static String admin = "";

    @BeforeAll
    static void signIn() {
        admin = SERVER.admin();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static Stream<Route> routes() {
        return SERVER.http.routes().all().stream().filter(Route::documented);
    }

    static Stream<Route> strictRoutes() {
        return routes().filter(route -> route.strict() && route.method() != Route.Method.GET);
    }

    static Stream<Route> lists() {
        return routes().filter(Route::heedsAllOfItsQuery);
    }

    private static String path(Route route) {
        String id = route.path().startsWith("/api/jobs/") ? "00000000" : "999999";
        return route.path()
                .replace("{id}", id)
                .replaceAll("\\{(rule|tag)}", "1")
                .replaceAll("\\{[a-z_]+}", "unknown");
    }

    @Test
    void whatGrantsOrRunsSomethingIsStrict() {
        assertThat(strictRoutes().map(Route::id))
                .contains(
                        "inviteUser",
                        "updateUser",
                        "assignRoles",
                        "createRole",
                        "updateRole",
                        "writeRules",
                        "addTagPermission",
                        "deployService",
                        "runScript",
                        "runObjectAction",
                        "runTypeAction",
                        "rerunJob",
                        "stopService",
                        "stopInstance",
                        "stopAllInstances",
                        "refreshInstances",
                        "issueSocketTicket");
    }

    @ParameterizedTest
    @MethodSource("strictRoutes")
    void unknownMemberIsNamedAndNothingIsDone(Route route) {
        Answer answer = SERVER.send(route.method().name(), path(route), "{\"dry_run\":true,\"nonsense\":[1]}", admin);

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        List<String> unknown = new ArrayList<>();
        for (JsonNode fault : answer.json().path("errors"))
            if (fault.path("type").asText().equals("unknown_member"))
                unknown.add(fault.path("loc").toString());
        assertThat(unknown).containsExactlyInAnyOrder("[\"body\",\"dry_run\"]", "[\"body\",\"nonsense\"]");
    }

    @Test
    void unknownMemberIsNamedWithTheKnownOnes() {
        Answer answer = SERVER.post("/api/roles", "{\"name\":\"ops\",\"permision_ids\":[1]}", admin);

        assertThat(answer.detail())
                .isEqualTo("permision_ids is not known; known: description, name, permission_ids, permissions.");
        assertThat(SERVER.get("/api/roles", admin).body()).doesNotContain("\"ops\"");
    }

    @Test
    void unknownMemberInsideAListIsNamedByItsPath() {
        Answer answer = SERVER.post(
                "/api/inventory/site/1/acl",
                "{\"rules\":[{\"role_id\":1,\"permission\":\"view\",\"effekt\":\"deny\"}]}",
                admin);

        assertThat(answer.faultAt()).isEqualTo("[\"body\",\"rules\",0,\"effekt\"]");
    }

    @Test
    void inputsAreNoMembersOfTheCall() {
        Answer answer = SERVER.post(
                "/api/services/hello/run", "{\"script\":\"greet\",\"inputs\":{\"username\":\"mira\"}}", admin);

        assertThat(answer.status()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("lists")
    void unknownParameterOfAListIsNamed(Route route) {
        Answer answer = SERVER.get(path(route) + "?nonsense=1", admin);

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.json().path("errors").findValues("loc").toString()).isEqualTo("[[\"query\",\"nonsense\"]]");
        assertThat(answer.json().at("/errors/0/type").asText()).isEqualTo("unknown_parameter");
    }

    @Test
    void unknownParameterIsNamedWithTheKnownOnes() {
        assertThat(SERVER.get("/api/users?stat=active", admin).detail())
                .isEqualTo("stat is not known; known: page, per_page, search, status.");
        assertThat(SERVER.get("/api/roles?page=2", admin).detail())
                .isEqualTo("page is not known: the list takes no parameters.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"field.name=x", "tag=a&tag=b", "sort=-id&page=1&per_page=5&search=x"})
    void declaredParametersOfAListAreTaken(String query) {
        Answer answer = SERVER.get("/api/inventory/unknown?" + query, admin);

        assertThat(answer.status()).as(answer.body()).isEqualTo(404);
    }

    @Test
    void everyListIsDeclaredAsOne() {
        TreeSet<String> others = new TreeSet<>();
        routes().filter(route -> route.method() == Route.Method.GET && !route.heedsAllOfItsQuery())
                .filter(route -> route.answer() instanceof Route.Answer.Json json
                        && Stream.of(json.type().getRecordComponents())
                                .anyMatch(component -> Collection.class.isAssignableFrom(component.getType())
                                        || Map.class.isAssignableFrom(component.getType())))
                .forEach(route -> others.add(route.id()));

        assertThat(SINGLE_THINGS).containsAll(others);
        assertThat(lists().count()).isGreaterThan(20);
    }
}
