package io.cloudlab.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What the administrator of a team's server does to its inventory; all of it must succeed. */
public record Stock(Team team) {
    public static final Duration LONG = Duration.ofSeconds(60);

    public static JsonNode ok(Api.Answer answer) {
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body();
    }

    public Path typeFile(String name) throws IOException {
        return Files.createDirectories(team.lab().resolve("inventory_types")).resolve(name);
    }

    /** Writes a file of a type while the server runs. */
    public void type(String file, String yaml) throws IOException {
        Files.writeString(typeFile(file), yaml);
    }

    public boolean isType(String slug) {
        return team.admin().get("/api/inventory/types/" + slug).status() == 200;
    }

    public void awaitType(String slug, boolean there) {
        await().atMost(LONG).until(() -> isType(slug) == there);
    }

    public int tag(String name) {
        return ok(team.admin().post("/api/inventory/tags", Map.of("name", name)))
                .path("id")
                .asInt();
    }

    /** @return its id */
    public long object(String type, Map<String, ?> data, Integer... tags) {
        Map<String, Object> body = Map.of("data", data, "tag_ids", List.of(tags));
        return ok(team.admin().post("/api/inventory/" + type, body)).path("id").asLong();
    }

    /** Lets a role do something with every object that bears the tag. */
    public void grant(int tag, int role, String permission) {
        String path = "/api/inventory/tags/" + tag + "/permissions";
        ok(team.admin().post(path, Map.of("role_id", role, "permission", permission)));
    }

    /** Makes a rule of an object. */
    public void rule(String path, int role, String permission, String effect) {
        Map<String, Object> rule = Map.of("role_id", role, "permission", permission, "effect", effect);
        ok(team.admin().post(path + "/acl", rule));
    }

    /** Somebody who holds a role there is. */
    public Api joined(String name, int role) {
        String token = team.invite(name, role);
        Api.Answer accepted = team.nobody().post("/api/auth/invite/" + token, Map.of("password", Team.PASSWORD));
        return new Api(
                team.server().address(), ok(accepted).path("access_token").asText());
    }

    /** A request whose body is exactly this. */
    public Api.Answer raw(String method, String path, String body) {
        return team.admin()
                .send(team.admin()
                        .request(path)
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    /** How many objects there are, narrowed by a query. */
    public int total(String type, String query) {
        return ok(team.admin().get("/api/inventory/" + type + "?" + query))
                .path("total")
                .asInt();
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Waits for a job to end. */
    public JsonNode ended(String job) {
        return await().atMost(LONG)
                .until(
                        () -> team.admin().get("/api/jobs/" + job).body(),
                        found -> found.path("phase").asText().equals("ended"));
    }
}
