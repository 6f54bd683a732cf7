package io.cloudlab.app.e2e.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RunningServer;
import io.cloudlab.app.e2e.Viewer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Instances on the real server, with the real Ansible and playbooks that only pretend. */
@Timeout(180)
class InstancesIT {
    @TempDir
    Path directory;

    private CloudLabFiles lab;
    private RunningServer server;
    private Api admin;

    @BeforeEach
    void start() throws Exception {
        lab = CloudLabFiles.in(directory.resolve("lab")).cloud("web", "wiki");
        lab.lab().service("web", "true");
        server = RunningServer.on(directory.resolve("data"), directory.resolve("lab"))
                .start();
        admin = Api.setUp(server.address());
    }

    @AfterEach
    void stop() {
        if (server != null) server.close();
    }

    private Viewer ended(Api.Answer started) {
        assertThat(started.status()).as(started.body().toString()).isEqualTo(200);
        Viewer viewer = Viewer.of(admin, started.text("/job_id"));
        viewer.awaitClose();
        return viewer;
    }

    private Viewer completed(Api.Answer started) {
        Viewer viewer = ended(started);
        assertThat(viewer.done().path("status").asText())
                .as(viewer.lines().toString())
                .isEqualTo("completed");
        return viewer;
    }

    private List<String> known() {
        List<String> names = new ArrayList<>();
        admin.get("/api/instances")
                .body()
                .at("/instances/all/hosts")
                .fieldNames()
                .forEachRemaining(names::add);
        return names;
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void instancesAreRefreshedAndStopped() throws Exception {
        Viewer refresh = completed(admin.get("/api/instances/refresh"));
        assertThat(refresh.lines().get(1))
                .isEqualTo("$ ansible-playbook -i localhost, -e @variables.json init_playbook/generate-inventory.yaml");
        assertThat(known()).containsExactly("web", "wiki");
        JsonNode job = admin.get(
                        "/api/jobs/" + refresh.others().get(0).path("job_id").asText())
                .body();
        assertThat(job.at("/hosts/localhost/ok").asInt()).isEqualTo(2);
        assertThat(job.at("/hosts/localhost/failures").asInt()).isZero();

        completed(admin.post("/api/instances/web/mel/stop"));
        assertThat(known()).containsExactly("wiki");

        lab.cloud("wiki", "blog");
        completed(admin.post("/api/services/web/stop"));
        assertThat(Files.readString(lab.path("filter.json"))).isEqualTo("[\"web\"]");
        assertThat(known()).isEmpty();

        lab.cloud("wiki");
        completed(admin.post("/api/services/actions/stop-all"));
        assertThat(Files.readString(lab.path("filter.json"))).isEqualTo("[\"\"]");
        assertThat(admin.get("/api/audit?action_prefix=system.stop_all")
                        .body()
                        .path("total")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void firstStepThatFailsStopsTheRest() throws Exception {
        completed(admin.get("/api/instances/refresh"));
        lab.playbook("generate-inventory", "    - fail: {msg: the cloud is away}\n");

        Viewer stop = ended(admin.post("/api/services/web/stop"));

        assertThat(stop.done().path("status").asText()).isEqualTo("failed");
        assertThat(stop.lines()).noneMatch(line -> line.contains("stop-instances"));
        assertThat(lab.path("filter.json")).doesNotExist();
        assertThat(known()).containsExactly("web", "wiki");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void emptyCloudIsBelievedTheSecondTime() throws Exception {
        completed(admin.get("/api/instances/refresh"));
        lab.cloud();
        completed(admin.get("/api/instances/refresh"));

        assertThat(known()).containsExactly("web", "wiki");
        assertThat(admin.get("/api/instances").body().path("unconfirmed_empty").asBoolean())
                .isTrue();
        completed(admin.get("/api/instances/refresh"));
        assertThat(known()).isEmpty();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void labelsAreNeverTemplatesVariablesOrOptions() throws Exception {
        Path canary = directory.resolve("canary");
        for (String label : List.of(
                "a=b vultr_api_endpoint=evil",
                "--vault-password-file=x",
                "@etc@passwd",
                "$(touch " + canary.toString().replace('/', '_') + ")",
                "'\"; id; \u00fc \u2603",
                "-e",
                "!vault x",
                "*")) {
            completed(admin.post("/api/instances/" + encoded(label) + "/mel%20x%3Dy/stop"));
            JsonNode seen = JsonMapper.builder()
                    .build()
                    .readTree(lab.path("stopped.json").toFile());
            assertThat(seen.path("label").asText()).isEqualTo(label);
            assertThat(seen.path("region").asText()).isEqualTo("mel x=y");
        }
        Files.delete(lab.path("stopped.json"));
        for (String hostile : List.of("{{ lookup('pipe', 'id') }}", "{% set x = 1 %}", "a\nb", "{# x #}")) {
            assertThat(admin.post("/api/instances/" + encoded(hostile) + "/mel/stop")
                            .status())
                    .as(hostile)
                    .isEqualTo(400);
            assertThat(admin.post("/api/instances/web/" + encoded(hostile) + "/stop")
                            .status())
                    .as(hostile)
                    .isEqualTo(400);
        }
        assertThat(lab.path("stopped.json")).doesNotExist();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void refreshThatEndsWhileTheServerIsDownIsTakenOver() throws Exception {
        Path go = directory.resolve("go");
        Path over = directory.resolve("over");
        lab.playbook(
                "generate-inventory",
                "    - wait_for: {path: '" + go + "', sleep: 1}\n"
                        + "    - copy: {src: '{{ playbook_dir }}/../cloud.yml', dest: '{{ playbook_dir }}/../inventory/vultr.yml'}\n"
                        + "    - copy: {dest: '" + over + "', content: over}\n");
        String job = admin.get("/api/instances/refresh").text("/job_id");
        Awaitility.await()
                .until(() -> admin.get("/api/jobs/" + job).body().toString().contains("TASK"));
        assertThat(admin.get("/api/instances/refresh").text("/job_id")).isEqualTo(job);

        server.kill();
        Files.createFile(go);
        Awaitility.await().until(() -> Files.exists(over));
        server = RunningServer.on(directory.resolve("data"), directory.resolve("lab"))
                .start();
        admin = admin.at(server.address());
        assertThat(Viewer.of(admin, job).done().path("status").asText()).isEqualTo("completed");

        assertThat(known()).containsExactly("web", "wiki");
        assertThat(admin.get("/api/jobs/" + job)
                        .body()
                        .at("/hosts/localhost/changed")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void playThatMatchesNoHostIsAFailureWithAReason() throws Exception {
        lab.lab()
                .service("lonely", "ansible-playbook -i localhost, play.yaml")
                .file(
                        "lonely",
                        "play.yaml",
                        "- hosts: nobody\n  gather_facts: false\n  tasks:\n    - debug: {msg: x}\n");
        lab.lab()
                .service("missing", "ansible-playbook -i outputs/temp_inventory.yaml play.yaml || true; exit 0")
                .file("missing", "play.yaml", "- hosts: all\n  gather_facts: false\n  tasks: []\n");

        Viewer lonely = ended(admin.post("/api/services/lonely/deploy"));

        assertThat(lonely.done().path("status").asText()).isEqualTo("failed");
        assertThat(lonely.lines()).last().asString().contains("a play matched no host");
        JsonNode job = admin.get(
                        "/api/jobs/" + lonely.others().get(0).path("job_id").asText())
                .body();
        assertThat(job.path("reason").asText()).isEqualTo("no hosts matched");
        assertThat(job.path("exit_code").asInt()).isZero();
        Viewer missing = ended(admin.post("/api/services/missing/deploy"));
        assertThat(missing.lines().toString()).contains("temp_inventory.yaml");
        assertThat(missing.done().path("status").asText()).isEqualTo("failed");
        assertThat(missing.lines()).last().asString().contains("the inventory of a playbook is missing");
        assertThat(admin.get("/api/jobs/"
                                + missing.others().get(0).path("job_id").asText())
                        .body()
                        .path("reason")
                        .asText())
                .isEqualTo("no inventory");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void inventoryThatIsAnAttackChangesNothing() throws Exception {
        completed(admin.get("/api/instances/refresh"));
        String bomb = "a: &a [" + "xxxxxxxxx, ".repeat(20)
                + "x]\nb: &b [*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\n"
                + "d: &d [*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e]\ng: [*f,*f,*f,*f,*f,*f,*f]\n";
        for (String hostile : List.of(
                "all: !!javax.script.ScriptEngineManager [!!java.net.URLClassLoader [[!!java.net.URL [\"http://127.0.0.1/\"]]]]\n",
                bomb,
                "all: " + "[".repeat(10_000),
                "all: {}\nall: {}\n",
                "x: '" + "y".repeat(9 << 20) + "'\n")) {
            lab.write("cloud.yml", hostile);
            completed(admin.get("/api/instances/refresh"));

            assertThat(known()).containsExactly("web", "wiki");
            assertThat(admin.get("/api/instances")
                            .body()
                            .path("unconfirmed_empty")
                            .asBoolean())
                    .isFalse();
        }
        assertThat(server.log()).contains("The instances are kept as they were known: inventory/vultr.yml");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void manyWhoRefreshAtOnceShareOneJob() throws Exception {
        Path asked = directory.resolve("asked");
        lab.playbook("generate-inventory", "    - wait_for: {path: '" + asked + "', sleep: 1}\n");
        List<Thread> threads = new ArrayList<>();
        List<String> jobs = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch go = new CountDownLatch(1);
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(() -> {
                try {
                    go.await();
                    jobs.add(admin.get("/api/instances/refresh").text("/job_id"));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            threads.add(thread);
            thread.start();
        }
        go.countDown();
        for (Thread thread : threads) thread.join();
        Files.createFile(asked);

        assertThat(jobs).hasSize(8);
        assertThat(Set.copyOf(jobs)).hasSize(1);
        Viewer.of(admin, jobs.get(0)).awaitClose();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
