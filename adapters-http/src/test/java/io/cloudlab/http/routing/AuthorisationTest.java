package io.cloudlab.http.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.access.PermissionInfo;
import io.cloudlab.core.access.Permissions;
import io.cloudlab.http.Answer;
import io.cloudlab.http.TestServer;
import io.cloudlab.http.error.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route of the table, with every kind of caller it must refuse. */
@Tag("slow")
class AuthorisationTest {
    private static final TestServer SERVER = TestServer.start();

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    static Stream<Route> closedRoutes() {
        return SERVER.http.routes().all().stream()
                .filter(route -> route.access().needsUser())
                .filter(route -> route.method() != Route.Method.SOCKET);
    }

    static Stream<Route> routesWithPermissions() {
        return closedRoutes().filter(route -> route.access() instanceof Access.Holders);
    }

    static Stream<Route> openRoutes() {
        return SERVER.http.routes().all().stream()
                .filter(route -> !route.access().needsUser() && route.method() == Route.Method.GET);
    }

    @Test
    void tableHoldsTheRoutesOfTheContract() {
        assertThat(closedRoutes().map(Route::toString))
                .contains("GET /api/auth/me", "GET /api/jobs/{id}", "POST /api/services/{name}/deploy")
                .hasSizeGreaterThanOrEqualTo(13);
        assertThat(SERVER.http.routes().all().stream()
                        .filter(route -> !route.access().needsUser())
                        .map(Route::toString))
                .as("everything else needs a token")
                .containsExactlyInAnyOrder(
                        "GET /api/auth/setup-required",
                        "POST /api/auth/setup",
                        "POST /api/auth/login",
                        "POST /api/auth/invite/{token}",
                        "POST /api/auth/forgot-password",
                        "POST /api/auth/password-reset/{token}",
                        "GET /api/schemas",
                        "GET /api/schemas/{name}",
                        "GET /health",
                        "GET /health/ready",
                        "GET /api/openapi.json",
                        "GET /",
                        "GET /links.js",
                        "GET /links.css",
                        "GET /api/docs",
                        "GET /api/docs/docs.js",
                        "GET /api/docs/docs.css");
    }

    @ParameterizedTest
    @MethodSource("closedRoutes")
    void withoutTokenNobodyIsLetIn(Route route) {
        Answer answer = SERVER.send(route.method().name(), path(route), null, null);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(answer.detail()).isEqualTo("Not authenticated");
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @ParameterizedTest
    @MethodSource("routesWithPermissions")
    void withoutPermissionNobodyIsLetIn(Route route) {
        List<Permission> opening = ((Access.Holders) route.access()).anyOf();
        Permission[] allOthers = Permissions.STATIC.stream()
                .map(each -> each.permission())
                .filter(each -> !opening.contains(each))
                .toArray(Permission[]::new);

        Answer answer = SERVER.send(route.method().name(), path(route), null, SERVER.token(allOthers));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.detail()).isEqualTo("Permission denied: " + opening.get(0));
    }

    @ParameterizedTest
    @MethodSource("routesWithPermissions")
    void eachOfThePermissionsLetsIn(Route route) {
        for (Permission one : ((Access.Holders) route.access()).anyOf()) {
            Answer answer = SERVER.send(route.method().name(), path(route), null, SERVER.token(one));

            assertThat(answer.status()).as("with " + one).isNotEqualTo(401);
            assertThat(answer.body()).doesNotContain("Permission denied: " + one);
        }
    }

    @Test
    void eachPermissionAloneOpensWhatTheTableSaysAndNothingElse() {
        List<Permission> all =
                Permissions.STATIC.stream().map(PermissionInfo::permission).toList();
        for (Permission one : all) {
            String token = SERVER.token(one);
            closedRoutes().filter(AuthorisationTest::endsNoSession).forEach(route -> {
                boolean open = !(route.access() instanceof Access.Holders holders)
                        || holders.anyOf().contains(one);
                Answer answer = SERVER.send(route.method().name(), path(route), null, token);

                assertThat(answer.status()).as("%s with %s alone", route, one).isNotEqualTo(401);
                // the use case may ask for more, such as to see the job that is to be cancelled
                if (open)
                    assertThat(answer.body()).as("%s with %s alone", route, one).doesNotContain("denied: " + one);
                else
                    assertThat(answer.status())
                            .as("%s with %s alone", route, one)
                            .isEqualTo(403);
            });
        }
    }

