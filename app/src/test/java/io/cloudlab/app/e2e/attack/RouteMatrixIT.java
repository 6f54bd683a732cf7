package io.cloudlab.app.e2e.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RawHttp;
import io.cloudlab.app.e2e.Team;
import io.cloudlab.app.e2e.Viewer;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every route the real server describes asks for what its description says, however its address is spelt. */
@Timeout(300)
class RouteMatrixIT {
    @TempDir
    static Path directory;

    private static Team team;
    private static final List<Route> ROUTES = new ArrayList<>();

    private record Route(String method, String path, boolean needsUser, boolean socket, List<String> anyOf) {
        String address() {
            String id = path.startsWith("/api/jobs") ? "00000000" : "999999";
            return path.replace("{id}", id).replaceAll("\\{[^}]*}", "unknown");
        }
    }

    @BeforeAll
    static void start() throws Exception {
        team = Team.start(directory, builder -> builder);
        team.nobody()
                .get("/api/openapi.json")
                .body()
                .path("paths")
                .properties()
                .forEach(path ->
                        path.getValue().properties().forEach(operation -> ROUTES.add(route(path.getKey(), operation))));
    }

    private static Route route(String path, Map.Entry<String, JsonNode> operation) {
        List<String> anyOf = new ArrayList<>();
        operation.getValue().path("x-permissions-any-of").forEach(one -> anyOf.add(one.asText()));
        return new Route(
                operation.getKey().toUpperCase(Locale.ROOT),
                path,
                !operation.getValue().at("/security/0").isEmpty(),
                operation.getValue().path("x-websocket").asBoolean(),
                anyOf);
    }

    @AfterAll
    static void stop() {
        team.close();
    }

    private static Stream<Route> closed() {
        return ROUTES.stream().filter(route -> route.needsUser() && !route.socket());
    }

    private static int status(Route route, String method, Api api) {
        return api.send(api.request(route.address()).method(method, HttpRequest.BodyPublishers.noBody()))
                .status();
    }

    private static int raw(String method, String address, Api api) {
        return RawHttp.status(RawHttp.send(
                api.address(),
                method + " " + address + " HTTP/1.1",
                "Host: localhost",
                "Authorization: Bearer " + api.token(),
                "Content-Length: 0",
                "Connection: close"));
    }

    @Test
    void descriptionHoldsTheRoutesAboutPeople() {
        assertThat(ROUTES)
                .extracting(route -> route.method() + " " + route.path())
                .contains(
                        "POST /api/auth/invite/{token}",
                        "POST /api/users/{id}/roles",
                        "PUT /api/roles/{id}",
                        "GET /api/audit/export");
        assertThat(closed()).hasSizeGreaterThan(25);
    }

    @Test
    void withoutTokenOrPermissionNothingIsAnswered() {
        Map<List<String>, Api> others = new HashMap<>();
        closed().forEach(route -> {
            boolean read = route.method().equals("GET");
            assertThat(status(route, route.method(), team.nobody()))
                    .as(route.toString())
                    .isEqualTo(401);
            if (read)
                assertThat(status(route, "HEAD", team.nobody()))
                        .as("HEAD " + route)
                        .isIn(401, 405);
            if (route.anyOf().isEmpty()) return;
            Api other = others.computeIfAbsent(route.anyOf(), missing -> lacking(missing, others.size()));
            assertThat(status(route, route.method(), other))
                    .as(route.toString())
                    .isEqualTo(403);
            if (read)
                assertThat(status(route, "HEAD", other)).as("HEAD " + route).isIn(403, 405);
        });
        assertThat(others).hasSizeGreaterThan(10);
    }

    @Test
    void socketsCloseForThoseWhoMayNotUseThem() {
        Api powerless = team.member("powerless");
        List<Route> sockets = ROUTES.stream().filter(Route::socket).toList();
        assertThat(sockets).isNotEmpty();
        for (Route route : sockets) {
            assertThat(Viewer.open(team.nobody(), route.address(), 0).awaitClose())
                    .as(route.path())
                    .isEqualTo(4001);
            assertThat(Viewer.open(powerless, route.address() + "?token=" + powerless.token(), 0)
                            .awaitClose())
                    .as(route.path())
                    .isIn(4003, 4004);
            assertThat(status(route, "GET", team.nobody()))
                    .as("without an upgrade")
                    .isIn(401, 426);
        }
    }

    /** Somebody who may do everything but what these permissions allow. */
    private static Api lacking(List<String> missing, int number) {
        TreeSet<String> held = new TreeSet<>();
        team.admin()
                .get("/api/roles/permissions")
                .body()
                .path("permissions")
                .forEach(category ->
                        category.forEach(one -> held.add(one.path("codename").asText())));
        held.removeAll(missing);
        return team.member("lacking_" + number, held.toArray(String[]::new));
    }

    @Test
    void otherSpellingsOfAnAddressLeadNowhere() {
        closed().filter(route -> !route.path().equals("/api/auth/logout")).forEach(route -> {
            String address = route.address();
            for (String spelling : List.of(
                    address + "/",
                    address.replaceFirst("/api/", "/api//"),
                    "/" + address,
                    address.toUpperCase(Locale.ROOT),
                    address.replaceFirst("/api/", "/API/"),
                    address.replaceFirst("/api/", "/api;x=1/"),
                    address + ";x=1",
                    address.replaceFirst("/api/", "/api/./"),
                    address.replaceFirst("/api/", "/api/x/../"),
                    address + "%2f",
                    address + "%00",
                    address + "/.")) {
                assertThat(raw(route.method(), spelling, team.admin()))
                        .as(route.method() + " " + spelling)
                        .isIn(400, 404);
            }
        });
    }

    @Test
    void otherMethodsAreRefusedAndNoHeaderStandsInForOne() {
        closed().forEach(route -> {
            for (String method : List.of("PATCH", "TRACE", "PROPFIND"))
                assertThat(raw(method, route.address(), team.admin()))
                        .as(method + " " + route)
                        .isEqualTo(405);
        });
        String answer = RawHttp.send(
                team.server().address(),
                "GET /api/users/1 HTTP/1.1",
                "Host: localhost",
                "X-HTTP-Method-Override: DELETE",
                "Connection: close");
        assertThat(RawHttp.status(answer)).isEqualTo(401);
    }
}
