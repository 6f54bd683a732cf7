package io.cloudlab.http.api.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.jobs.job.JobId;
import io.cloudlab.core.jobs.job.JobRunner;
import io.cloudlab.core.testing.Eventually;
import io.cloudlab.http.Answer;
import io.cloudlab.http.TestServer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class InstanceRoutesTest {
    private final TestServer server = TestServer.start();
    private final String admin = server.admin();

    @AfterEach
    void stop() {
        server.close();
    }

    private JobId started(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("status").asText()).isEqualTo("running");
        return new JobId(answer.json().path("job_id").asText());
    }

    private void ends(JobId job) throws InterruptedException {
        server.lab().runner().awaitStart(job);
        server.lab().runner().finish(job, 0);
        Eventually.until(
                "it has ended",
                () -> server.cloudLab.stores().jobs().find(job).orElseThrow().hasEnded());
    }

    @Test
    void nothingIsKnownAtFirst() {
        assertThat(server.get("/api/instances", admin).body())
                .isEqualTo("{\"instances\":{},\"cached_at\":null,\"unconfirmed_empty\":false}");
    }

    @Test
    void refreshIsStartedByGetAndPostAndShownWhenItHasEnded() throws Exception {
        Answer first = server.get("/api/instances/refresh", admin);
        JobId job = started(first);

        assertThat(first.header("Cache-Control")).contains("no-store");
        assertThat(started(server.post("/api/instances/refresh", null, admin))).isEqualTo(job);
        assertThat(server.send("HEAD", "/api/instances/refresh", null, admin).status())
                .isEqualTo(405);
        server.lab().inventory().holds("web");
        ends(job);
        JsonNode cached = server.get("/api/instances", admin).json();
        assertThat(cached.at("/instances/all/hosts/web/vultr_region").asText()).isEqualTo("mel");
        assertThat(cached.at("/instances/all/children/tag_cloudlab/hosts").has("web"))
                .isTrue();
        assertThat(cached.path("cached_at").asText()).endsWith("+00:00");
        JsonNode shown = server.get("/api/jobs/" + job.value(), admin).json();
        assertThat(shown.path("service").asText()).isEqualTo("inventory");
        assertThat(shown.path("action").asText()).isEqualTo("refresh");
        assertThat(shown.path("hosts").isObject()).isTrue();
    }

    @Test
    void oneInstanceIsStoppedWhateverItIsCalled() throws Exception {
        JobId job = started(server.post("/api/instances/my%20web%20a%3Db+c%2Bd%20%C3%BC/mel/stop", null, admin));

        JobRunner.Launch launch = server.lab().runner().awaitStart(job);
        assertThat(launch.variables()).isEqualTo(Map.of("label", "my web a=b+c+d \u00fc", "region", "mel"));
        assertThat(launch.commands().toString()).doesNotContain("my web");
        JsonNode shown = server.get("/api/jobs/" + job.value(), admin).json();
        assertThat(shown.path("service").asText()).isEqualTo("my web a=b+c+d \u00fc");
        assertThat(shown.path("action").asText()).isEqualTo("destroy_instance");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%7B%7B%20lookup('pipe','id')%20%7D%7D/mel",
                "web/%7B%25x",
                "web%0Aother/mel",
                "web%00/mel",
                "%20/mel",
                "web/%1B%5B2J",
                "%E2%80%AEbew/mel"
            })
    void labelsAndRegionsThatCouldMeanSomethingElseAreRefused(String instance) {
        Answer refused = server.post("/api/instances/" + instance + "/stop", null, admin);

        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.body()).doesNotContain("lookup");
        assertThat(server.lab().runner().launches()).isEmpty();
        assertThat(server.audited()).doesNotContain("instance.stop");
    }

    @Test
    void servicesAndEverythingAreStopped() throws Exception {
        JobId service = started(server.post("/api/services/hello/stop", null, admin));
        JobId all = started(server.post("/api/services/actions/stop-all", null, admin));

        assertThat(server.lab().runner().awaitStart(service).variables()).isEqualTo(Map.of("service_filter", "hello"));
        assertThat(server.lab().runner().awaitStart(all).variables()).isEqualTo(Map.of("service_filter", ""));
        assertThat(server.post("/api/services/nope/stop", null, admin).status()).isEqualTo(404);
        assertThat(server.post("/api/services/a%20b/stop", null, admin).status())
                .isEqualTo(422);
        assertThat(server.audited()).containsSubsequence("service.stop", "system.stop_all");
    }

    @Test
    void eachNeedsItsOwnPermission() {
        String viewer = server.token(Permission.INSTANCES_VIEW);

        assertThat(server.get("/api/instances", viewer).status()).isEqualTo(200);
        assertThat(server.get("/api/instances/refresh", viewer).body())
                .contains("Permission denied: instances.refresh");
        assertThat(server.post("/api/instances/web/mel/stop", null, viewer).body())
                .contains("Permission denied: instances.stop");
        assertThat(server.post("/api/services/hello/stop", null, viewer).body())
                .contains("Permission denied: services.stop");
        assertThat(server.post("/api/services/actions/stop-all", null, viewer).body())
                .contains("Permission denied: system.stop_all");
        assertThat(server.lab().runner().launches()).isEmpty();
    }
}
