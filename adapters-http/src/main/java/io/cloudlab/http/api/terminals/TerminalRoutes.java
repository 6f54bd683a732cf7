package io.cloudlab.http.api.terminals;

import io.cloudlab.core.terminal.TerminalInfo;
import io.cloudlab.core.terminal.Terminals;
import io.cloudlab.http.api.StatusJson;
import io.cloudlab.http.routing.Access;
import io.cloudlab.http.routing.Param;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/terminals}: which terminals are open. */
public final class TerminalRoutes implements RouteGroup {
    private static final Param<String> ID = Param.path("id", "The terminal's id.", text -> {
        if (!text.matches("[0-9a-f]{1,64}")) throw new IllegalArgumentException("must be a terminal's id");
        return text;
    });

    private final Terminals terminals;

    public TerminalRoutes(Terminals terminals) {
        this.terminals = terminals;
    }

    /** @param attached whether a client is connected to it; otherwise its shell waits to be resumed */
    record TerminalJson(
            String id,
            long objectId,
            String typeSlug,
            String object,
            String hostname,
            String ip,
            String user,
            @Nullable Integer userId,
            @Nullable String username,
            Instant openedAt,
            boolean attached) {
        static TerminalJson of(TerminalInfo terminal) {
            return new TerminalJson(
                    terminal.id(),
                    terminal.target().objectId(),
                    terminal.target().type(),
                    terminal.target().name(),
                    terminal.target().host(),
                    terminal.address(),
                    terminal.user(),
                    terminal.ownerId(),
                    terminal.owner(),
                    terminal.openedAt(),
                    terminal.attached());
        }

        record ListOf(List<TerminalJson> terminals) {}
    }

    @Override
    public String name() {
        return "Terminals";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        routes.get("listTerminals", "/api/terminals")
                .by(Access.ANY_USER)
                .summary("The caller's open terminals; with terminals.view_all those of all users. The oldest first.")
                .lists(TerminalJson.ListOf.class)
                .to(exchange -> exchange.json(new TerminalJson.ListOf(terminals.list(exchange.caller()).stream()
                        .map(TerminalJson::of)
                        .toList())));
        routes.delete("endTerminal", "/api/terminals/{id}")
                .by(Access.ANY_USER)
                .summary("End a terminal the caller can see, and its shell.")
                .takes(ID)
                .answers(StatusJson.class)
                .fails(404)
                .to(exchange -> {
                    terminals.end(exchange.caller(), exchange.get(ID));
                    exchange.json(new StatusJson("closed"));
                });
    }
}
