package io.cloudlab.app.e2e.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cloudlab.app.e2e.Api;
import io.cloudlab.app.e2e.RawHttp;
import io.cloudlab.app.e2e.Team;
import io.cloudlab.app.e2e.TestLab;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What web pages of others might try with a signed-in person's browser, against the real server. */
@Timeout(120)
class BrowserAttacksIT {
    private static final String LISTED = "https://console.example.org";

    @TempDir
    static Path directory;

    private static Team team;

    @BeforeAll
    static void start() throws Exception {
        team = Team.start(directory, builder -> builder.with("CLOUDLAB_ALLOWED_ORIGINS", LISTED));
    }

    @AfterAll
    static void stop() {
        team.close();
    }

    private static String host() {
        return "127.0.0.1:" + team.server().address().getPort();
    }

    private static int handshake(String origin) {
        return RawHttp.status(RawHttp.firstLine(
                team.server().address(),
                "GET /api/jobs/ws/00000000?token=" + team.admin().token() + " HTTP/1.1",
                "Host: " + host(),
                "Origin: " + origin,
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
    }

    @Test
    void socketsOpenForPagesOfOurOwnAndListedOnes() {
        assertThat(handshake("http://" + host())).isEqualTo(101);
        assertThat(handshake(LISTED)).isEqualTo(101);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://evil.example",
                "null",
                "https://console.example.org.evil.example",
                "https://evil-console.example.org",
                "http://console.example.org",
                "https://console.example.org:444",
                "http://127.0.0.1",
                "file://",
                ""
            })
    void pagesOfOthersOpenNoSocketChangeNothingAndReadNothing(String origin) {
        assertThat(handshake(origin)).isEqualTo(403);

        String post = RawHttp.post(
                team.server().address(),
                "/api/roles",
                "{\"name\":\"Evil\"}",
                "Host: " + host(),
                "Origin: " + origin,
                "Authorization: Bearer " + team.admin().token());
        assertThat(RawHttp.status(post)).isEqualTo(403);
        String get = RawHttp.send(
                team.server().address(),
                "GET /api/auth/me HTTP/1.1",
                "Host: " + host(),
                "Origin: " + origin,
                "Authorization: Bearer " + team.admin().token(),
                "Connection: close");
        assertThat(post + get).doesNotContain("Access-Control");
        assertThat(team.admin().get("/api/roles").body().toString()).doesNotContain("Evil");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x", ""})
    void formsAreNotTaken(String type) {
        String body = "{\"username\":\"admin\",\"password\":\"x\"}";
        String answer = RawHttp.send(
                team.server().address(),
                "POST /api/auth/login HTTP/1.1",
                "Host: " + host(),
                type.isEmpty() ? "X-No-Type: 1" : "Content-Type: " + type,
                "Content-Length: " + body.length(),
                "Connection: close",
                "",
                body);

        assertThat(RawHttp.status(answer)).isEqualTo(415);
    }

    @Test
    void requestsThatCanBeReadInTwoWaysAreRefused() {
        String address = "GET /api/auth/setup-required HTTP/1.1";
        assertThat(answer(address, "Host: " + host(), "Host: evil.example")).isEqualTo(400);
        assertThat(answer(address, "Host: evil.example")).isEqualTo(400);
        assertThat(answer(address)).isEqualTo(400);
        assertThat(answer(
                        "POST /api/auth/login HTTP/1.1",
                        "Host: " + host(),
                        "Content-Type: application/json",
                        "Content-Length: 4",
                        "Transfer-Encoding: chunked",
                        "",
                        "0",
                        "",
                        "GET /api/users HTTP/1.1"))
                .isEqualTo(400);
        assertThat(answer(
                        "POST /api/auth/login HTTP/1.1",
                        "Host: " + host(),
                        "Content-Type: application/json",
                        "Content-Length: 2",
                        "Content-Length: 3",
                        "",
                        "{}"))
                .isEqualTo(400);
        assertThat(answer(address, "Host: " + host(), "X-Folded: a", " b")).isEqualTo(400);
    }

    private static int answer(String... lines) {
        List<String> closing = new ArrayList<>(List.of(lines));
        closing.add(1, "Connection: close");
        return RawHttp.status(RawHttp.send(team.server().address(), closing.toArray(String[]::new)));
    }

    @Test
    void everyAnswerTellsBrowsersToDoNothingMoreWithIt() {
        List<String> paths = new ArrayList<>(List.of(
                "/", "/links.js", "/api/docs", "/api/docs/docs.js", "/nowhere", "/api/nowhere", "/api/users/x"));
        team.nobody().get("/api/openapi.json").body().path("paths").properties().forEach(path -> {
            if (path.getValue().has("get")) paths.add(path.getKey().replaceAll("\\{[^}]*}", "1"));
        });
        for (String path : paths) {
            for (Api who : List.of(team.nobody(), team.admin())) {
                HttpResponse<byte[]> answer = who.get(path).response();
                assertThat(header(answer, "X-Content-Type-Options")).as(path).isEqualTo("nosniff");
                assertThat(header(answer, "Content-Security-Policy"))
                        .as(path)
                        .contains("default-src 'none'", "frame-ancestors 'none'")
                        .doesNotContain("unsafe");
                assertThat(header(answer, "X-Frame-Options")).as(path).isEqualTo("DENY");
                assertThat(header(answer, "Referrer-Policy")).as(path).isEqualTo("no-referrer");
                if (path.startsWith("/api/"))
                    assertThat(header(answer, "Cache-Control")).as(path).contains("no-store");
                assertThat(answer.headers().firstValue("Server")).as(path).isEmpty();
                assertThat(answer.headers().firstValue("Set-Cookie")).as(path).isEmpty();
            }
        }
    }

    private static String header(HttpResponse<byte[]> answer, String name) {
        Optional<String> value = answer.headers().firstValue(name);
        return value.orElse("none");
    }

    @Test
    void markupThatIsStoredComesBackAsDataAndNeverAsAPage() throws Exception {
        String markup = "<script>alert(1)</script>";
        team.admin().put("/api/users/profile", Map.of("display_name", markup));
        team.admin().post("/api/roles", Map.of("name", "<b>x</b>", "description", markup));
        new TestLab(team.lab()).service("shows", "echo '" + markup + "'");
        await().until(() -> team.admin().get("/api/services/shows").status() == 200);
        String job = team.admin().post("/api/services/shows/deploy").text("/job_id");
        await().until(() -> team.admin().get("/api/jobs/" + job).text("/phase").equals("ended"));
        Api nobody = team.nobody();
        nobody.send(nobody.request("/api/auth/me").header("User-Agent", markup));

        for (String path : List.of(
                "/api/auth/me",
                "/api/users",
                "/api/roles",
                "/api/jobs/" + job,
                "/api/jobs/" + job + "/output",
                "/api/jobs/" + job + "/output/raw",
                "/api/audit?search=script",
                "/api/users?search=" + "%3Cscript%3E")) {
            HttpResponse<byte[]> answer = team.admin().get(path).response();
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            String type = header(answer, "Content-Type");
            assertThat(type).as(path).isIn("application/json", "application/octet-stream");
            if (!type.equals("application/json"))
                assertThat(header(answer, "Content-Disposition")).startsWith("attachment");
        }
    }
}
