package io.cloudlab.http.api.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.http.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The list of jobs, of which much is kept from one request to the next. */
@Tag("slow")
class JobListTest {
    private final TestServer server = TestServer.start();
    private final String admin = server.admin();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void listIsTheSameAsTheSingleJobsThroughoutTheirLives() {
        JobId first = server.job(admin);
        server.lab().log().print(first, "one\n");
        assertThat(rowOf(first)).isEqualTo(single(first));
        server.lab().log().print(first, "two\n");
        assertThat(rowOf(first)).isEqualTo(single(first));
        finish(first);
        assertThat(rowOf(first)).isEqualTo(single(first));
        assertThat(rowOf(first).path("status").asText()).isEqualTo("completed");

        JobId second = server.job(admin);
        assertThat(list().path("jobs"))
                .extracting(job -> job.path("id").asText())
                .containsExactly(second.value(), first.value());
        assertThat(list().path("total").asInt()).isEqualTo(2);
        assertThat(rowOf(first)).isEqualTo(single(first));
    }

    @Test
    void answerBeyondWhatSocketsHoldComesWhole() {
        for (int i = 0; i < 40; i++) {
            JobId id = server.job(admin);
            for (int line = 0; line < 5; line++) server.lab().log().print(id, ("job " + i + " ").repeat(300) + "\n");
            finish(id);
        }
        JsonNode list = list();
        assertThat(list.path("jobs"))
                .hasSize(40)
                .allSatisfy(job -> assertThat(job.path("output")).hasSize(5));
        assertThat(list()).isEqualTo(list);
    }

    private JsonNode list() {
        return server.get("/api/jobs", admin).json();
    }

    private JsonNode rowOf(JobId id) {
        for (JsonNode job : list().path("jobs")) if (job.path("id").asText().equals(id.value())) return job;
        throw new AssertionError("the list lacks the job");
    }

    private JsonNode single(JobId id) {
        return server.get("/api/jobs/" + id, admin).json();
    }

    private void finish(JobId id) {
        server.lab().runner().finish(id, 0);
        await().until(() -> single(id).path("phase").asText().equals("ended"));
    }
}
