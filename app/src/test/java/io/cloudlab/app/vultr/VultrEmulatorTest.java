package io.cloudlab.app.vultr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VultrEmulatorTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ORDER =
            "{\"label\":\"web\",\"region\":\"mel\",\"plan\":\"vc2-1c-1gb\",\"os_id\":2136,\"iso_id\":null}";

    @TempDir
    Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private VultrEmulator cloud;

    private record Answer(int status, JsonNode body, HttpResponse<String> response) {}

    @BeforeEach
    void start() throws IOException {
        cloud = VultrEmulator.start(directory);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void nobodyIsAnsweredWithoutTheKey() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(cloud.endpoint() + "/instances"))
                .build();

        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(JSON.readTree(response.body()).path("error").asText()).isEqualTo("Invalid API token.");
    }

    @Test
    void listsComeInPagesThatCursorsLeadThrough() throws Exception {
        IntStream.range(0, 122).forEach(i -> cloud.seed("web-" + i, i % 2 == 0 ? "mel" : "ewr"));

        List<String> labels = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String cursor = "";
        do {
            String encoded = URLEncoder.encode(cursor, StandardCharsets.UTF_8);
            Answer page = get("/instances?per_page=50" + (cursor.isEmpty() ? "" : "&cursor=" + encoded));
            page.body()
                    .path("instances")
                    .forEach(one -> labels.add(one.path("label").asText()));
            sizes.add(page.body().path("instances").size());
            assertThat(page.body().at("/meta/total").asInt()).isEqualTo(122);
            cursor = page.body().at("/meta/links/next").asText();
        } while (!cursor.isEmpty());

        assertThat(sizes).containsExactly(50, 50, 22);
        assertThat(labels)
                .isEqualTo(IntStream.range(0, 122).mapToObj(i -> "web-" + i).toList());
        assertThat(get("/instances?&region=mel").body().at("/meta/total").asInt())
                .isEqualTo(61);
        assertThat(get("/instances").body().path("instances")).hasSize(100);
    }

    @Test
    void cursorMustBeEncodedAndPagesHaveALimit() throws Exception {
        IntStream.range(0, 3).forEach(i -> cloud.seed("web", "mel"));
        String cursor =
                get("/instances?per_page=1").body().at("/meta/links/next").asText();

        assertThat(cursor).containsPattern("[=/+]");
        assertThat(get("/instances?cursor=" + cursor).status()).isEqualTo(400);
        assertThat(get("/instances?cursor=bmV4dA%3D%3D").status()).isEqualTo(400);
        assertThat(get("/instances?per_page=501").status()).isEqualTo(400);
        assertThat(get("/instances?page=2").status()).isEqualTo(400);
    }

    @Test
    void orderMustBeJsonWithNumbersAsNumbers() throws Exception {
        assertThat(post("/instances", "text/plain", ORDER).status()).isEqualTo(400);
        assertThat(order(ORDER.replace("2136", "\"2136\"")).status()).isEqualTo(400);
        assertThat(order(ORDER.replace("mel", "moon")).status()).isEqualTo(400);
        assertThat(order(ORDER.replace("vc2-1c-1gb", "huge")).status()).isEqualTo(400);
        assertThat(order(ORDER.replace("\"iso_id\":null", "\"iso_id\":\"x\"")).status())
                .isEqualTo(400);
        assertThat(order("{").status()).isEqualTo(400);
        assertThat(cloud.instances()).isEmpty();
        assertThat(order(ORDER).status()).isEqualTo(202);
        assertThat(cloud.instance("web", "mel")).isPresent();
    }

    @Test
    void instanceIsChangedHaltedAndDestroyed() throws Exception {
        String path = "/instances/" + cloud.seed("web", "mel", "a");

        assertThat(send("PATCH", path, "{\"tags\":[\"b\"]}").status()).isEqualTo(202);
        assertThat(send("POST", path + "/halt", "").status()).isEqualTo(204);
        JsonNode halted = get(path).body().path("instance");
        assertThat(halted.path("power_status").asText()).isEqualTo("stopped");
        assertThat(halted.path("tags").get(0).asText()).isEqualTo("b");
        assertThat(send("DELETE", path, "").status()).isEqualTo(204);
        assertThat(send("DELETE", path, "").status()).isEqualTo(404);
        assertThat(get(path).status()).isEqualTo(404);
    }

    @Test
    void snapshotIsCompleteAfterSomeLooksAndFirewallsAreKept() throws Exception {
        String instance = cloud.seed("web", "mel", "a");
        assertThat(get("/instances/" + instance + "/vpcs").body().path("vpcs")).isEmpty();
        String wanted = "{\"description\":\"x\",\"instance_id\":\"" + instance + "\"}";
        assertThat(send("POST", "/snapshots", wanted.replace(instance, "nothing"))
                        .status())
                .isEqualTo(400);
        Answer made = send("POST", "/snapshots", wanted);
        assertThat(made.status()).isEqualTo(201);
        String path = "/snapshots/" + made.body().at("/snapshot/id").asText();
        assertThat(get(path).body().at("/snapshot/status").asText()).isEqualTo("pending");
        assertThat(get(path).body().at("/snapshot/status").asText()).isEqualTo("complete");
        assertThat(get("/snapshots").body().path("snapshots")).hasSize(1);
        assertThat(get("/snapshots/nothing").status()).isEqualTo(404);

        assertThat(send("POST", "/firewalls", "{\"description\":\"lab\"}").status())
                .isEqualTo(201);
        assertThat(get("/firewalls").body().at("/firewall_groups/0/description").asText())
                .isEqualTo("lab");
    }

    @Test
    void faultsComeInTheirOrderAndAreUsedUp() throws Exception {
        cloud.seed("web", "mel");
        cloud.faults()
                .tooMany("GET", "/instances", 7, 1)
                .status("GET", "/instances", 503, 1)
                .close("POST", "/instances", 1);

        Answer tooMany = get("/instances");
        assertThat(tooMany.status()).isEqualTo(429);
        assertThat(tooMany.response().headers().firstValue("Retry-After")).contains("7");
        assertThat(get("/instances").status()).isEqualTo(503);
        assertThat(get("/os").status()).isEqualTo(200);
        assertThatThrownBy(() -> order(ORDER)).isInstanceOf(IOException.class);
        assertThat(cloud.instances()).hasSize(1);
        assertThat(get("/instances").status()).isEqualTo(200);
        assertThat(cloud.faults().left()).isZero();
    }

    @Test
    void orderMayComeThroughAlthoughItsAnswerIsLost() throws Exception {
        cloud.faults().afterwards("POST", "/instances", 500, 1);

        assertThat(order(ORDER).status()).isEqualTo(500);
        assertThat(cloud.instance("web", "mel")).isPresent();
    }

    private Answer get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(cloud.endpoint() + path)));
    }

    private Answer order(String body) throws Exception {
        return post("/instances", "application/json", body);
    }

    private Answer post(String path, String type, String body) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(cloud.endpoint() + path))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private Answer send(String method, String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(cloud.endpoint() + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    private Answer send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = http.send(
                request.header("Authorization", "Bearer " + VultrEmulator.KEY).build(),
                HttpResponse.BodyHandlers.ofString());
        String body = response.body();
        return new Answer(response.statusCode(), JSON.readTree(body.isEmpty() ? "{}" : body), response);
    }
}
