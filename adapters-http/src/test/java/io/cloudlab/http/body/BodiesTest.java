package io.cloudlab.http.body;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.http.Answer;
import io.cloudlab.http.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodiesTest {
    private static final TestServer SERVER = TestServer.start();
    private static String admin = "";

    @BeforeAll
    static void signIn() {
        admin = SERVER.admin();
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    private static Answer login(String body) {
        return SERVER.post("/api/auth/login", body, null);
    }

    private static Answer run(String body) {
        return SERVER.post("/api/services/hello/run", body, admin);
    }

    private static JsonNode fault(Answer answer) {
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.code()).isEqualTo("invalid-input");
        return answer.json().path("errors").get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"username\":",
                "nonsense",
                "{'username':'x'}",
                "{\"username\":\"a\",}",
                "{\"username\":\"a\",\"password\":\"b\"} {}",
                "/* comment */ {}",
                "{\"username\":\"\u0001\"}"
            })
    void whatIsNotJsonIsNamed(String body) {
        assertThat(fault(login(body)).path("type").asText()).isEqualTo("json_invalid");
    }

    @Test
    void missingBodyIsNamed() {
        assertThat(fault(login("")).toString()).contains("\"loc\":[\"body\"]", "\"type\":\"missing\"");
        assertThat(fault(login("null")).toString()).contains("must be an object");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"password\":\"x\"}                 | [\"body\",\"username\"] | is missing",
                "{\"username\":null,\"password\":\"\"}| [\"body\",\"username\"] | is missing",
                "{\"username\":5,\"password\":\"x\"}  | [\"body\",\"username\"] | must be text",
                "{\"username\":{},\"password\":\"x\"} | [\"body\",\"username\"] | must be text",
                "{\"username\":true,\"password\":\"\"}| [\"body\",\"username\"] | must be text",
                "{\"username\":\"\",\"password\":[\"x\"]} | [\"body\",\"password\"] | must be text",
                "{\"username\":\"\",\"password\":5}  | [\"body\",\"password\"] | must be text",
                "[]                                   | [\"body\"]              | must be an object",
                "\"text\"                             | [\"body\"]              | must be an object",
            })
    void wrongMembersAreNamedAndNotRepeated(String body, String loc, String message) {
        Answer answer = login(body);

        assertThat(fault(answer).path("loc").toString()).isEqualTo(loc);
        assertThat(fault(answer).path("msg").asText()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                             | [\"body\",\"username\"] | is missing   | [\"body\",\"password\"] | is missing",
                "{\"username\":null,\"password\":[]} | [\"body\",\"username\"] | is missing | [\"body\",\"password\"] | must be text",
                "{\"username\":5,\"x\":[]}  | [\"body\",\"username\"] | must be text | [\"body\",\"password\"] | is missing",
            })
    void everyFaultOfABodyIsNamed(String body, String loc, String message, String otherLoc, String otherMessage) {
        Answer answer = login(body);

        assertThat(fault(answer).path("loc").toString()).isEqualTo(loc);
        assertThat(fault(answer).path("msg").asText()).isEqualTo(message);
        assertThat(answer.json().at("/errors/1/loc").toString()).isEqualTo(otherLoc);
        assertThat(answer.json().at("/errors/1/msg").asText()).isEqualTo(otherMessage);
        assertThat(answer.json().path("errors").size()).isEqualTo(2);
        assertThat(answer.detail()).isEqualTo("username " + message + " (and 1 more).");
        assertThat(answer.json().path("title").asText()).isEqualTo("Unprocessable Content");
    }

    @Test
    void faultsInsideListsAreNamedWithTheOthers() {
        Answer answer = SERVER.post("/api/users", "{\"email\":7,\"role_ids\":[1,\"x\"]}", admin);

        assertThat(answer.json().path("errors").findValuesAsText("msg"))
                .containsExactly("is missing", "must be text", "must be a whole number");
        assertThat(answer.json().at("/errors/2/loc").toString()).isEqualTo("[\"body\",\"role_ids\",1]");
    }

    @Test
    void elementOfAListIsNamedTogetherWithTheList() {
        Answer answer = SERVER.post("/api/roles", "{\"name\":\"ops\",\"permission_ids\":[1,null]}", admin);

        assertThat(answer.detail()).isEqualTo("permission_ids[1] must be a whole number.");
        assertThat(fault(answer).path("loc").toString()).isEqualTo("[\"body\",\"permission_ids\",1]");
    }

    @Test
    void unknownMembersAreIgnored() {
        assertThat(login("{\"username\":\"x\",\"password\":\"y\",\"role\":\"super-admin\",\"extra\":[1]}")
                        .code())
                .isEqualTo("wrong-credentials");
    }

    @Test
    void duplicateMembersAreRefused() {
        assertThat(fault(login("{\"username\":\"a\",\"username\":\"b\"}"))
                        .path("type")
                        .asText())
                .isEqualTo("duplicate_member");
        assertThat(fault(run("{\"script\":\"greet\",\"inputs\":{\"a\":1,\"a\":2}}"))
                        .path("type")
                        .asText())
                .isEqualTo("duplicate_member");
    }

    @Test
    void deepNestingIsRefused() {
        String deep = "{\"script\":\"greet\",\"inputs\":{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}}";

        assertThat(fault(run(deep)).path("type").asText()).isEqualTo("too_complex");
    }

    @Test
    void hugeNumbersAreRefused() {
        String huge = "{\"script\":\"greet\",\"inputs\":{\"a\":" + "9".repeat(900_000) + "}}";

        assertThat(fault(run(huge)).path("type").asText()).isEqualTo("too_complex");
    }

    @Test
    void classNamesInTheBodyAreJustText() {
        Answer answer = run("{\"script\":\"greet\",\"inputs\":{\"username\":\"x\",\"@class\":\"java.lang.Runtime\"}}");

        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        String answer = SERVER.raw(
                "POST /api/auth/login HTTP/1.1",
                "Host: localhost",
                "Connection: close",
                "Content-Type: application/json",
                "Content-Length: 20",
                "",
                "{\"username\":\"\u00ff\u00fe\"}   ");

        assertThat(answer).startsWith("HTTP/1.1 422").contains("json_invalid");
    }

    @ParameterizedTest
    @CsvSource({"0", "201", "abc", "1.5", "-1", "99999999999999999999"})
    void queryValuesOutOfRangeAreNamed(String value) {
        Answer answer = SERVER.get("/api/jobs?per_page=" + value, admin);

        assertThat(fault(answer).path("loc").toString()).isEqualTo("[\"query\",\"per_page\"]");
    }

    @ParameterizedTest
    @CsvSource({"99999999999999999999", "-99999999999999999999", "0", "2147483648"})
    void numberOutOfRangeIsToldFromWhatIsNoNumber(String value) {
        assertThat(fault(SERVER.get("/api/jobs?user_id=" + value, admin))
                        .path("msg")
                        .asText())
                .isEqualTo("must lie between 1 and 2147483647");
        assertThat(fault(SERVER.get("/api/jobs?user_id=x", admin)).path("msg").asText())
                .isEqualTo("must be a whole number");
    }

    @Test
    void queryValueGivenTwiceIsRefused() {
        assertThat(fault(SERVER.get("/api/jobs?page=1&page=2", admin))
                        .path("loc")
                        .toString())
                .isEqualTo("[\"query\",\"page\"]");
    }

    @Test
    void pathValueOfTheWrongShapeIsNamed() {
        assertThat(fault(SERVER.get("/api/services/-x", admin)).path("loc").toString())
                .isEqualTo("[\"path\",\"name\"]");
    }
}
