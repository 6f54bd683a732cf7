package io.cloudlab.http.api.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.services.ServiceName;
import io.cloudlab.core.services.file.ServiceFile;
import io.cloudlab.core.services.file.ServiceFolder;
import io.cloudlab.http.Answer;
import io.cloudlab.http.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class ConfigRoutesTest {
    private static final String CONFIGS = "/api/services/hello/configs";
    private static final String CONFIG = CONFIGS + "/config.yaml";

    private final TestServer server = TestServer.start();
    private final String editor = server.token(Permission.SERVICES_CONFIG_VIEW, Permission.SERVICES_CONFIG_EDIT);

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer put(String body) {
        return server.send("PUT", CONFIG, body, editor);
    }

    private String save(String content) {
        Answer answer = put("{\"content\":\"" + content + "\"}");
        assertThat(answer.status()).isEqualTo(200);
        return answer.json().path("version").asText();
    }

    private void onDisk(String content) {
        server.lab()
                .files()
                .put(new ServiceFile(new ServiceName("hello"), ServiceFolder.CONFIGS, "config.yaml"), content);
    }

    @Test
    void filesAreListedPresentOrNot() {
        onDisk("a: 1\n");

        JsonNode list = server.get(CONFIGS, editor).json();

        assertThat(list.path("service_dir").asText()).isEqualTo("/services/hello");
        JsonNode config = list.path("configs").get(0);
        assertThat(config.path("name").asText()).isEqualTo("config.yaml");
        assertThat(config.path("exists").asBoolean()).isTrue();
        assertThat(config.path("size").asInt()).isEqualTo(5);
        assertThat(config.path("modified").asText()).endsWith("+00:00");
        JsonNode instance = list.path("configs").get(1);
        assertThat(instance.path("exists").asBoolean()).isFalse();
        assertThat(instance.path("size").isNull()).isTrue();
        assertThat(list.path("configs")).hasSize(4);
    }

    @Test
    void savedTextIsRead() {
        String version = save("a: é\\n");

        Answer answer = server.get(CONFIG, editor);
        assertThat(answer.body())
                .isEqualTo("{\"filename\":\"config.yaml\",\"content\":\"a: é\\n\",\"version\":\"" + version + "\"}");
        assertThat(put("{\"content\":\"\"}").body()).startsWith("{\"status\":\"saved\",\"filename\":\"config.yaml\"");
        assertThat(server.audited()).endsWith("service.config.edit", "service.config.edit");
    }

    @Test
    void staleVersionIsAConflict() {
        String version = save("a: 1");
        save("a: 2");

        Answer answer = put("{\"content\":\"a: 3\",\"version\":\"" + version + "\"}");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.code()).isEqualTo("stale-version");
        assertThat(server.get(CONFIG, editor).json().path("content").asText()).isEqualTo("a: 2");
    }

    @Test
    void invalidYamlIsRefusedWithItsPlace() {
        Answer answer = put("{\"content\":\"a: 1\\n\\tb: 2\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("invalid-yaml");
        assertThat(answer.detail()).contains("line 2, column 1");
        assertThat(server.get(CONFIG, editor).status()).isEqualTo(404);
    }

    @Test
    void largestTextIsTakenHoweverItIsEncodedAndALargerOneIsNot() {
        assertThat(put("{\"content\":\"#" + "\\u0020".repeat(102_399) + "\"}").status())
                .isEqualTo(200);
        Answer answer = put("{\"content\":\"#" + "x".repeat(102_400) + "\"}");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("config-too-large");
        assertThat(put("{\"content\":\"" + "x".repeat(2_000_000) + "\"}").status())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"deploy.sh", "config.yml", "Config.yaml", "..%5cconfig.yaml", "config.yaml%20", "%252e%252e"})
    void otherFilesAreNotAllowed(String name) {
        Answer answer = server.get(CONFIGS + "/" + name, editor);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(server.send("PUT", CONFIGS + "/" + name, "{\"content\":\"\"}", editor)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void missingThingsAreNotFound() {
        assertThat(server.get(CONFIG, editor).status()).isEqualTo(404);
        assertThat(server.get("/api/services/other/configs", editor).code()).isEqualTo("unknown-service");
        assertThat(server.get(CONFIG + "/versions", editor).json().path("versions"))
                .isEmpty();
        assertThat(server.get(CONFIG + "/versions/" + "0".repeat(64), editor).code())
                .isEqualTo("unknown-version");
        assertThat(server.get(CONFIG + "/versions/..%5c..", editor).status()).isIn(400, 404);
    }

    @Test
    void bodyWithoutContentIsMalformed() {
        assertThat(put("{}").faultAt()).isEqualTo("[\"body\",\"content\"]");
        assertThat(put("{\"content\":1}").status()).isEqualTo(422);
        assertThat(put("{\"content\":\"\\ud800\"}").status()).isEqualTo(422);
    }

    @Test
    void historyIsListedComparedAndRestored() {
        String first = save("a: 1\\n");
        String second = save("a: 2\\n");

        JsonNode versions = server.get(CONFIG + "/versions", editor).json().path("versions");
        assertThat(versions).hasSize(2);
        assertThat(versions.get(0).path("version").asText()).isEqualTo(second);
        assertThat(versions.get(0).path("current").asBoolean()).isTrue();
        assertThat(versions.get(1).path("author").asText()).startsWith("user_");
        assertThat(versions.get(1).path("created_at").asText()).endsWith("+00:00");
        String former = CONFIG + "/versions/" + first;
        assertThat(server.get(former, editor).json().path("content").asText()).isEqualTo("a: 1\n");
        assertThat(server.get(former + "/diff", editor).json().path("diff").asText())
                .contains("-a: 1\n+a: 2\n");
        JsonNode diff = server.get(former + "/diff?against=" + first, editor).json();
        assertThat(diff.path("diff").asText()).isEmpty();
        assertThat(diff.path("against").asText()).isEqualTo(first);

        assertThat(server.post(former + "/restore", "{\"version\":\"" + first + "\"}", editor)
                        .status())
                .isEqualTo(409);
        Answer restored = server.post(former + "/restore", "", editor);
        assertThat(restored.json().path("status").asText()).isEqualTo("restored");
        assertThat(restored.json().path("version").asText()).isEqualTo(first);
        assertThat(server.get(CONFIG, editor).json().path("content").asText()).isEqualTo("a: 1\n");
        assertThat(server.post(former + "/restore", "{}", editor).status()).isEqualTo(200);
    }

    @Test
    void viewersChangeNothing() {
        String version = save("a: 1");
        String viewer = server.token(Permission.SERVICES_CONFIG_VIEW);

        assertThat(server.send("PUT", CONFIG, "{", viewer).status()).isEqualTo(403);
        assertThat(server.post(CONFIG + "/versions/" + version + "/restore", "{}", viewer)
                        .detail())
                .isEqualTo("Permission denied: services.config.edit");
        assertThat(server.get(CONFIG, viewer).status()).isEqualTo(200);
        assertThat(server.send("HEAD", CONFIG, null, viewer).status()).isEqualTo(200);
    }
}
