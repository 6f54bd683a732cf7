package io.cloudlab.app.e2e.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.vultr.LabTools;
import io.cloudlab.app.vultr.SampleLab;
import io.cloudlab.app.vultr.VultrEmulator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The real server, the real Ansible and machines that can be entered, against an emulated cloud. */
@Timeout(300)
class CloudIT {
    @TempDir
    Path directory;

    private VultrEmulator cloud;
    private SampleLab lab;
    private RunningServer server;
    private Api admin;

    @BeforeEach
    void start() throws Exception {
        LabTools.require();
        cloud = VultrEmulator.start(directory.resolve("cloud"), 50);
        lab = SampleLab.in(directory, cloud);
        server = RunningServer.on(directory.resolve("data"), lab.path()).start();
        admin = Api.setUp(server.address());
    }

    @AfterEach
    void stop() {
        if (server != null) server.close();
        if (cloud != null) cloud.close();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void instanceIsCreatedEnteredSeenAndDestroyed() throws Exception {
        JsonNode deployed = completed(admin.post("/api/services/test-ubuntu/deploy"));

        assertThat(deployed.path("deployment_id").asText()).matches("test-ubuntu-[0-9TZ]+");
        assertThat(deployed.at("/hosts/testUbuntu/ok").asInt()).isPositive();
        assertThat(deployed.at("/hosts/testUbuntu/failures").asInt()).isZero();
        assertThat(cloud.instance("testUbuntu", "mel")).isPresent();
        assertThat(lab.outputs("test-ubuntu").resolve("service_outputs.yaml")).isNotEmptyFile();
        assertThat(admin.get("/api/services/active-deployments").text("/deployments/0/hosts/0"))
                .isEqualTo("testUbuntu");

        completed(admin.post("/api/instances/refresh"));

        Api.Answer seen = admin.get("/api/instances");
        assertThat(hosts(seen).at("/testUbuntu/vultr_region").asText()).isEqualTo("mel");
        assertThat(hosts(seen).at("/testUbuntu/ansible_ssh_private_key_file").asText())
                .endsWith("services/test-ubuntu/outputs/id_ed25519");
        assertThat(seen.body().path("cached_at").isNull()).isFalse();

        JsonNode destroyed = completed(admin.post("/api/instances/testUbuntu/mel/stop"));

        assertThat(destroyed.path("action").asText()).isEqualTo("destroy_instance");
        assertThat(cloud.instances()).isEmpty();
        assertThat(hosts(admin.get("/api/instances")).has("testUbuntu")).isFalse();
        assertThat(admin.get("/api/services/active-deployments").body().path("deployments"))
                .isEmpty();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void everyInstanceIsFoundThroughPagesAndFaultsAndOnlyTheNamedOneIsDestroyed() throws Exception {
        IntStream.range(0, 120).forEach(i -> cloud.seed("web-" + i, "mel"));
        String twin = cloud.seed("twin", "mel");
        String other = cloud.seed("twin", "ewr");
        cloud.faults()
                .tooMany("GET", "/instances", 1, 1)
                .status("GET", "/instances", 500, 1)
                .status("GET", "/instances", 503, 1)
                .close("GET", "/instances", 1);

        completed(admin.post("/api/instances/refresh"));
        assertThat(hosts(admin.get("/api/instances"))).hasSize(122);
        completed(admin.post("/api/instances/twin/mel/stop"));

        assertThat(cloud.instances())
                .hasSize(121)
                .noneMatch(one -> one.path("id").asText().equals(twin));
        assertThat(hosts(admin.get("/api/instances")))
                .hasSize(121)
                .anyMatch(host -> host.path("vultr_id").asText().equals(other));

        JsonNode hostile = failed(admin.post("/api/instances/twin%20a=b/mel/stop"));
        assertThat(hostile.path("output").toString()).contains("No instance labelled twin a=b in mel");
        assertThat(cloud.instances()).hasSize(121);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void failedRefreshSaysWhyAndKeepsWhatWasKnown() throws Exception {
        cloud.seed("web", "mel");
        completed(admin.post("/api/instances/refresh"));
        cloud.faults().status("GET", "/instances", 401, 1);

        JsonNode refused = failed(admin.post("/api/instances/refresh"));

        assertThat(refused.path("exit_code").asInt()).isEqualTo(2);
        assertThat(refused.path("output").toString()).contains("The cloud does not accept the API key (401).");
        assertThat(hosts(admin.get("/api/instances")).has("web")).isTrue();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void nothingIsDestroyedAfterAFirstStepThatFailed() throws Exception {
        cloud.seed("wiki", "mel", "cloudlab", "service-wiki");
        cloud.faults().status("GET", "/instances", 401, 1);

        JsonNode job = failed(admin.post("/api/services/actions/stop-all"));

        assertThat(job.path("output").toString()).doesNotContain("PLAY [Stop instances]");
        assertThat(cloud.requests()).containsExactly("GET /instances");
        assertThat(cloud.instances()).hasSize(1);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void playThatMatchesNoHostIsAFailedJob() throws Exception {
        lab.write("services/idle/deploy.sh", "ansible-playbook -i localhost, main.yaml\n");
        lab.write("services/idle/main.yaml", "- hosts: web\n  gather_facts: false\n  tasks: [{debug: {msg: x}}]\n");

        JsonNode job = failed(admin.post("/api/services/idle/deploy"));

        assertThat(job.path("exit_code").asInt()).isZero();
        assertThat(job.path("reason").asText()).contains("host");
        assertThat(job.path("output").toString()).contains("matched no host");
    }

    private static JsonNode hosts(Api.Answer instances) {
        return instances.body().at("/instances/all/hosts");
    }

    private JsonNode completed(Api.Answer started) {
        JsonNode job = ended(started);
        assertThat(job.path("status").asText())
                .as(job.path("output").toPrettyString())
                .isEqualTo("completed");
        return job;
    }

    private JsonNode failed(Api.Answer started) {
        JsonNode job = ended(started);
        assertThat(job.path("status").asText())
                .as(job.path("output").toPrettyString())
                .isEqualTo("failed");
        return job;
    }

    private JsonNode ended(Api.Answer started) {
        assertThat(started.status()).as(started.body().toString()).isEqualTo(200);
        String job = "/api/jobs/" + started.text("/job_id");
        Awaitility.await()
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> !admin.get(job + "?limit=1").text("/status").equals("running"));
        return admin.get(job).body();
    }
}
