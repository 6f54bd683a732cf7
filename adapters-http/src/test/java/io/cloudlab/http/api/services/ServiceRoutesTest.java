package io.cloudlab.http.api.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.services.InstanceFile;
import io.cloudlab.core.services.PublishedOutputs;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.ServiceOutput;
import io.cloudlab.core.services.input.InputType;
import io.cloudlab.core.services.input.OptionsSource;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.services.input.ScriptInput;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.http.Answer;
import io.cloudlab.http.TestServer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceRoutesTest {
    private final TestServer server = TestServer.start();
    private final String viewer = server.token(Permission.SERVICES_VIEW);

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void servicesAreListedWithTheirScripts() {
        JsonNode hello =
                server.get("/api/services", viewer).json().path("services").get(0);

        assertThat(hello.path("name").asText()).isEqualTo("hello");
        assertThat(hello.path("service_dir").asText()).isEqualTo("/services/hello");
        assertThat(hello.path("has_instance").asBoolean()).isTrue();
        assertThat(hello.path("configs").get(0).asText()).isEqualTo("scripts.yaml");
        JsonNode greet = hello.path("scripts").get(1);
        assertThat(greet.path("script").asText()).isEqualTo("greet.sh");
        assertThat(greet.path("file").asText()).isEqualTo("greet.sh");
        JsonNode input = greet.path("inputs").get(0);
        assertThat(input.path("type").asText()).isEqualTo("string");
        assertThat(input.path("required").asBoolean()).isTrue();
        assertThat(input.has("default")).isTrue();
        assertThat(hello.path("scripts").get(0).path("inputs").isArray()).isTrue();
    }

    @Test
    void detailTellsWhatIsNotUnderstoodOfInstanceYamlToo() {
        String warning = "instance.yaml, line 2, column 3: 'lable' means nothing here and is passed over.";
        server.lab().catalogue().instance("hello", new InstanceFile(Map.of(), null, List.of(warning)));

        assertThat(server.get("/api/services/hello", viewer)
                        .json()
                        .path("warnings")
                        .toString())
                .isEqualTo("[\"" + warning + "\"]");
    }

    private static ScriptInput input(
            String name, InputType type, @Nullable OptionsSource from, Map<String, List<String>> visibleIf) {
        return new ScriptInput(name, name, type, true, null, List.of(), Map.of(), null, "", from, visibleIf);
    }

    @Test
    void formTellsTheOptionsOfThisMoment() {
        ScriptInput stage = input("stage", InputType.SELECT, new OptionsSource.OfFiles("inventories/*"), Map.of());
        ScriptInput version = input("version", InputType.STRING, null, Map.of("stage", List.of("prod.yml")));
        server.lab().catalogue().add("shop", new Script("to go", "Go", "", "go.sh", List.of(stage, version), true));
        server.lab().catalogue().files("inventories/*", "prod.yml", "test.yml");

        JsonNode inputs = server.get("/api/services/shop/scripts/to%20go/form", viewer)
                .json()
                .at("/script/inputs");

        assertThat(inputs.at("/0/options").toString()).isEqualTo("[\"prod.yml\",\"test.yml\"]");
        assertThat(inputs.at("/0/options_from").asText()).isEqualTo("files");
        assertThat(inputs.at("/1/visible_if/stage/0").asText()).isEqualTo("prod.yml");
        assertThat(server.get("/api/services/shop/scripts/other/form", viewer).status())
                .isEqualTo(404);
        assertThat(server.get("/api/services/other/scripts/deploy/form", viewer).status())
                .isEqualTo(404);
        assertThat(server.get("/api/services/shop/scripts/deploy/form", server.token(Permission.JOBS_VIEW_ALL))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void scriptThatCannotBeRunIsListedWithTheReason() {
        String admin = server.token(Permission.SERVICES_VIEW, Permission.SERVICES_DEPLOY);
        Script broken = new Script("grow", "Grow", "", "grow.sh", List.of(), false)
                .withProblem("scripts.yaml, line 4, column 9: a pattern that is no regular expression.");
        server.lab().catalogue().add("pond", Script.DEPLOY, broken);

        JsonNode scripts = server.get("/api/services/pond", admin).json().path("scripts");
        assertThat(scripts.get(0).path("runnable").asBoolean()).isTrue();
        assertThat(scripts.get(0).path("problem").isNull()).isTrue();
        assertThat(scripts.get(1).path("runnable").asBoolean(true)).isFalse();
        assertThat(scripts.get(1).path("problem").asText()).isEqualTo(broken.problem());
        Answer answer = server.post("/api/services/pond/run", "{\"script\":\"grow\"}", admin);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("not-runnable");
        assertThat(answer.detail()).isEqualTo(broken.problem());
    }

    @Test
    void inputsThatAreWrongAreAllToldAtOnce() {
        String admin = server.token(Permission.SERVICES_DEPLOY);
        Answer answer =
                server.post("/api/services/hello/run", "{\"script\":\"greet\",\"inputs\":{\"usrname\":\"x\"}}", admin);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("missing-input");
        JsonNode errors = answer.json().path("errors");
        assertThat(errors).hasSize(2);
        assertThat(errors.get(0).path("loc").toString()).isEqualTo("[\"body\",\"inputs\",\"username\"]");
        assertThat(errors.get(1).path("type").asText()).isEqualTo("unknown-input");
        assertThat(errors.get(1).path("msg").asText())
                .isEqualTo("Input 'usrname' is unknown. Perhaps 'username' is meant. Known are: username.");
    }

    @Test
    void deployTakesInputsAndRefusesUnknownOnes() {
        String admin = server.token(Permission.SERVICES_DEPLOY, Permission.JOBS_VIEW_OWN);
        ScriptInput size = new ScriptInput("size", "Size", InputType.STRING, true, null, List.of(), null, "");
        server.lab().catalogue().add("sized", new Script("deploy", "Deploy", "", "deploy.sh", List.of(size), false));
        String deploy = "/api/services/sized/deploy";

        assertThat(server.post(deploy, null, admin).code()).isEqualTo("missing-input");
        assertThat(server.post(deploy, "{\"inputs\":{\"size\":\"big\",\"x\":1}}", admin)
                        .code())
                .isEqualTo("unknown-input");
        assertThat(server.post(deploy, "{\"size\":\"big\"}", admin).status()).isEqualTo(422);
        String job = server.post(deploy, "{\"inputs\":{\"size\":\"big\"}}", admin)
                .json()
                .path("job_id")
                .asText();
        assertThat(server.get("/api/jobs/" + job, admin)
                        .json()
                        .path("inputs")
                        .path("size")
                        .asText())
                .isEqualTo("big");
    }

    @Test
    void whatIsSkippedIsToldWithTheList() {
        assertThat(server.get("/api/services", viewer).json().path("warnings").toString())
                .isEqualTo("[]");

        server.lab().catalogue().warn("services/broken is skipped: it is a link.");

        assertThat(server.get("/api/services", viewer).json().path("warnings").toString())
                .isEqualTo("[\"services/broken is skipped: it is a link.\"]");
    }

    @Test
    void changedCatalogueIsSeenAtOnce() {
        server.get("/api/services", viewer);
        server.lab().catalogue().add("another");

        assertThat(server.get("/api/services", viewer).json().path("services").size())
                .isEqualTo(2);
    }

    @Test
    void detailHoldsTheInstance() {
        JsonNode detail = server.get("/api/services/hello", viewer).json();

        assertThat(detail.path("instance").path("region").asText()).isEqualTo("ams");
        assertThat(detail.path("instance_error").isNull()).isTrue();
        assertThat(server.get("/api/services/other", viewer).code()).isEqualTo("unknown-service");
    }

    @Test
    void brokenInstanceIsToldWithTheDetail() {
        server.lab().catalogue().instance("hello", new InstanceFile(null, "instance.yaml: line 2 is not YAML."));

        Answer detail = server.get("/api/services/hello", viewer);

        assertThat(detail.status()).isEqualTo(200);
        assertThat(detail.json().path("instance").isNull()).isTrue();
        assertThat(detail.json().path("instance_error").asText()).contains("line 2");
    }

    @Test
    void activeDeploymentsAreListed() {
        assertThat(server.get("/api/services/active-deployments", viewer).body())
                .isEqualTo("{\"deployments\":[{\"name\":\"hello\",\"hosts\":[\"hello01\"],"
                        + "\"updated_at\":\"2026-03-01T09:00:00+00:00\"}]}");
    }

    @Test
    void publishedOutputsAreShownWithoutTheirSecrets() {
        ServiceOutput admin =
                new ServiceOutput("admin", ServiceOutput.Type.CREDENTIAL, "Admin", "s3cr3t", "root", "password");
        server.lab()
                .catalogue()
                .outputs(new PublishedOutputs(
                        new ServiceName("hello"), List.of(admin), Instant.parse("2026-03-01T09:00:00Z"), List.of()));

        String outputs = "[{\"name\":\"admin\",\"type\":\"credential\",\"label\":\"Admin\",\"value\":\"********\","
                + "\"username\":\"root\",\"credential_type\":\"password\",\"masked\":true}]";
        String one = "{\"service\":\"hello\",\"published_at\":\"2026-03-01T09:00:00+00:00\",\"outputs\":" + outputs
                + ",\"warnings\":[]}";
        assertThat(server.get("/api/services/hello/outputs", viewer).body()).isEqualTo(one);
        assertThat(server.get("/api/services/outputs", viewer).body())
                .isEqualTo("{\"outputs\":{\"hello\":" + outputs + "}}");
        assertThat(server.get("/api/services/outputs", server.admin()).body()).contains("s3cr3t");
        assertThat(server.get("/api/services/other/outputs", viewer).status()).isEqualTo(404);
    }

    @Test
    void fullDiskIsAnsweredWith503() {
        server.lab().log().full(true);

        Answer answer = server.post("/api/services/hello/deploy", null, server.admin());

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.code()).isEqualTo("disk-full");
    }

    @Test
    void healthTellsWhatIsWrong() {
        assertThat(server.get("/health").json().path("status").asText()).isEqualTo("ok");
        assertThat(server.get("/health/ready").status()).isEqualTo(200);

        server.lab().broken(new Unavailable("lab-gone", "The lab directory cannot be read."));

        Answer notReady = server.get("/health/ready", server.token(Permission.SYSTEM_SETTINGS_VIEW));
        assertThat(notReady.status()).isEqualTo(503);
        assertThat(notReady.json().path("status").asText()).isEqualTo("not ready");
        assertThat(notReady.body()).contains("{\"name\":\"lab\",\"state\":\"failed\",\"detail\":\"The lab directory");
        assertThat(server.get("/health").status()).isEqualTo(200);
    }

    @Test
    void strangersLearnNamesAndStatesOfWhatIsLookedAtAndNothingElse() {
        String operator = server.token(Permission.SERVICES_VIEW);
        server.lab().broken(new Unavailable("lab-gone", "The lab directory /srv/lab cannot be read."));

        for (Answer answer : List.of(
                server.get("/health/ready"),
                server.get("/health/ready", operator),
                server.get("/health/ready", "no.token.ofours"))) {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.body()).contains("{\"name\":\"lab\",\"state\":\"failed\",\"detail\":null}");
            assertThat(answer.json().path("checks").findValues("detail"))
                    .hasSizeGreaterThan(3)
                    .allMatch(JsonNode::isNull);
        }
    }
}
