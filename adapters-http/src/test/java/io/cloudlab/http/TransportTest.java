package io.cloudlab.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.services.input.InputType;
import io.cloudlab.core.services.input.Script;
import io.cloudlab.core.services.input.ScriptInput;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every request, whatever it asks for. */
class TransportTest {
    private static final TestServer SERVER = TestServer.start();
    private static final String LOGIN = "/api/auth/login";

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/nothing", "/api/", "/api", "/nothing", "/favicon.ico", "/api/jobs/1/2/3/4"})
    void unknownPathIsAProblemAndNeverHtml(String path) {
        Answer answer = SERVER.get(path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.code()).isEqualTo("unknown-path");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /health HTTP/1.1\nHost: localhost\r\nConnection: close",
                "GET /health HTTP/1.1\r\nHost: localhost\nConnection: close",
                "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-A: b\n",
            })
    void linesOfAHeaderEndInBothCharacters(String request) {
        assertThat(SERVER.raw(request)).startsWith("HTTP/1.1 400").doesNotContain("\"ok\"");
        assertThat(SERVER.raw("GET /health HTTP/1.1", "Host: localhost", "Connection: close"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void wrongMethodNamesTheRightOnes() {
        Answer answer = SERVER.send("PUT", LOGIN, "{}", null);

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("POST");
        assertThat(SERVER.send("DELETE", "/health", null, null).header("Allow")).isEqualTo("GET, HEAD");
        assertThat(SERVER.send("OPTIONS", "/health", null, null).status()).isEqualTo(405);
        assertThat(SERVER.send("BREW", "/health", null, null).status()).isEqualTo(405);
    }

    @Test
    void headAnswersLikeGetWithoutBody() {
        Answer get = SERVER.get("/health");
        Answer head = SERVER.send("HEAD", "/health", null, null);

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.header("Content-Length")).isEqualTo(get.header("Content-Length"));
    }

    @Test
    void everyAnswerCarriesTheSecurityHeaders() {
        for (Answer answer : List.of(
                SERVER.get("/health"), SERVER.get("/api/nothing"), SERVER.get("/api/auth/me"), SERVER.get("/"))) {
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            assertThat(answer.header("Content-Security-Policy"))
                    .startsWith("default-src 'none'")
                    .contains("frame-ancestors 'none'");
            assertThat(answer.header("Server")).isEmpty();
            assertThat(answer.response().headers().allValues("Set-Cookie")).isEmpty();
        }
    }

    @Test
    void bodyMustBeJson() {
        HttpRequest.Builder form = HttpRequest.newBuilder(SERVER.uri(LOGIN))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("username=mira"));
        HttpRequest.Builder zipped = HttpRequest.newBuilder(SERVER.uri(LOGIN))
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofString("{}"));
        HttpRequest.Builder unnamed =
                HttpRequest.newBuilder(SERVER.uri(LOGIN)).POST(HttpRequest.BodyPublishers.ofString("{}"));

        assertThat(SERVER.send(form).status()).isEqualTo(415);
        assertThat(SERVER.send(zipped).status()).isEqualTo(415);
        assertThat(SERVER.send(unnamed).status()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST /api/auth/login", "POST /api/nothing", "DELETE /health", "PUT /api/auth/me/password"})
    void refusalBeforeTheBodyArrivedKeepsTheConnection(String start) throws IOException {
        for (int round = 0; round < 20; round++) {
            String head =
                    start + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n";
            String rest = "{}GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

            assertThat(SERVER.rawInParts(head, rest))
                    .startsWith("HTTP/1.1 4")
                    .contains("HTTP/1.1 200")
                    .endsWith("}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /health HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2",
                "POST /api/nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nExpect: 100-continue",
                "POST /api/nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000000",
            })
    void bodyThatIsNotReadIsSaidToCloseTheConnection(String head) {
        assertThat(SERVER.raw(head)).containsOnlyOnce("HTTP/1.1 ").contains("\r\nConnection: close\r\n");
    }

    @Test
    void tooLargeBodyIsRefused() {
        String large = "{\"username\":\"" + "x".repeat(20_000) + "\"}";

        Answer answer = SERVER.post(LOGIN, large, null);

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().path("title").asText()).isEqualTo("Content Too Large");
    }

    @Test
    void tooLargeBodyWithoutAnnouncedLengthIsRefused() {
        String chunk = "2000\r\n" + "x".repeat(0x2000) + "\r\n";

        String answer = SERVER.raw(
                "POST " + LOGIN + " HTTP/1.1",
                "Host: localhost",
                "Content-Type: application/json",
                "Transfer-Encoding: chunked",
                "",
                chunk + chunk + chunk + "0");

        assertThat(answer).startsWith("HTTP/1.1 413").contains("\"code\":\"too-large\"");
    }

    @Test
    void largeInputsUpToTheLimitAreTaken() {
        String inputs = "{\"script\":\"nothing\",\"inputs\":{\"text\":\"" + "x".repeat(1_000_000) + "\"}}";

        Answer answer = SERVER.post("/api/services/hello/run", inputs, SERVER.admin());

        assertThat(answer.code()).isEqualTo("unknown-script");
    }

    @Test
    void internalErrorsShowNothingButACorrelationId() {
        ScriptInput unwritable =
                new ScriptInput("x", "select *", InputType.STRING, true, new Object(), List.of(), null, "/etc/passwd");
        Answer answer;
        try (TestServer broken = TestServer.start()) {
            Script script = new Script("x", "X", "", "x.sh", List.of(unwritable), false);
            broken.lab().catalogue().add("broken", script);
            answer = broken.get("/api/services", broken.admin());
        }

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("select", "passwd", "Exception", "Object");
        assertThat(answer.json().path("correlation_id").asText()).hasSize(8);
        assertThat(answer.detail())
                .contains(answer.json().path("correlation_id").asText());
    }

    @Test
    void malformedRequestLineIsAProblemToo() {
        String answer = SERVER.raw("NONSENSE", "Host: localhost");

        assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("<html").contains("\"code\":\"bad-request\"");
    }

    @Test
    void twoHostsOrTwoLengthsAreRefused() {
        assertThat(SERVER.raw("GET /health HTTP/1.1", "Host: localhost", "Host: evil.test"))
                .startsWith("HTTP/1.1 400");
        assertThat(SERVER.raw(
                        "POST " + LOGIN + " HTTP/1.1",
                        "Host: localhost",
                        "Content-Length: 2",
                        "Transfer-Encoding: chunked",
                        "Connection: close"))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void webSocketHeadersOnOtherPathsChangeNothing() {
        String answer = SERVER.raw(
                "GET /api/services HTTP/1.1",
                "Host: localhost",
                "Connection: Upgrade, close",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

        assertThat(answer).startsWith("HTTP/1.1 401").contains("\"code\":\"not-authenticated\"");
    }

    @Test
    void permissionIsLookedAtBeforeTheBody() {
        Answer answer = SERVER.post("/api/services/hello/run", "{", SERVER.token(Permission.SERVICES_VIEW));

        assertThat(answer.status()).isEqualTo(403);
    }

    @Test
    void bodyThatIsNotNeededMustNotBeOfAnotherKind() {
        String admin = SERVER.admin();
        HttpRequest.Builder form = HttpRequest.newBuilder(SERVER.uri("/api/services/unknown/deploy"))
                .header("Authorization", "Bearer " + admin)
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("x=y"));

        assertThat(SERVER.send(form).status()).isEqualTo(415);
        assertThat(SERVER.post("/api/services/unknown/deploy", "{}", admin).status())
                .isEqualTo(404);
        assertThat(SERVER.post("/api/services/unknown/deploy", null, admin).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "[]", "null", "\"text\"", "{} {}", "{\"a\":1,\"a\":2}", "{\"a\":"})
    void bodyThatIsNotNeededMustBeAnObjectAllTheSame(String body) {
        Answer answer = SERVER.post("/api/services/hello/deploy", body, SERVER.admin());

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.faultAt()).isEqualTo("[\"body\"]");
        String token = SERVER.token();
        assertThat(SERVER.post("/api/auth/logout", body, token).status()).isEqualTo(422);
        assertThat(SERVER.get("/api/auth/me", token).status()).isEqualTo(200);
    }

    @Test
    void bodyThatIsNotNeededMustSayItsKindAndBeSmall() {
        HttpRequest.Builder unnamed = HttpRequest.newBuilder(SERVER.uri("/api/auth/logout"))
                .header("Authorization", "Bearer " + SERVER.admin())
                .POST(HttpRequest.BodyPublishers.ofString("{}"));

        assertThat(SERVER.send(unnamed).status()).isEqualTo(415);
        assertThat(SERVER.post("/api/auth/logout", "{\"a\":\"" + "x".repeat(20_000) + "\"}", SERVER.admin())
                        .status())
                .isEqualTo(413);
        assertThat(SERVER.post("/api/auth/logout", "{\"a\":1}", SERVER.admin()).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%zz", "%", "%ff", "%c0%af"})
    void brokenEscapesInTheQueryAreRefused(String value) {
        String answer = SERVER.raw(
                "GET /api/jobs?service=" + value + " HTTP/1.1",
                "Host: localhost",
                "Authorization: Bearer " + SERVER.admin(),
                "Connection: close");

        assertThat(answer.split(" ")[1]).as(answer).isIn("400", "422");
    }
}
