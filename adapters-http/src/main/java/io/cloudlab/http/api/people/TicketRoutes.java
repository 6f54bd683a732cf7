package io.cloudlab.http.api.people;

import io.cloudlab.core.identity.token.SocketTickets;
import io.cloudlab.http.body.Bodies;
import io.cloudlab.http.error.ProblemException;
import io.cloudlab.http.routing.Access;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;
import java.util.List;
import java.util.regex.Pattern;

/** {@code /api/auth/socket-ticket}: what opens a WebSocket in a token's place. */
public final class TicketRoutes implements RouteGroup {
    private static final Pattern SOCKET =
            Pattern.compile("/api/(jobs/ws/[^/?#]{1,64}|inventory/ws/[^/?#]{1,64}/action)");

    private final SocketTickets tickets;

    public TicketRoutes(SocketTickets tickets) {
        this.tickets = tickets;
    }

    /** @param path the socket's, without host and query */
    record TicketRequestJson(String path) {
        TicketRequestJson {
            Bodies.require("path", path);
            if (!SOCKET.matcher(path).matches())
                throw ProblemException.at(List.of("body", "path"), "must be the path of a WebSocket", "value_error");
        }
    }

    record TicketJson(String ticket, long expiresIn) {}

    @Override
    public String name() {
        return "Authentication";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        routes.post("issueSocketTicket", "/api/auth/socket-ticket")
                .by(Access.ANY_USER)
                .summary("A ticket that opens this one WebSocket once, within " + SocketTickets.LIFETIME.toSeconds()
                        + " seconds: ticket= in its address instead of token=.")
                .body(TicketRequestJson.class)
                .bodyLimit(Bodies.SMALL)
                .strict()
                .answers(TicketJson.class)
                .to(exchange -> {
                    String path = exchange.body(TicketRequestJson.class).path();
                    String ticket = tickets.issue(exchange.caller(), exchange.session(), path);
                    exchange.json(new TicketJson(ticket, SocketTickets.LIFETIME.toSeconds()));
                });
    }
}
