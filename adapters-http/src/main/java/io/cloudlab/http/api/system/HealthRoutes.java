package io.cloudlab.http.api.system;

import io.cloudlab.core.Health;
import io.cloudlab.core.Version;
import io.cloudlab.http.routing.Access;
import io.cloudlab.http.routing.Exchange;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /health}: for monitoring. */
public final class HealthRoutes implements RouteGroup {
    private final Health health;

    public HealthRoutes(Health health) {
        this.health = health;
    }

    /** @param version of the server */
    record AliveJson(String status, String version) {}

    /** @param status {@code ready} or {@code not ready} */
    record ReadyJson(String status, List<CheckJson> checks) {}

    /** @param detail what was found; null for those who may not see the settings */
    record CheckJson(
            String name, Health.Check.State state, @Nullable String detail) {}

    @Override
    public String name() {
        return "Health";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        byte[] alive = ("{\"status\":\"ok\",\"version\":\"" + Version.current() + "\"}")
                .getBytes(StandardCharsets.UTF_8); // without Jackson, which takes its time to load
        routes.get("getHealth", "/health")
                .by(Access.PUBLIC)
                .summary("Answers as long as the server runs.")
                .answers(AliveJson.class)
                .to(exchange -> exchange.json(alive));
        routes.get("getReadiness", "/health/ready")
                .by(Access.PUBLIC_RECOGNISED)
                .summary(
                        "Whether the system can do its work; 503 with the same body if it cannot. What was found is told"
                                + " to holders of system.settings.view.")
                .answers(ReadyJson.class, 503)
                .to(this::ready);
    }

    private void ready(Exchange exchange) {
        List<Health.Check> checks = health.checks();
        boolean ready = checks.stream().noneMatch(check -> check.state() == Health.Check.State.FAILED);
        if (!ready) exchange.status(503);
        exchange.json(new ReadyJson(
                ready ? "ready" : "not ready",
                checks.stream()
                        .map(check ->
                                new CheckJson(check.name(), check.state(), health.detail(exchange.caller(), check)))
                        .toList()));
    }
}
