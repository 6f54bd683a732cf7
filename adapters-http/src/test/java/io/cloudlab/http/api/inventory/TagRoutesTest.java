package io.cloudlab.http.api.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.access.Permission;
import io.cloudlab.http.Answer;
import io.cloudlab.http.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagRoutesTest {
    private static final TestServer SERVER = TestServer.start();
    private static final String ADMIN = SERVER.admin();
    private static final String TAGS = "/api/inventory/tags";

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static Answer create(String body) {
        return SERVER.post(TAGS, body, ADMIN);
    }

    @Test
    void tagsAreCreatedListedChangedAndDeleted() {
        JsonNode zebra = create("{\"name\":\" zebra \",\"color\":\"#22aa55\"}").json();
        JsonNode apple = create("{\"name\":\"apple\"}").json();
        assertThat(zebra.toString())
                .isEqualTo("{\"id\":%d,\"name\":\"zebra\",\"color\":\"#22aa55\",\"object_count\":0}"
                        .formatted(zebra.path("id").asInt()));
        assertThat(SERVER.get(TAGS, SERVER.token()).json().path("tags")).containsSubsequence(apple, zebra);
        assertThat(create("{\"name\":\"ZEBRA\"}").status()).isEqualTo(409);
        String path = TAGS + "/" + zebra.path("id").asInt();
        assertThat(SERVER.send("PUT", path, "{\"name\":\"zebu\"}", ADMIN)
                        .json()
                        .path("color")
                        .asText())
                .isEqualTo("#22aa55");
        assertThat(SERVER.send("PUT", path, "{\"name\":\"apple\"}", ADMIN).status())
                .isEqualTo(409);
        assertThat(SERVER.send("DELETE", path, null, ADMIN)
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("deleted");
        assertThat(SERVER.send("DELETE", path, null, ADMIN).status()).isEqualTo(404);
        assertThat(SERVER.send("PUT", path, "{}", ADMIN).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"name\":\"  \"}", "{\"name\":5}", "{\"name\":\"a\",\"color\":\"red\"}"})
    void tagsThatAreWrongAreRefused(String body) {
        assertThat(create(body).status()).isEqualTo(422);
    }

    @Test
    void permissionsOfATagAreGivenAndTaken() {
        int tag = create("{\"name\":\"granting\"}").json().path("id").asInt();
        int role = SERVER.role(ADMIN, "Guests of a tag", Permission.JOBS_VIEW_OWN);
        String path = TAGS + "/" + tag + "/permissions";
        JsonNode grant = SERVER.post(path, "{\"role_id\":%d,\"permission\":\"view\"}".formatted(role), ADMIN)
                .json();
        assertThat(grant.path("role_name").asText()).isEqualTo("Guests of a tag");
        assertThat(SERVER.get(path, ADMIN).json().path("permissions")).containsExactly(grant);
        assertThat(SERVER.post(path, "{\"role_id\":%d,\"permission\":\"fly\"}".formatted(role), ADMIN)
                        .status())
                .isEqualTo(400);
        assertThat(SERVER.post(path, "{\"role_id\":9999,\"permission\":\"view\"}", ADMIN)
                        .status())
                .isEqualTo(400);
        assertThat(SERVER.post(path, "{\"permission\":\"view\"}", ADMIN).status())
                .isEqualTo(422);
        assertThat(SERVER.post(TAGS + "/9999/permissions", "{\"role_id\":1,\"permission\":\"view\"}", ADMIN)
                        .status())
                .isEqualTo(404);
        String one = path + "/" + grant.path("id").asLong();
        assertThat(SERVER.send("DELETE", one, null, ADMIN).status()).isEqualTo(200);
        assertThat(SERVER.send("DELETE", one, null, ADMIN).status()).isEqualTo(404);
    }
}
