package io.cloudlab.http.api.terminals;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.core.terminal.HostKeys;
import io.cloudlab.core.terminal.PinnedKey;
import io.cloudlab.http.api.StatusJson;
import io.cloudlab.http.routing.Access;
import io.cloudlab.http.routing.Exchange;
import io.cloudlab.http.routing.Paging;
import io.cloudlab.http.routing.Param;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/hostkeys}: the keys by which servers are known to terminals. */
public final class HostKeyRoutes implements RouteGroup {
    private static final Param<Integer> ID = Param.id("The pinned key's id.");
    private static final Param<Long> PER_PAGE = Paging.perPage(100, 200);

    private final HostKeys hostKeys;

    public HostKeyRoutes(HostKeys hostKeys) {
        this.hostKeys = hostKeys;
    }

    /** @param pin what the key is pinned to, such as {@code object:17} */
    record HostKeyJson(
            int id,
            String pin,
            String host,
            int port,
            String algorithm,
            String fingerprint,
            Instant pinnedAt,
            @Nullable String pinnedBy) {
        static HostKeyJson of(PinnedKey key) {
            return new HostKeyJson(
                    key.id(),
                    key.pin(),
                    key.host(),
                    key.port(),
                    key.key().algorithm(),
                    key.key().fingerprint(),
                    key.pinnedAt(),
                    key.pinnedBy());
        }

        record ListOf(List<HostKeyJson> hostkeys, long total, int page, int perPage) {}
    }

    @Override
    public String name() {
        return "Terminals";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        routes.get("listHostKeys", "/api/hostkeys")
                .by(Access.holdersOf(Permission.HOSTKEYS_MANAGE))
                .summary("The pinned host keys, by id.")
                .takes(Paging.PAGE, PER_PAGE)
                .lists(HostKeyJson.ListOf.class)
                .to(this::list);
        routes.delete("deleteHostKey", "/api/hostkeys/{id}")
                .by(Access.holdersOf(Permission.HOSTKEYS_MANAGE))
                .summary("Drop a pinned key: what the server shows next time is pinned anew.")
                .takes(ID)
                .answers(StatusJson.class)
                .fails(404)
                .to(exchange -> {
                    hostKeys.delete(exchange.caller(), exchange.get(ID));
                    exchange.json(new StatusJson("deleted"));
                });
    }

    private void list(Exchange exchange) {
        PageRequest request = Paging.of(exchange, PER_PAGE);
        Page<PinnedKey> page = hostKeys.list(exchange.caller(), request);
        exchange.json(new HostKeyJson.ListOf(
                page.map(HostKeyJson::of).items(), page.total(), request.page(), request.perPage()));
    }
}
