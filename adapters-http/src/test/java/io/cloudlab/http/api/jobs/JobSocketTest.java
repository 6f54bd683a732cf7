package io.cloudlab.http.api.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.PlayProgress;
import io.cloudlab.http.Answer;
import io.cloudlab.http.TestServer;
import io.cloudlab.http.Viewer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class JobSocketTest {
    private final TestServer server = TestServer.start();
    private final String admin = server.admin();

    @AfterEach
    void stop() {
        server.close();
    }

    private void print(JobId id, String text) {
        server.lab().log().print(id, text);
    }

    private static void assertRefused(Viewer viewer, int code, String message) throws InterruptedException {
        JsonNode error = viewer.next();
        assertThat(error.path("type").asText()).isEqualTo("error");
        assertThat(error.path("message").asText()).contains(message);
        assertThat(viewer.closeCode()).isEqualTo(code);
    }

    private String upgrade(String path, String... headers) {
        List<String> lines = new ArrayList<>(List.of("GET " + path + " HTTP/1.1", "Host: localhost"));
        Collections.addAll(lines, headers);
        Collections.addAll(
                lines,
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        return server.raw(lines.toArray(String[]::new));
    }

    @Test
    void viewerSeesWhatWasPrintedWhatIsPrintedAndTheEnd() throws InterruptedException {
        JobId id = server.job(admin);
        print(id, "before\n");
        Viewer viewer = Viewer.open(server, id, admin);

        JsonNode connected = viewer.next();
        JsonNode first = viewer.next();
        print(id, "after \"quoted\"\n");
        JsonNode second = viewer.next();
        server.lab().runner().finish(id, 0);

        assertThat(connected.path("type").asText()).isEqualTo("connected");
        assertThat(connected.path("job_id").asText()).isEqualTo(id.value());
        assertThat(connected.path("status").asText()).isEqualTo("running");
        assertThat(connected.path("lines").asInt()).isPositive();
        assertThat(first.path("index").asInt()).isZero();
        assertThat(first.path("lines").toString()).endsWith("\"before\"]");
        assertThat(second.path("lines").get(0).asText()).isEqualTo("after \"quoted\"");
        assertThat(second.path("index").asInt()).isEqualTo(first.path("lines").size());
        viewer.lines();
        assertThat(viewer.last.path("type").asText()).isEqualTo("done");
        assertThat(viewer.last.path("status").asText()).isEqualTo("completed");
        assertThat(viewer.last.path("exit_code").asInt()).isZero();
        assertThat(viewer.last.path("finished_at").asText()).endsWith("+00:00");
        assertThat(viewer.closeCode()).isEqualTo(1000);
    }

    @Test
    void endedJobIsReplayedFromTheLineAskedFor() throws InterruptedException {
        JobId id = server.job(admin);
        print(id, "x\n".repeat(50_000) + "last\n");
        server.lab().runner().finish(id, 1);
        await().until(() -> server.get("/api/jobs/" + id, admin)
                .json()
                .path("phase")
                .asText()
                .equals("ended"));
        int total =
                server.get("/api/jobs/" + id, admin).json().path("output_lines").asInt();

        Viewer all = Viewer.open(server, id, admin);
        Viewer some = Viewer.open(server, "/api/jobs/ws/" + id + "?from=" + (total - 10) + "&token=" + admin);

        assertThat(all.next().path("lines").asInt()).isEqualTo(total);
        assertThat(all.lines()).hasSize(total).contains("last");
        assertThat(all.closeCode()).isEqualTo(1000);
        some.next();
        assertThat(some.lines()).hasSize(10);
        assertThat(some.last.path("exit_code").asInt()).isEqualTo(1);
    }

    @Test
    void tokenMayStandInTheHeaderToo() {
        JobId id = server.job(admin);
        server.lab().runner().finish(id, 0);

        assertThat(upgrade("/api/jobs/ws/" + id, "Authorization: Bearer " + admin))
                .startsWith("HTTP/1.1 101")
                .contains("\"type\":\"connected\"", "\"type\":\"done\"");
    }

    @Test
    void withoutGoodTokenTheViewerIsToldAndClosed() throws InterruptedException {
        JobId id = server.job(admin);

        assertRefused(Viewer.open(server, "/api/jobs/ws/" + id), 4001, "Not authenticated");
        assertRefused(Viewer.open(server, id, "nonsense"), 4001, "not valid");
    }

    @Test
    void withoutPermissionTheViewerIsToldAndClosed() throws InterruptedException {
        JobId id = server.job(admin);

        assertRefused(Viewer.open(server, id, server.token()), 4003, "Permission denied: jobs.view_own");
        assertRefused(Viewer.open(server, id, server.token(Permission.JOBS_VIEW_OWN)), 4003, "Permission denied");
    }

    @Test
    void unknownJobsAndBadParametersAreTold() throws InterruptedException {
        String twice = "/api/jobs/ws/00000000?token=" + admin + "&token=" + admin;
        assertRefused(Viewer.open(server, twice), 4002, "token must be given once");
        JobId id = server.job(admin);

        assertRefused(Viewer.open(server, "00000000", admin), 4004, "no such job");
        assertRefused(Viewer.open(server, "ABC", admin), 4004, "no such job");
        assertRefused(Viewer.open(server, "/api/jobs/ws/" + id + "?from=-1&token=" + admin), 4002, "from");
        assertRefused(Viewer.open(server, "/api/jobs/ws/" + id + "?from=x&token=" + admin), 4002, "from");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://evil.example", "null", "http://localhost.evil.example", "http://127.0.0.1:1"})
    void foreignOriginIsRefusedBeforeTheUpgrade(String origin) {
        JobId id = server.job(admin);

        assertThat(upgrade("/api/jobs/ws/" + id + "?token=" + admin, "Origin: " + origin, "Connection: close"))
                .startsWith("HTTP/1.1 403")
                .contains("foreign-origin");
    }

    @Test
    void plainGetIsToldToUpgrade() {
        Answer answer = server.get("/api/jobs/ws/00000000", admin);

        assertThat(answer.status()).isEqualTo(426);
        assertThat(answer.code()).isEqualTo("upgrade-required");
        assertThat(server.send("POST", "/api/jobs/ws/00000000", null, admin).status())
                .isEqualTo(405);
    }

    @Test
    void framesAreNeverCompressed() {
        JobId id = server.job(admin);
        server.lab().runner().finish(id, 0);

        assertThat(upgrade("/api/jobs/ws/" + id + "?token=" + admin, "Sec-WebSocket-Extensions: permessage-deflate"))
                .startsWith("HTTP/1.1 101")
                .doesNotContain("permessage-deflate");
    }

    @Test
    void whatTheViewerSaysIsIgnored() throws InterruptedException {
        JobId id = server.job(admin);
        Viewer viewer = Viewer.open(server, id, admin);
        viewer.next();

        viewer.socket.sendText("{\"type\":\"nonsense\"", true).join();
        viewer.socket
                .sendBinary(java.nio.ByteBuffer.wrap(new byte[60_000]), true)
                .join();
        print(id, "still here\n");

        List<String> seen = new ArrayList<>();
        while (!seen.contains("still here")) viewer.next().path("lines").forEach(line -> seen.add(line.asText()));
        assertThat(seen).contains("still here");
    }

    @Test
    void playbooksTellHowFarTheyAre() throws InterruptedException {
        JobId id = server.job(admin);
        server.lab()
                .runner()
                .progress(
                        id,
                        new PlayProgress(
                                "Set up",
                                new PlayProgress.Task("Install", "apt", 3),
                                List.of(new PlayProgress.Host("web", 2, 1, 0, 0, 0, "Install", null))));
        Viewer viewer = Viewer.open(server, id, admin);
        viewer.next();

        viewer.lines();
        assertThat(viewer.last.path("type").asText()).isEqualTo("progress");
        assertThat(viewer.last.at("/task/n").asInt()).isEqualTo(3);
        assertThat(server.get("/api/jobs/" + id + "/progress", admin).json().path("hosts"))
                .isEqualTo(viewer.last.path("hosts"));
        server.lab().runner().progress(id, new PlayProgress("Set up", null, List.of()));
        server.lab().runner().finish(id, 0);
        viewer.lines();
        assertThat(viewer.last.path("type").asText())
                .as("what is new comes before the end")
                .isEqualTo("progress");
        viewer.lines();
        assertThat(viewer.last.path("type").asText()).isEqualTo("done");
        assertThat(server.get("/api/jobs/00000000/progress", admin).status()).isEqualTo(404);
    }

    @Test
    void tooLargeMessageClosesTheSocket() throws InterruptedException {
        Viewer viewer = Viewer.open(server, server.job(admin), admin);
        viewer.next();

        viewer.socket.sendText("x".repeat(70_000), true);

        viewer.assertTooLarge();
    }

    @Test
    void tooLargeMessageInPartsClosesTheSocket() throws InterruptedException {
        Viewer viewer = Viewer.open(server, server.job(admin), admin);
        viewer.next();

        viewer.socket.sendText("x".repeat(40_000), false).join();
        viewer.socket.sendText("x".repeat(40_000), false);

        viewer.assertTooLarge();
    }

    @Test
    void logoutEndsTheSession() throws InterruptedException {
        JobId id = server.job(admin);
        String name = server.user(Permission.ALL);
        String token = server.login(name);
        Viewer viewer = Viewer.open(server, id, token);
        assertThat(viewer.next().path("type").asText()).isEqualTo("connected");

        server.post("/api/auth/logout", null, token);

        viewer.lines();
        assertThat(viewer.last.path("type").asText()).isEqualTo("error");
        assertThat(viewer.closeCode()).isEqualTo(4001);
    }

    @Test
    void revokedPermissionEndsTheView() throws InterruptedException {
        JobId id = server.job(admin);
        var user = server.cloudLab.user("otto", Permission.JOBS_VIEW_ALL);
        Viewer viewer = Viewer.open(server, id, server.login("otto"));
        assertThat(viewer.next().path("type").asText()).isEqualTo("connected");

        server.cloudLab.grant(user, Permission.JOBS_VIEW_OWN);

        viewer.lines();
        assertThat(viewer.closeCode()).isEqualTo(4003);
    }

    @Test
    void stopTellsViewersThatTheServerRestarts() throws InterruptedException {
        Viewer viewer = Viewer.open(server, server.job(admin), admin);
        viewer.next();

        server.http.stop();

        assertThat(viewer.closeCode()).isEqualTo(1012);
    }

    @Test
    void viewersWhoLeaveAreForgotten() throws InterruptedException {
        JobId id = server.job(admin);
        for (int i = 0; i < 20; i++) {
            Viewer viewer = Viewer.open(server, id, admin);
            viewer.next();
            if (i % 2 == 0) viewer.socket.sendClose(1000, "").join();
            else viewer.socket.abort();
        }

        await().untilAsserted(() -> assertThat(server.http.viewers()).isZero());
    }
}
