package io.cloudlab.http.api.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.http.Answer;
import io.cloudlab.http.SiteServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be sent along with an action. */
class ActionInputsTest {
    private static final SiteServer SITE = SiteServer.start();

    @AfterAll
    static void stop() {
        SITE.close();
    }

    @Test
    void inputsOfOneRunAreNotThoseOfTheNextNorOfTheType() throws InterruptedException {
        String path = SITE.hello();
        String before =
                SITE.server().get("/api/inventory/types/site", SITE.admin()).body();
        SITE.run(path, "greet", "{\"inputs\":{\"username\":\"first\",\"tongue\":\"en\"}}", SITE.admin());
        Answer second = SITE.run(path, "greet", "{\"inputs\":{\"username\":\"second\"}}", SITE.admin());

        assertThat(SITE.launch(second).environment())
                .containsEntry("INPUT_USERNAME", "second")
                .containsEntry("INPUT_TONGUE", "");
        assertThat(SITE.server().get("/api/inventory/types/site", SITE.admin()).body())
                .isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|400|missing-input|username",
                "{\"inputs\":null}|400|missing-input|username",
                "{\"inputs\":{\"username\":\"\"}}|400|missing-input|username",
                "{\"inputs\":{\"username\":\"Mira\"}}|400|bad-input|username",
                "{\"inputs\":{\"username\":{\"a\":1}}}|400|bad-input|username",
                "{\"inputs\":{\"username\":\"a\",\"times\":\"x\"}}|400|bad-input|times",
                "{\"inputs\":{\"username\":\"a\",\"times\":true}}|400|bad-input|times",
                "{\"inputs\":{\"username\":\"a\",\"loud\":\"maybe\"}}|400|bad-input|loud",
                "{\"inputs\":{\"username\":\"a\",\"tongue\":\"fr\"}}|400|bad-input|tongue",
                "{\"inputs\":{\"username\":\"a\",\"token\":\"abc\"}}|400|bad-input|token",
                "{\"inputs\":{\"username\":\"a\",\"token\":[1]}}|400|bad-input|token",
                "{\"inputs\":{\"username\":\"a\",\"BASH_ENV\":\"x\"}}|400|unknown-input|BASH_ENV",
                "{\"inputs\":{\"username\":\"a\",\"a b\":\"x\"}}|400|unknown-input|?",
                "{\"inputs\":[]}|422|invalid-input|inputs",
                "{\"inputs\":\"x\"}|422|invalid-input|inputs",
                "{\"script\":{}}|422|invalid-input|script"
            })
    void inputsThatAreWrongStartNothing(String body, int status, String code, String named) {
        String path = SITE.hello();
        Answer answer = SITE.run(path, "greet", body, SITE.admin());

        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.detail() + answer.faultAt()).contains(named);
        assertThat(SITE.server()
                        .get("/api/jobs?object_id=" + SiteServer.id(path), SITE.admin())
                        .json()
                        .path("total")
                        .asInt())
                .isZero();
    }

    @Test
    void inputsHaveLimits() {
        String path = SITE.hello();
        String long32 = "x".repeat(32 * 1024);
        assertThat(SITE.run(path, "deploy", "{\"inputs\":{\"a\":\"" + long32 + "\"}}", SITE.admin())
                        .status())
                .isEqualTo(200);
        assertThat(SITE.run(path, "deploy", "{\"inputs\":{\"a\":\"" + long32 + "x\"}}", SITE.admin())
                        .status())
                .isEqualTo(400);
        StringBuilder many = new StringBuilder("\"i0\":1");
        for (int each = 1; each <= 100; each++) many.append(",\"i").append(each).append("\":1");
        assertThat(SITE.run(path, "deploy", "{\"inputs\":{" + many + "}}", SITE.admin())
                        .status())
                .isEqualTo(400);
        assertThat(SITE.run(path, "deploy", "{\"inputs\":{\"a\":\"" + "x".repeat(1 << 20) + "\"}}", SITE.admin())
                        .status())
                .isEqualTo(413);
    }

    @Test
    void whatIsAskedBeforeAnActionIsShownWithIt() {
        JsonNode greet = SITE.server()
                .get("/api/inventory/types/site", SITE.server().token())
                .json()
                .at("/actions/1");
        assertThat(greet.path("confirm").asText()).isEqualTo("Really greet?");
        assertThat(greet.path("destructive").asBoolean()).isTrue();
        assertThat(greet.path("icon").asText()).isEqualTo("wave");
        assertThat(greet.path("scope").asText()).isEqualTo("object");
        assertThat(greet.path("inputs"))
                .extracting(input -> input.path("type").asText())
                .containsExactly("string", "number", "boolean", "select", "secret");
    }
}
