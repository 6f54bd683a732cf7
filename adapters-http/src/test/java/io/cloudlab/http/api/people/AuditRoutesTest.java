package io.cloudlab.http.api.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.Stores;
import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.audit.AuditQuery;
import io.cloudlab.core.audit.AuditStore;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.http.Answer;
import io.cloudlab.http.TestServer;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class AuditRoutesTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final TestServer server = TestServer.start();
    private final String admin = server.admin();

    @AfterEach
    void stop() {
        server.close();
    }

    private void add(
            @Nullable String username,
            String action,
            @Nullable String resource,
            Map<String, Object> details,
            Instant at) {
        Integer id = username == null ? null : 77;
        server.cloudLab
                .stores()
                .audit()
                .append(new AuditEntry(0, id, username, action, resource, details, "203.0.113.9", at));
    }

    private JsonNode find(String query) {
        Answer answer = server.get("/api/audit?" + query, admin);
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    private String export(String query) {
        Answer answer = server.get("/api/audit/export?" + query, admin);
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    @Test
    void entriesAreShownTheNewestFirst() {
        add("mira", "service.deploy", "services/hello", Map.of("job_id", "0f3c9a1e"), NOON);
        add(null, "login.failed", null, Map.of(), NOON.plusSeconds(1));

        JsonNode found = find("search=203.0.113.9");

        assertThat(found.path("total").asInt()).isEqualTo(2);
        assertThat(found.path("per_page").asInt()).isEqualTo(50);
        JsonNode second = found.path("entries").get(1);
        assertThat(second.path("id").asInt()).isPositive();
        assertThat(second.path("user_id").asInt()).isEqualTo(77);
        assertThat(second.path("username").asText()).isEqualTo("mira");
        assertThat(second.path("resource").asText()).isEqualTo("services/hello");
        assertThat(second.path("details").toString()).isEqualTo("{\"job_id\":\"0f3c9a1e\"}");
        assertThat(second.path("created_at").asText()).isEqualTo("2026-03-01T12:00:00+00:00");
        assertThat(second.path("timestamp")).isEqualTo(second.path("created_at"));
        JsonNode first = found.path("entries").get(0);
        for (String absent : List.of("user_id", "username", "resource", "details")) {
            assertThat(first.has(absent)).isTrue();
            assertThat(first.path(absent).isNull()).as(absent).isTrue();
        }
    }

    @Test
    void everyFilterCounts() {
        add("mira", "service.deploy", "services/hello", Map.of("job_id", "aaaa"), NOON);
        add("milo", "service.stop", "services/other", Map.of(), NOON.plusSeconds(60));

        for (String query : List.of(
                "action=service.deploy",
                "action_prefix=service.&username=mira",
                "user_id=77&resource=services/hello",
                "action_prefix=service.&date_to=2026-03-01T12:00:59%2B00:00",
                "action_prefix=service.&date_from=2026-03-01T12:59:59%2B01:00&date_to=2026-03-01T12:00:01Z",
                "action_prefix=service.&date_to=2026-03-01T12:00:01+00:00",
                "search=AAAA")) {
            assertThat(find(query).path("entries").findValuesAsText("action"))
                    .as(query)
                    .containsExactly("service.deploy");
        }
        assertThat(find("action_prefix=service.&per_page=1&page=2")
                        .path("total")
                        .asInt())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "date_from=2026-03-01",
                "date_from=2026-03-01T12:00:00",
                "date_from=2026-02-30T12:00:00Z",
                "date_from=2026-03-01T25:00:00Z",
                "date_from=yesterday",
                "date_from=1772366400",
                "date_from=%2B999999999-01-01T00:00:00Z",
                "date_to=2026-03-01T12:00:00%5BUTC%5D",
                "date_to=2026-03-01T12:00:00Z%00",
                "per_page=201",
                "per_page=0",
                "page=0",
                "user_id=x",
                "action=%00"
            })
    void malformedFiltersAreRefused(String query) {
        Answer answer = server.get("/api/audit?" + query, admin);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.faultAt()).isEqualTo("[\"query\",\"" + query.replaceFirst("=.*", "") + "\"]");
        assertThat(server.get("/api/audit/export?format=csv&" + query, admin).status())
                .isEqualTo(422);
    }

    @Test
    void exportNeedsItsFormat() {
        assertThat(server.get("/api/audit/export", admin).faultAt()).isEqualTo("[\"query\",\"format\"]");
        assertThat(server.get("/api/audit/export?format=xml", admin).faultAt()).isEqualTo("[\"query\",\"format\"]");
        assertThat(server.send("HEAD", "/api/audit/export?format=csv", null, admin)
                        .status())
                .as("an export is recorded, so it is no mere look")
                .isEqualTo(405);
        assertThat(server.get("/api/audit/export?format=csv", server.token(Permission.USERS_VIEW))
                        .status())
                .isEqualTo(403);
        assertThat(server.audited()).doesNotContain("audit.export");
    }

    @Test
    void exportAsCsvIsQuotedAndHarmlessToSpreadsheets() {
        add("=cmd|' /C calc'!A1", "x.one", "a,b", Map.of("text", "say \"hi\"\r\n"), NOON);
        add("@SUM(1)", "+x.two", "\t-1", Map.of(), NOON);

        Answer answer = server.get("/api/audit/export?format=csv&user_id=77", admin);

        assertThat(answer.header("Content-Type").replace(" ", "").toLowerCase(java.util.Locale.ROOT))
                .isEqualTo("text/csv;charset=utf-8");
        assertThat(answer.header("Content-Disposition")).isEqualTo("attachment; filename=\"audit.csv\"");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        String[] lines = answer.body().split("\r\n", -1);
        assertThat(lines[0]).isEqualTo("id,created_at,user_id,username,action,resource,ip_address,details");
        assertThat(lines[1])
                .matches("\\d+,2026-03-01T12:00:00\\+00:00,77,'=cmd\\|' /C calc'!A1,x.one,\"a,b\",203.0.113.9,"
                        + "\"\\{\"\"text\"\":\"\"say \\\\\"\"hi\\\\\"\"\\\\r\\\\n\"\"}\"");
        assertThat(lines[2]).endsWith(",77,'@SUM(1),'+x.two,'\t-1,203.0.113.9,");
        assertThat(lines[3]).isEmpty();
    }

    @Test
    void exportAsJsonIsOneObjectALine() {
        add("mira", "x.one", null, Map.of("a", List.of(1, 2)), NOON);
        add("milo", "x.two", null, Map.of(), NOON);

        Answer answer = server.get("/api/audit/export?format=json&action_prefix=x.", admin);

        assertThat(answer.header("Content-Type")).isEqualTo("application/x-ndjson");
        String[] lines = answer.body().split("\n", -1);
        assertThat(lines).hasSize(3);
        assertThat(lines[0])
                .matches(
                        "\\{\"id\":\\d+,\"user_id\":77,\"username\":\"mira\",\"action\":\"x.one\",\"resource\":null,"
                                + "\"details\":\\{\"a\":\\[1,2]},\"ip_address\":\"203.0.113.9\","
                                + "\"created_at\":\"2026-03-01T12:00:00\\+00:00\",\"timestamp\":\"2026-03-01T12:00:00\\+00:00\"}");
        assertThat(lines[1]).contains("\"username\":\"milo\"");
        assertThat(server.audited()).endsWith("audit.export");
    }

    @Test
    void exportHoldsEverythingHoweverMuch() {
        for (int i = 0; i < 20_000; i++) add("mira", "many", "row/" + i, Map.of("text", "x".repeat(50)), NOON);

        String csv = export("format=csv&action=many");
        String json = export("format=json&action=many");

        assertThat(csv.lines().count()).isEqualTo(20_001);
        assertThat(json.lines().count()).isEqualTo(20_000);
        assertThat(csv).endsWith("row/19999,203.0.113.9,\"{\"\"text\"\":\"\"" + "x".repeat(50) + "\"\"}\"\r\n");
    }

    @Test
    void exportsThatNobodyReadsHoldUpNobodyElse() throws Exception {
        for (int i = 0; i < 40_000; i++) add("mira", "many", "row/" + i, Map.of("text", "x".repeat(500)), NOON);
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(server.uri("/api/audit/export?format=json"))
                .header("Authorization", "Bearer " + admin)
                .build();

        try (InputStream first = client.send(request, HttpResponse.BodyHandlers.ofInputStream())
                        .body();
                InputStream second = client.send(request, HttpResponse.BodyHandlers.ofInputStream())
                        .body();
                InputStream third = client.send(request, HttpResponse.BodyHandlers.ofInputStream())
                        .body();
                InputStream fourth = client.send(request, HttpResponse.BodyHandlers.ofInputStream())
                        .body()) {
            Answer another = server.get("/api/audit/export?format=json", admin);

            for (InputStream each : List.of(first, second, third, fourth))
                assertThat(each.read()).isEqualTo('{');
            assertThat(another.status()).isEqualTo(429);
            assertThat(another.header("Retry-After")).isEqualTo("5");
            assertThat(server.get("/api/audit", admin).status()).isEqualTo(200);
        }
    }

    /** Stores whose audit trail breaks after so many entries of an export. */
    private static Stores breaking(Stores stores, int after) {
        return standIn(
                Stores.class,
                stores,
                "audit",
                none -> standIn(AuditStore.class, stores.audit(), "export", with -> {
                    AtomicInteger count = new AtomicInteger();
                    stores.audit().export((AuditQuery) with[0], entry -> {
                        if (count.getAndIncrement() == after) throw new Unavailable("store-gone", "The store is gone.");
                        AuditRoutesTest.<AuditEntry>sink(with[1]).accept(entry);
                    });
                    return null;
                }));
    }

    @SuppressWarnings("unchecked")
    private static <T> Consumer<T> sink(Object given) {
        return (Consumer<T>) given;
    }

    private static <T> T standIn(Class<T> port, T real, String replaced, Function<Object[], @Nullable Object> with) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (proxy, method, args) -> {
            if (method.getName().equals(replaced)) return with.apply(args);
            try {
                return method.invoke(real, args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    private static Answer exportFrom(TestServer broken, int entries) {
        String token = broken.admin();
        for (int i = 0; i < entries; i++) {
            Map<String, Object> details = Map.of("text", "x".repeat(500));
            broken.cloudLab.stores().audit().append(new AuditEntry(0, null, null, "many", null, details, null, NOON));
        }
        return broken.get("/api/audit/export?format=csv&action=many", token);
    }

    @Test
    void exportThatFailsAtOnceIsAProblem() {
        try (TestServer broken = TestServer.on(stores -> breaking(stores, 10))) {
            Answer answer = exportFrom(broken, 20);

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.code()).isEqualTo("store-gone");
            assertThat(answer.header("Content-Disposition")).isEmpty();
        }
    }

    @Test
    void exportThatFailsLaterIsBrokenOff() {
        try (TestServer broken = TestServer.on(stores -> breaking(stores, 1_000))) {
            assertThatThrownBy(() -> exportFrom(broken, 2_000))
                    .as("a part must not look like the whole")
                    .isInstanceOf(UncheckedIOException.class);
            assertThat(broken.get("/health").status()).isEqualTo(200);
        }
    }
}
