package io.cloudlab.http.api.people;

import io.cloudlab.core.identity.session.OpenSession;
import io.cloudlab.core.identity.session.Sessions;
import io.cloudlab.http.api.StatusJson;
import io.cloudlab.http.routing.Access;
import io.cloudlab.http.routing.Param;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/users/profile/sessions}: where the caller is signed in, and an end to it. */
final class OwnSessionRoutes implements RouteGroup {
    private static final String PATH = "/api/users/profile/sessions";
    private static final Param<String> ID = Param.path("id", "The session's id, as the list has it.", text -> text);

    private final Sessions sessions;

    OwnSessionRoutes(Sessions sessions) {
        this.sessions = sessions;
    }

    record SessionListJson(List<SessionJson> sessions) {}

    record SessionJson(
            String id,
            Instant createdAt,
            Instant expiresAt,
            @Nullable String ipAddress,
            boolean current) {
        static SessionJson of(OpenSession session, String current) {
            return new SessionJson(
                    session.id(),
                    session.begunAt(),
                    session.expiresAt(),
                    session.ipAddress(),
                    session.id().equals(current));
        }
    }

    record SessionsEndedJson(String status, int ended) {}

    @Override
    public String name() {
        return "Users";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        routes.get("listOwnSessions", PATH)
                .by(Access.ANY_USER)
                .summary("The caller's own sessions that have not ended, the newest first.")
                .lists(SessionListJson.class)
                .to(exchange -> {
                    String current = exchange.session().id();
                    exchange.json(new SessionListJson(sessions.own(exchange.caller()).stream()
                            .map(session -> SessionJson.of(session, current))
                            .toList()));
                });
        routes.delete("endOtherSessions", PATH)
                .by(Access.ANY_USER)
                .summary("End all of the caller's own sessions but the one the token belongs to.")
                .answers(SessionsEndedJson.class)
                .to(exchange -> exchange.json(new SessionsEndedJson(
                        "ended",
                        sessions.endOthers(exchange.caller(), exchange.session().id()))));
        routes.delete("endSession", PATH + "/{id}")
                .by(Access.ANY_USER)
                .summary("End one of the caller's own sessions at once, also the one the token belongs to.")
                .takes(ID)
                .answers(StatusJson.class)
                .fails(404)
                .to(exchange -> {
                    sessions.end(exchange.caller(), exchange.get(ID));
                    exchange.json(new StatusJson("ended"));
                });
    }
}
