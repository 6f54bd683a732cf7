package io.cloudlab.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.jobs.job.JobId;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever ends a user's rights ends what they are watching, at the next look after all WebSockets. */
@Tag("slow")
class SessionEndTest {
    private final TestServer server = TestServer.start();
    private final String admin = server.admin();
    private final int role = server.role(admin, "Watcher", Permission.JOBS_VIEW_ALL);
    private final String name = server.user();
    private final int id = server.idOf(name);

    @AfterEach
    void stop() {
        server.close();
    }

    private interface End extends BiConsumer<SessionEndTest, String> {}

    private static Arguments end(String what, int code, End end) {
        return Arguments.of(what, code, end);
    }

    static Stream<Arguments> ends() {
        return Stream.of(
                end("logout", 4001, (test, token) -> test.server.post("/api/auth/logout", null, token)),
                end(
                        "deactivation",
                        4001,
                        (test, token) -> test.server.send("DELETE", "/api/users/" + test.id, null, test.admin)),
                end(
                        "deactivation by change",
                        4001,
                        (test, token) ->
                                test.server.send("PUT", "/api/users/" + test.id, "{\"is_active\":false}", test.admin)),
                end(
                        "another password",
                        4001,
                        (test, token) -> test.server.post(
                                "/api/users/password",
                                "{\"current_password\":\"" + TestServer.PASSWORD
                                        + "\",\"new_password\":\"new horse 7\"}",
                                token)),
                end(
                        "roles taken away",
                        4003,
                        (test, token) ->
                                test.server.post("/api/users/" + test.id + "/roles", "{\"role_ids\":[]}", test.admin)),
                end(
                        "permission taken out of the role",
                        4003,
                        (test, token) -> test.server.send(
                                "PUT", "/api/roles/" + test.role, "{\"permission_ids\":[]}", test.admin)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ends")
    void socketCloses(String what, int code, End end) throws InterruptedException {
        server.post("/api/users/" + id + "/roles", "{\"role_ids\":[" + role + "]}", admin);
        String token = server.login(name);
        JobId job = server.job(admin);
        Viewer viewer = Viewer.open(server, job, token);
        assertThat(viewer.next().path("type").asText()).isEqualTo("connected");

        end.accept(this, token);
        JsonNode last = viewer.next();
        while (last.path("type").asText().equals("output")) last = viewer.next();

        assertThat(last.path("type").asText()).isEqualTo("error");
        assertThat(viewer.closeCode()).isEqualTo(code);
    }

    @Test
    void webSocketsAreLookedAfterOftenEnoughForThePromisedFiveSeconds() {
        assertThat(Timing.USUAL.betweenTicks()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void otherViewersAreLeftAlone() throws InterruptedException {
        JobId job = server.job(admin);
        Viewer viewer = Viewer.open(server, job, admin);
        viewer.next();

        server.send("DELETE", "/api/users/" + id, null, admin);
        server.lab().runner().finish(job, 0);

        viewer.lines();
        assertThat(viewer.closeCode()).isEqualTo(1000);
    }
}
