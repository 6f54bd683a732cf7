package io.cloudlab.http.api.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.access.Permission;
import io.cloudlab.http.Answer;
import io.cloudlab.http.TestServer;
import io.cloudlab.http.error.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretRoutesTest {
    private final TestServer server = TestServer.start();
    private final String editor = server.token(Permission.SERVICES_SECRETS_EDIT);

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer put(String path, String member, String value) {
        return server.send(
                "PUT", path, Json.MAPPER.createObjectNode().put(member, value).toString(), editor);
    }

    private Answer delete(String path) {
        return server.send("DELETE", path, null, editor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/services/hello/secrets", "/api/secrets"})
    void secretIsWrittenListedAndRemovedButNeverShown(String path) {
        assertThat(put(path + "/TOKEN", "value", "hunter22").json().toString())
                .isEqualTo("{\"status\":\"saved\",\"names\":[\"TOKEN\"]}");
        assertThat(put(path, "dotenv", "A='one two'\nTOKEN=hunter23")
                        .json()
                        .path("names")
                        .toString())
                .isEqualTo("[\"A\",\"TOKEN\"]");

        JsonNode secrets = server.get(path, editor).json().path("secrets");
        assertThat(secrets.findValuesAsText("name")).containsExactly("A", "TOKEN");
        assertThat(secrets.at("/1/versions")).hasSize(2);
        assertThat(secrets.at("/1/versions/0/created_at").asText()).isNotEmpty();
        assertThat(secrets.toString()).doesNotContain("hunter").doesNotContain("one two");
        assertThat(server.get(path + "/TOKEN", editor).json()).isEqualTo(secrets.get(1));

        assertThat(delete(path + "/TOKEN").status()).isEqualTo(200);
        assertThat(delete(path + "/TOKEN").status()).isEqualTo(404);
        assertThat(server.get(path + "/TOKEN", editor).status()).isEqualTo(404);
    }

    @Test
    void badInputNamesItsMember() {
        Answer small = put("/api/secrets/TOKEN", "value", "abc");
        assertThat(small.status()).isEqualTo(422);
        assertThat(small.json().toString()).contains("\"value\"").contains("4 characters");
        assertThat(put("/api/secrets/INPUT_X", "value", "hunter22").status()).isEqualTo(422);
        Answer line = put("/api/secrets", "dotenv", "A=1234\nnothing");
        assertThat(line.status()).isEqualTo(422);
        assertThat(line.json().toString()).contains("line 2");
        assertThat(server.get("/api/services/other/secrets", editor).status()).isEqualTo(404);
    }
}
