package io.cloudlab.http.api.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.http.Answer;
import io.cloudlab.http.TestServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchemaRoutesTest {
    private final TestServer server = TestServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void schemasAreServedToEditorsWhichSendNoToken() {
        assertThat(server.get("/api/schemas", null).json().path("schemas").toString())
                .isEqualTo("[\"scripts.json\"]");
        Answer answer = server.get("/api/schemas/scripts.json", null);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("title").asText()).isEqualTo("scripts");
    }

    @Test
    void unknownSchemaIsNotFound() {
        assertThat(server.get("/api/schemas/nothing.json", null).status()).isEqualTo(404);
    }
}
