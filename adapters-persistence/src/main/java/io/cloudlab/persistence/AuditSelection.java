package io.cloudlab.persistence;

import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.audit.AuditQuery;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The part of the audit trail that one query wants. */
final class AuditSelection {
    private final AuditQuery query;
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final String index;

    AuditSelection(AuditQuery query) {
        this.query = query;
        want("user_id = :userId", "userId", query.userId());
        want("username_key = :username", "username", lowerCase(query.username()));
        want("resource = :resource", "resource", query.resource());
        want("action = :action", "action", query.action());
        this.index = conditions.isEmpty()
                ? ""
                : conditions.get(0).substring(0, conditions.get(0).indexOf(' ')) + ", ";
        want("position(:prefix in action) = 1", "prefix", query.actionPrefix());
        want("created_at >= :from", "from", query.from());
        want("created_at < :to", "to", query.to());
        want("position(:search in search_key) > 0", "search", lowerCase(query.search()));
    }

    /** No stored text holds the character, and PostgreSQL refuses to be asked for it. */
    boolean isImpossible() {
        return Stream.of(query.action(), query.actionPrefix(), query.username(), query.resource(), query.search())
                .anyMatch(text -> text != null && text.indexOf('\0') >= 0);
    }

    /** Finds the rows in an index first, so that those of the pages before are not read. */
    Page<AuditEntry> page(Handle handle, PageRequest page) {
        List<AuditEntry> entries = select(
                        handle,
                        "select entry.* from (select id from cloudlab_audit" + where()
                                + " order by " + index + "created_at desc, id desc limit :n offset :skipped) page"
                                + " join cloudlab_audit entry on entry.id = page.id"
                                + " order by entry.created_at desc, entry.id desc")
                .bind("n", page.perPage())
                .bind("skipped", page.offset())
                .map(JdbiAuditStore::entry)
                .list();
        long total = Totals.ofLastPage(page, entries.size()).orElseGet(() -> count(handle));
        return new Page<>(entries, total, page);
    }

    long count(Handle handle) {
        return select(handle, "select count(*) from cloudlab_audit" + where())
                .mapTo(Long.class)
                .one();
    }

    /** The first entries, the oldest of all first, that come after {@code last}. */
    List<AuditEntry> after(Handle handle, @Nullable AuditEntry last, int limit) {
        String position = last == null
                ? where()
                : where() + (conditions.isEmpty() ? " where " : " and ")
                        + "created_at >= :lastTime and (created_at > :lastTime or id > :lastId)";
        Query rows = select(
                        handle,
                        "select * from cloudlab_audit" + position + " order by " + index + "created_at, id limit :n")
                .bind("n", limit);
        if (last != null) rows.bind("lastTime", last.createdAt()).bind("lastId", last.id());
        return rows.map(JdbiAuditStore::entry).list();
    }

    private Query select(Handle handle, String sql) {
        return handle.createQuery(sql).bindMap(values);
    }

    private String where() {
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    private void want(String condition, String name, @Nullable Object value) {
        if (value == null) return;
        conditions.add(condition);
        values.put(name, value);
    }

    private static @Nullable String lowerCase(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }
}
