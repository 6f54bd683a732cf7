package io.cloudlab.http.api.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.http.TestServer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The range of time of the audit log, whose entries tell whole seconds. */
class AuditRangeTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final TestServer server = TestServer.start();
    private final String admin = server.admin();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void rangeOfAnEntrysOwnTimeHoldsTheEntry() {
        add("service.deploy", NOON.plusMillis(999));
        add("service.stop", NOON.plusSeconds(1));
        String time = find("action=service.deploy")
                .path("entries")
                .get(0)
                .path("created_at")
                .asText()
                .replace("+", "%2B");

        for (String query : List.of("date_from=" + time + "&date_to=" + time, "date_to=2026-03-01T12:00:00.999Z"))
            assertThat(find("action_prefix=service.&" + query).path("entries").findValuesAsText("action"))
                    .containsExactly("service.deploy");
        assertThat(find("action_prefix=service.&date_to=2026-03-01T12:00:00.998Z")
                        .path("total")
                        .asInt())
                .isZero();
        assertThat(export("format=json&action_prefix=service.&date_to=" + time).lines())
                .hasSize(1);
    }

    private void add(String action, Instant at) {
        server.cloudLab
                .stores()
                .audit()
                .append(new AuditEntry(0, 77, "mira", action, "services/hello", Map.of(), "203.0.113.9", at));
    }

    private JsonNode find(String query) {
        return server.get("/api/audit?" + query, admin).json();
    }

    private String export(String query) {
        return server.get("/api/audit/export?" + query, admin).body();
    }
}