    @Test
    void superAdministratorIsRefusedNothing() {
        String token = SERVER.admin();
        closedRoutes().filter(AuthorisationTest::endsNoSession).forEach(route -> {
            Answer answer = SERVER.send(route.method().name(), path(route), null, token);

            assertThat(answer.status()).as(route.toString()).isNotIn(401, 403, 405, 500);
        });
    }

    @ParameterizedTest
    @MethodSource("closedRoutes")
    void otherSpellingsOfThePathLeadNowhereEvenForThoseWhoMay(Route route) {
        String path = path(route);
        String token = SERVER.admin();
        for (String spelling : List.of(
                path + "/",
                path.replaceFirst("/api/", "/api//"),
                path.replaceFirst("/api/", "//api/"),
                path.toUpperCase(Locale.ROOT),
                path.replaceFirst("/api/", "/Api/"),
                path.replaceFirst("/api/([a-z])", "/api;x/$1"),
                path + ";x",
                path + "%2F",
                path + "/.")) {
            String answer = SERVER.raw(
                    route.method() + " " + spelling + " HTTP/1.1",
                    "Host: localhost",
                    "Authorization: Bearer " + token,
                    "Connection: close");

            assertThat(answer.split(" ")[1]).as(spelling).isIn("400", "404");
        }
    }

    private static boolean endsNoSession(Route route) {
        return !route.path().equals("/api/auth/logout");
    }

    @ParameterizedTest
    @MethodSource("closedRoutes")
    void noSpellingOfThePathGetsPastTheCheck(Route route) {
        String path = path(route);
        for (String spelling : List.of(
                path + "/",
                path.replaceFirst("/api/", "/api//"),
                path.replaceFirst("/api/", "//api/"),
                path.replaceFirst("/api/", "/API/"),
                path.replaceFirst("/api/", "/api/./"),
                path.replaceFirst("/api/", "/api/x/../"),
                path.replaceFirst("/api/", "/%61pi/"),
                path.replaceFirst("/api/", "/api;x=1/"),
                path + ";x=1",
                path + "%2f",
                path + "%00")) {
            String answer =
                    SERVER.raw(route.method() + " " + spelling + " HTTP/1.1", "Host: localhost", "Connection: close");

            assertThat(Arrays.asList("400", "401", "404")).as(spelling).contains(answer.split(" ")[1]);
            assertThat(answer).as(spelling).contains("application/problem+json").doesNotContain("<html");
        }
    }

    @ParameterizedTest
    @MethodSource("closedRoutes")
    void headNeedsWhatGetNeeds(Route route) {
        boolean readable = SERVER.http.routes().at(path(route)).route("HEAD") != null;

        assertThat(SERVER.send("HEAD", path(route), null, null).status()).isEqualTo(readable ? 401 : 405);
    }

    @ParameterizedTest
    @MethodSource("openRoutes")
    void openRoutesNeedNoToken(Route route) {
        assertThat(SERVER.get(path(route)).status()).isEqualTo(200);
    }

    @Test
    void routeThatDoesNotSayWhoMayUseItIsRefused() {
        RouteTableBuilder routes = new RouteTableBuilder("Test");

        assertThatThrownBy(() -> routes.get("readSecrets", "/api/secrets")
                        .summary("All secrets.")
                        .answers(Problem.class)
                        .to(exchange -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("/api/secrets does not say who may use it");
    }

    @Test
    void routeWithoutHandlerIsRefused() {
        RouteTableBuilder routes = new RouteTableBuilder("Test");
        routes.get("readSecrets", "/api/secrets").by(Access.ANY_USER);

        assertThatThrownBy(routes::declared).isInstanceOf(IllegalStateException.class);
    }

    private static String path(Route route) {
        String id = route.path().startsWith("/api/jobs/") ? "00000000" : "999999";
        return route.path()
                .replace("schemas/{name}", "schemas/scripts.json")
                .replace("{id}", id)
                .replaceAll("\\{[a-z_]+}", "unknown");
    }
}
