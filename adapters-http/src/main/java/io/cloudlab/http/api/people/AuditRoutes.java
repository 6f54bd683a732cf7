package io.cloudlab.http.api.people;

import io.cloudlab.core.access.Permission;
import io.cloudlab.core.audit.AuditQuery;
import io.cloudlab.core.audit.AuditTrail;
import io.cloudlab.http.error.ClientDisconnected;
import io.cloudlab.http.error.Json;
import io.cloudlab.http.routing.Access;
import io.cloudlab.http.routing.Exchange;
import io.cloudlab.http.routing.Paging;
import io.cloudlab.http.routing.Param;
import io.cloudlab.http.routing.RouteGroup;
import io.cloudlab.http.routing.RouteTableBuilder;
import io.cloudlab.http.security.Budget;
import io.cloudlab.http.work.BoundedExecutor;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/audit}. */
final class AuditRoutes implements RouteGroup {
    private static final Param<String> ACTION = Param.text("action", "Only entries with this action.");
    private static final Param<String> ACTION_PREFIX =
            Param.text("action_prefix", "Only entries whose action begins so, such as service.");
    private static final Param<String> USERNAME = Param.text("username", "Only what the user with this name did.");
    private static final Param<Long> USER_ID =
            Param.number("user_id", "Only what the user with this id did.", 1, Integer.MAX_VALUE);
    private static final Param<String> RESOURCE = Param.text("resource", "Only what was done to this resource.");
    private static final Param<Instant> FROM = Param.moment("date_from", "Only from this moment on.");
    private static final Param<Instant> TO = Param.moment(
            "date_to", "Only up to this moment, or to the end of this second: an entry's own time includes the entry.");
    private static final Param<String> SEARCH =
            Param.text("search", "Only entries that hold this text, without regard to case.");
    private static final Param<?>[] FILTERS = {ACTION, ACTION_PREFIX, USERNAME, USER_ID, RESOURCE, FROM, TO, SEARCH};
    private static final Param<Long> PER_PAGE = Paging.perPage(50, 200);
    private static final Param<Format> FORMAT =
            Param.word("format", "How entries are written.", Format.class).demand();

    private static final byte[] NEWLINE = {'\n'};

    private final AuditTrail audit;
    private final BoundedExecutor exports;

    AuditRoutes(AuditTrail audit, BoundedExecutor exports) {
        this.audit = audit;
        this.exports = exports;
    }

    /** What an export can be. */
    enum Format {
        CSV,
        JSON
    }

    @Override
    public String name() {
        return "Audit";
    }

    @Override
    public void declare(RouteTableBuilder routes) {
        routes.get("listAuditEntries", "/api/audit")
                .by(Access.holdersOf(Permission.SYSTEM_AUDIT_LOG))
                .summary("Who did what, when and from where; the newest first.")
                .takes(FILTERS)
                .takes(Paging.PAGE, PER_PAGE)
                .lists(AuditJson.ListOf.class)
                .to(exchange -> exchange.json(AuditJson.ListOf.of(
                        audit.find(exchange.caller(), query(exchange), Paging.of(exchange, PER_PAGE)))));
        routes.get("exportAuditEntries", "/api/audit/export")
                .by(Access.holdersOf(Permission.SYSTEM_AUDIT_LOG))
                .summary("The entries as a file, the oldest first: CSV (RFC 4180) or one JSON object a line."
                        + " That it was fetched is recorded.")
                .takes(FORMAT)
                .takes(FILTERS)
                .answers(List.of("application/x-ndjson", "text/csv"), "The entries.")
                .budget(Budget.EXPORTS)
                .startsSomething()
                .to(this::export);
    }

    private void export(Exchange exchange) {
        AuditQuery query = query(exchange);
        if (exchange.get(FORMAT) == Format.CSV) {
            exchange.export(exports, "text/csv;charset=utf-8", "audit.csv", out -> {
                out.write(AuditCsv.HEADER);
                audit.export(exchange.caller(), query, entry -> write(out, AuditCsv.row(entry)));
            });
        } else {
            exchange.export(exports, "application/x-ndjson", "audit.jsonl", out -> {
                audit.export(exchange.caller(), query, entry -> {
                    write(out, Json.bytes(AuditJson.of(entry)));
                    write(out, NEWLINE);
                });
            });
        }
    }

    private static void write(OutputStream out, byte[] bytes) {
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw new ClientDisconnected(e);
        }
    }

    /** Entries tell their times in whole seconds, and are kept with their fractions. */
    private static @Nullable Instant end(@Nullable Instant last) {
        if (last == null) return null;
        return last.getNano() == 0 ? last.plusSeconds(1) : last.plusNanos(1_000);
    }

    private static AuditQuery query(Exchange exchange) {
        Long userId = exchange.find(USER_ID);
        return new AuditQuery(
                exchange.find(ACTION),
                exchange.find(ACTION_PREFIX),
                exchange.find(USERNAME),
                userId == null ? null : userId.intValue(),
                exchange.find(RESOURCE),
                exchange.find(FROM),
                end(exchange.find(TO)),
                exchange.find(SEARCH));
    }
}
