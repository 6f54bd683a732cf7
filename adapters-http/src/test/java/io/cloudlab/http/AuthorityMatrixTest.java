package io.cloudlab.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.access.Permission;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way to a service through an object made by people, tried with each of the rights to the object and to the service. */
class AuthorityMatrixTest {
    private static final SiteServer SITE = SiteServer.start();

    /** @param needed beside the right to see the former job, where there is one */
    private record Way(String action, @Nullable String body, boolean rerun, List<Permission> needed) {}

    private static final List<Way> WAYS = List.of(
            new Way("deploy", null, false, List.of(SiteServer.on("deploy"), Permission.SERVICES_DEPLOY)),
            new Way(
                    "greet",
                    "{\"inputs\":{\"username\":\"mira\"}}",
                    false,
                    List.of(SiteServer.on("greet"), Permission.SERVICES_DEPLOY)),
            new Way("run", "{\"script\":\"deploy\"}", false, List.of(SiteServer.on("run"), Permission.SERVICES_DEPLOY)),
            new Way("stop", null, false, List.of(SiteServer.on("stop"), Permission.SERVICES_STOP)),
            new Way("deploy", null, true, List.of(SiteServer.on("deploy"), Permission.SERVICES_DEPLOY)),
            new Way("stop", null, true, List.of(SiteServer.on("stop"), Permission.SERVICES_STOP)));

    @AfterAll
    static void stop() {
        SITE.close();
    }

    static Stream<Arguments> cells() {
        return WAYS.stream()
                .flatMap(way -> Stream.of(
                                Set.<Permission>of(),
                                Set.of(way.needed().get(0)),
                                Set.of(way.needed().get(1)),
                                Set.of(SiteServer.on("edit"), way.needed().get(0)),
                                Set.copyOf(way.needed()))
                        .map(held -> Arguments.of(way, held)));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void wayIsOpenWithBothRightsAndRefusesNamingTheOneThatIsMissing(Way way, Set<Permission> held) {
        String token = SITE.server()
                .token(Stream.concat(held.stream(), Stream.of(Permission.JOBS_VIEW_ALL))
                        .toArray(Permission[]::new));
        String path = SITE.hello();

        Answer answer = way.rerun() ? rerun(path, way, token) : SITE.run(path, way.action(), way.body(), token);

        way.needed().stream()
                .filter(one -> !held.contains(one))
                .findFirst()
                .ifPresentOrElse(
                        missing -> {
                            assertThat(answer.status()).isEqualTo(403);
                            assertThat(answer.detail()).isEqualTo("Permission denied: " + missing);
                        },
                        () -> assertThat(answer.status()).as(answer.body()).isEqualTo(200));
    }

    private static Answer rerun(String path, Way way, String token) {
        String former = SITE.job(SITE.run(path, way.action(), way.body(), SITE.admin()))
                .path("id")
                .asText();
        return SITE.server().post("/api/jobs/" + former + "/rerun", null, token);
    }
}
