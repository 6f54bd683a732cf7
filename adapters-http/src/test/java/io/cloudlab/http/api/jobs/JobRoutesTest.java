package io.cloudlab.http.api.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.log.OutputWindow;
import io.cloudlab.http.Answer;
import io.cloudlab.http.TestServer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class JobRoutesTest {
    private final TestServer server = TestServer.start();
    private final String admin = server.admin();

    @AfterEach
    void stop() {
        server.close();
    }

    private JobId job() {
        return server.job(admin);
    }

    private void print(JobId id, String text) {
        server.lab().log().print(id, text);
    }

    private void finish(JobId id, int code) {
        server.lab().runner().finish(id, code);
        await().until(() -> server.get("/api/jobs/" + id, admin)
                .json()
                .path("phase")
                .asText()
                .equals("ended"));
    }

    private static List<String> texts(JsonNode list) {
        return IntStream.range(0, list.size())
                .mapToObj(i -> list.get(i).asText())
                .toList();
    }

    @Test
    void deployAnswersWithTheJob() {
        Answer started = server.post("/api/services/hello/deploy", null, admin);

        assertThat(started.status()).isEqualTo(200);
        assertThat(started.json().path("status").asText()).isEqualTo("running");
        assertThat(started.json().path("job_id").asText()).matches("[0-9a-f]{8}");
    }

    @Test
    void runningJobIsShownWithItsOutput() {
        JobId id = job();
        print(id, "one\ntwo\n");

        JsonNode job = server.get("/api/jobs/" + id, admin).json();

        assertThat(job.path("id").asText()).isEqualTo(id.value());
        assertThat(job.path("service").asText()).isEqualTo("hello");
        assertThat(job.path("action").asText()).isEqualTo("deploy");
        assertThat(job.path("status").asText()).isEqualTo("running");
        assertThat(job.path("phase").asText()).isEqualTo("running");
        assertThat(texts(job.path("output"))).endsWith("one", "two");
        assertThat(job.path("output_lines").asInt())
                .isEqualTo(job.path("output").size());
        assertThat(job.path("output_truncated").asBoolean()).isFalse();
        assertThat(job.path("started_at").asText()).endsWith("+00:00");
        for (String absent : List.of("script", "finished_at", "exit_code", "reason", "object_id", "type_slug"))
            assertThat(job.has(absent) && job.path(absent).isNull()).as(absent).isTrue();
    }

    @Test
    void endedJobTellsHowItEnded() {
        JobId id = job();
        finish(id, 3);

        JsonNode job = server.get("/api/jobs/" + id, admin).json();

        assertThat(job.path("status").asText()).isEqualTo("failed");
        assertThat(job.path("exit_code").asInt()).isEqualTo(3);
        assertThat(job.path("finished_at").asText()).endsWith("+00:00");
        assertThat(job.path("cancelled").asBoolean()).isFalse();
    }

    @Test
    void scriptRunsWithItsInputs() {
        Answer started = server.post(
                "/api/services/hello/run", "{\"script\":\"greet\",\"inputs\":{\"username\":\"jake\"}}", admin);

        JsonNode job = server.get("/api/jobs/" + started.json().path("job_id").asText(), admin)
                .json();
        assertThat(job.path("script").asText()).isEqualTo("greet");
        assertThat(job.path("inputs").path("username").asText()).isEqualTo("jake");
    }

    @Test
    void scriptThatDoesNotExistOrLacksInputsIsRefused() {
        assertThat(server.post("/api/services/hello/run", "{\"script\":\"nothing\"}", admin)
                        .status())
                .isEqualTo(400);
        Answer missing = server.post("/api/services/hello/run", "{\"script\":\"greet\"}", admin);
        assertThat(missing.status()).isEqualTo(400);
        assertThat(missing.detail()).contains("username");
        assertThat(server.post("/api/services/unknown/deploy", null, admin).status())
                .isEqualTo(404);
    }

    @Test
    void listShowsNewestFirstWithTheLastLines() {
        JobId first = job();
        print(first, "1\n2\n3\n4\n5\n6\n7\n");
        finish(first, 0);
        JobId second = job();

        JsonNode page = server.get("/api/jobs", admin).json();

        assertThat(page.path("total").asInt()).isEqualTo(2);
        assertThat(page.path("page").asInt()).isEqualTo(1);
        assertThat(page.path("per_page").asInt()).isEqualTo(100);
        assertThat(page.path("jobs").get(0).path("id").asText()).isEqualTo(second.value());
        JsonNode older = page.path("jobs").get(1);
        assertThat(older.path("output").size()).isLessThanOrEqualTo(5);
        assertThat(older.path("output_lines").asInt()).isGreaterThanOrEqualTo(7);
        assertThat(older.path("output_truncated").asBoolean()).isTrue();
    }

    @Test
    void listIsFilteredAndPaged() {
        JobId done = job();
        finish(done, 0);
        job();

        assertThat(server.get("/api/jobs?status=completed", admin)
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        assertThat(server.get("/api/jobs?status=running&service=hello", admin)
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        assertThat(server.get("/api/jobs?service=other", admin)
                        .json()
                        .path("total")
                        .asInt())
                .isZero();
        assertThat(server.get("/api/jobs?action=script", admin)
                        .json()
                        .path("total")
                        .asInt())
                .isZero();
        assertThat(server.get("/api/jobs?user=user_1", admin)
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(2);
        JsonNode second = server.get("/api/jobs?page=2&per_page=1", admin).json();
        assertThat(second.path("jobs").size()).isEqualTo(1);
        assertThat(second.path("jobs").get(0).path("id").asText()).isEqualTo(done.value());
        assertThat(server.get("/api/jobs?status=lost", admin).status()).isEqualTo(422);
    }

    @Test
    void thoseWhoMaySeeTheirOwnJobsSeeNoOthers() {
        JobId others = job();
        String token = server.token(Permission.JOBS_VIEW_OWN, Permission.SERVICES_DEPLOY, Permission.JOBS_CANCEL);

        assertThat(server.get("/api/jobs", token).json().path("total").asInt()).isZero();
        for (String path : List.of("", "/output", "/output/raw", "/output/search?q=x"))
            assertThat(server.get("/api/jobs/" + others + path, token).status())
                    .as(path)
                    .isEqualTo(403);
        assertThat(server.send("DELETE", "/api/jobs/" + others, null, token).status())
                .isEqualTo(403);
    }

    @Test
    void jobsThatDoNotExistAreNotFound() {
        for (String id : List.of("00000000", "zzz", "0000000G", "000000000"))
            assertThat(server.get("/api/jobs/" + id, admin).status()).as(id).isEqualTo(404);
    }

    @Test
    void cancellingIsAcceptedOnceRunningAndRefusedWhenEnded() {
        JobId id = job();

        Answer cancelled = server.send("DELETE", "/api/jobs/" + id, null, admin);

        assertThat(cancelled.body()).isEqualTo("{\"status\":\"cancelled\",\"job_id\":\"" + id + "\"}");
        await().until(() ->
                server.get("/api/jobs/" + id, admin).json().path("cancelled").asBoolean());
        Answer again = server.send("DELETE", "/api/jobs/" + id, null, admin);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.code()).isEqualTo("job-not-running");
    }

    @Test
    void windowOfOutputIsReadOnFromNext() {
        JobId id = job();
        print(id, IntStream.range(0, 100).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining()));
        int own = server.get("/api/jobs/" + id, admin).json().path("output").size() - 100;

        JsonNode window = server.get("/api/jobs/" + id + "/output?from=" + (own + 10) + "&limit=3", admin)
                .json();

        assertThat(texts(window.path("lines"))).containsExactly("line 10", "line 11", "line 12");
        assertThat(window.path("next").asInt()).isEqualTo(own + 13);
        assertThat(window.path("total").asInt()).isEqualTo(own + 100);
        assertThat(window.path("finished").asBoolean()).isFalse();
        JsonNode job = server.get("/api/jobs/" + id + "?from=" + (own + 98) + "&limit=10", admin)
                .json();
        assertThat(texts(job.path("output"))).containsExactly("line 98", "line 99");
        assertThat(job.path("output_truncated").asBoolean()).isTrue();
        assertThat(server.get("/api/jobs/" + id + "/output?from=100000", admin)
                        .json()
                        .path("lines")
                        .size())
                .isZero();
        assertThat(server.get("/api/jobs/" + id + "/output?limit=1000000000", admin)
                        .status())
                .isEqualTo(422);
    }

    @Test
    void fullOutputStopsAtTheCap() {
        JobId id = job();
        print(id, "x\n".repeat(OutputWindow.MAX_LINES + 10));

        JsonNode job = server.get("/api/jobs/" + id, admin).json();

        assertThat(job.path("output").size()).isEqualTo(OutputWindow.MAX_LINES);
        assertThat(job.path("output_truncated").asBoolean()).isTrue();
        assertThat(job.path("output_lines").asInt()).isGreaterThanOrEqualTo(OutputWindow.MAX_LINES + 10);
    }

    @Test
    void rawOutputIsAFileByteForByte() {
        JobId id = job();
        print(id, "text \u00e9\r\n<script>\n".repeat(20_000));

        Answer raw = server.get("/api/jobs/" + id + "/output/raw", admin);

        assertThat(raw.body()).endsWith("text \u00e9\r\n<script>\n".repeat(20_000));
        assertThat(raw.header("Content-Disposition")).isEqualTo("attachment; filename=\"job-" + id + ".log\"");
        assertThat(raw.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(raw.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(server.send("HEAD", "/api/jobs/" + id + "/output/raw", null, admin)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void searchFindsLinesAndGoesOn() {
        JobId id = job();
        print(id, "Apple\npear\napple pie\nAPPLE\n");

        JsonNode found = server.get("/api/jobs/" + id + "/output/search?q=apple&limit=2", admin)
                .json();

        assertThat(found.path("lines").get(0).path("text").asText()).isEqualTo("Apple");
        assertThat(found.path("lines").get(1).path("text").asText()).isEqualTo("apple pie");
        String rest = "/api/jobs/" + id + "/output/search?q=apple&from="
                + found.path("next").asLong();
        JsonNode last = server.get(rest, admin).json();
        assertThat(last.path("lines").size()).isEqualTo(1);
        assertThat(last.path("next").isNull()).isTrue();
        assertThat(server.get("/api/jobs/" + id + "/output/search", admin).status())
                .isEqualTo(422);
    }
}
