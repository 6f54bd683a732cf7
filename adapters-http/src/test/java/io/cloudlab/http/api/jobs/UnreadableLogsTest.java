package io.cloudlab.http.api.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.http.Answer;
import io.cloudlab.http.TestServer;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A disk that gives back a part of a log, or nothing. */
class UnreadableLogsTest {
    private final TestServer server = TestServer.start();
    private final String admin = server.admin();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void logThatCannotBeReadHidesNoOtherJob() {
        JobId whole = server.job(admin);
        server.lab().log().print(whole, "still here\n");
        server.lab().runner().finish(whole, 0);
        JobId broken = server.job(admin);
        server.lab().log().unreadable(broken);

        JsonNode jobs = server.get("/api/jobs", admin).json().path("jobs");

        assertThat(jobs.findValuesAsText("id")).containsExactly(broken.value(), whole.value());
        assertThat(jobs.at("/1/output").toString()).endsWith("\"still here\"]");
        assertThat(jobs.at("/0/output").toString()).isEqualTo("[\"[The log of this job cannot be read now.]\"]");
        assertThat(jobs.at("/0/status").asText()).isEqualTo("running");
        assertThat(server.get("/api/jobs/" + broken, admin).status()).isEqualTo(503);
    }

    @Test
    void rawOutputThatCannotBeReadToItsEndNeverLooksComplete() {
        JobId id = server.job(admin);
        server.lab().log().print(id, "some of the output\n".repeat(20_000));
        server.lab().log().readable(200_000);

        assertThatThrownBy(() -> server.get("/api/jobs/" + id + "/output/raw", admin))
                .rootCause()
                .isInstanceOf(IOException.class);

        server.lab().log().readable(0);
        Answer refused = server.get("/api/jobs/" + id + "/output/raw", admin);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(refused.header("Content-Disposition")).isEmpty();
    }
}
