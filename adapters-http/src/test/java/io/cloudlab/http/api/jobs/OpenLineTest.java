package io.cloudlab.http.api.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.http.TestServer;
import io.cloudlab.http.Viewer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A last line without an end, as in a question or the bar of a progress. */
class OpenLineTest {
    private final TestServer server = TestServer.start();
    private final String admin = server.admin();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void viewerWhoAskedIsToldOfAnOpenLineUntilItEnds() throws InterruptedException {
        JobId id = server.job(admin);
        int lines = lines(id);
        Viewer viewer = Viewer.open(server, "/api/jobs/ws/" + id + "?open=1&from=" + lines + "&token=" + admin);
        assertThat(viewer.next().path("type").asText()).isEqualTo("connected");

        print(id, "10 %\r");
        server.lab().log().letOpenLineStand(id);
        assertOpen(viewer.next(), lines, "10 %\r");
        print(id, "20 %\r");
        server.lab().log().letOpenLineStand(id);
        assertOpen(viewer.next(), lines, "10 %\r20 %\r");
        print(id, "done\n");
        JsonNode output = viewer.next();
        assertThat(output.path("type").asText()).isEqualTo("output");
        assertThat(output.path("index").asInt()).isEqualTo(lines);
        assertThat(output.path("lines").get(0).asText()).isEqualTo("10 %\r20 %\rdone");
        server.lab().runner().finish(id, 0);
    }

    @Test
    void viewerWhoDidNotAskIsToldOfWholeLinesAlone() throws InterruptedException {
        JobId id = server.job(admin);
        int lines = lines(id);
        Viewer viewer = Viewer.open(server, "/api/jobs/ws/" + id + "?from=" + lines + "&token=" + admin);
        assertThat(viewer.next().path("type").asText()).isEqualTo("connected");
        print(id, "Password: ");
        server.lab().log().letOpenLineStand(id);
        print(id, "\n");
        assertThat(viewer.next().path("type").asText()).isEqualTo("output");
    }

    @Test
    void windowTellsTheOpenLine() {
        JobId id = server.job(admin);
        int lines = lines(id);
        assertThat(window(id).path("open").isNull()).isTrue();
        print(id, "Password: ");
        assertThat(window(id).path("open").isNull()).isTrue();
        server.lab().log().letOpenLineStand(id);
        assertThat(window(id).path("open").path("index").asInt()).isEqualTo(lines);
        assertThat(window(id).path("open").path("text").asText()).isEqualTo("Password: ");
        print(id, "\n");
        assertThat(window(id).path("open").isNull()).isTrue();
    }

    private static void assertOpen(JsonNode message, int index, String text) {
        assertThat(List.of(
                        message.path("type").asText(),
                        message.path("index").asInt(),
                        message.path("text").asText()))
                .containsExactly("open", index, text);
    }

    private JsonNode window(JobId id) {
        return server.get("/api/jobs/" + id + "/output", admin).json();
    }

    private int lines(JobId id) {
        return window(id).path("total").asInt();
    }

    private void print(JobId id, String text) {
        server.lab().log().print(id, text);
    }
}
