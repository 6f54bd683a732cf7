package io.cloudlab.persistence.people;

import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.audit.AuditQuery;
import io.cloudlab.core.shared.Folded;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.persistence.database.PageTotals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;

/**
 * The part of the audit trail that one query wants. Each statement is written so that both databases can only read along
 * the index it is meant for: the column that tells most, then the time.
 */
final class AuditSelection {
    private static final String NEWEST = "created_at desc, id desc";

    private final AuditQuery query;
    private final Map<String, Object> values = new LinkedHashMap<>();

    /** Conditions that an index answers; the first is the one by which rows are found. */
    private final List<String> equalities = new ArrayList<>();

    private final List<String> times = new ArrayList<>();

    AuditSelection(AuditQuery query) {
        this.query = query;
        want(equalities, "user_id = :userId", "userId", query.userId());
        want(equalities, "username_key = :username", "username", lowerCase(query.username()));
        want(equalities, "resource = :resource", "resource", query.resource());
        want(equalities, "action = :action", "action", query.action());
        want(times, "created_at >= :from", "from", query.from());
        want(times, "created_at < :to", "to", query.to());
    }

    /** No stored text holds the character, and PostgreSQL refuses to be asked for it. */
    boolean isImpossible() {
        return Stream.of(query.action(), query.actionPrefix(), query.username(), query.resource(), query.search())
                .anyMatch(text -> text != null && text.indexOf('\0') >= 0);
    }

    Page<AuditEntry> page(Handle handle, PageRequest page, AuditTotals totals) {
        List<String> actions = query.actionPrefix() == null ? List.of() : withPrefix(handle, query.actionPrefix());
        if (query.actionPrefix() != null && actions.isEmpty()) return new Page<>(List.of(), 0, page);
        for (int each = 0; each < actions.size(); each++) values.put("action" + each, actions.get(each));
        List<String> conditions = conditions(actions);
        String ids = equalities.isEmpty() && !actions.isEmpty() ? perAction(actions, page) : ids(conditions, page);
        List<AuditEntry> entries = select(
                        handle,
                        "select entry.* from (" + ids + ") page"
                                + " join cloudlab_audit entry on entry.id = page.id"
                                + " order by entry.created_at desc, entry.id desc")
                .map(JdbiAuditStore::entry)
                .list();
        long total = PageTotals.ofLastPage(page, entries.size()).orElseGet(() -> total(handle, conditions, totals));
        return new Page<>(entries, total, page);
    }

    /**
     * The first entries that come after {@code last}, the oldest first, among which are all that are wanted; the others
     * are for the caller to leave out, so that rare ones make no query long.
     */
    List<AuditEntry> after(Handle handle, @Nullable AuditEntry last, int limit) {
        List<String> conditions = new ArrayList<>(equalities.subList(0, Math.min(equalities.size(), 1)));
        conditions.addAll(times);
        if (last != null) {
            conditions.add("created_at >= :lastTime");
            conditions.add("(created_at > :lastTime or id > :lastId)");
        }
        String order = equalities.isEmpty() ? "" : column() + " desc, ";
        Query rows = select(
                        handle,
                        "select * from cloudlab_audit" + where(conditions) + " order by " + order
                                + "created_at, id limit :n")
                .bind("n", limit);
        if (last != null) rows.bind("lastTime", last.createdAt()).bind("lastId", last.id());
        return rows.map(JdbiAuditStore::entry).list();
    }

    private List<String> conditions(List<String> actions) {
        List<String> conditions = new ArrayList<>(equalities);
        if (!actions.isEmpty()) {
            conditions.add(IntStream.range(0, actions.size())
                    .mapToObj(each -> ":action" + each)
                    .collect(Collectors.joining(", ", "action in (", ")")));
        }
        conditions.addAll(times);
        if (query.search() != null) conditions.add(searched(query.search()));
        return conditions;
    }

    /** The rows of a page, found in an index before they are read. */
    private String ids(List<String> conditions, PageRequest page) {
        String order = equalities.isEmpty() ? "" : column() + ", ";
        return "select id from cloudlab_audit" + where(conditions) + " order by " + order + NEWEST + " limit "
                + page.perPage() + " offset " + page.offset();
    }

    /** The newest of each action are found in the index, and those of all actions together cut to the page. */
    private String perAction(List<String> actions, PageRequest page) {
        List<String> others = new ArrayList<>(times);
        if (query.search() != null) others.add(searched(query.search()));
        long deepest = page.offset() + page.perPage();
        String all = IntStream.range(0, actions.size())
                .mapToObj(each -> "(select id, created_at from cloudlab_audit where action = :action" + each
                        + others.stream().map(one -> " and " + one).collect(Collectors.joining())
                        + " order by action, " + NEWEST + " limit " + deepest + ")")
                .collect(Collectors.joining(" union all "));
        return "select id from (" + all + ") newest order by " + NEWEST + " limit " + page.perPage() + " offset "
                + page.offset();
    }

    private String searched(String text) {
        List<String> forms = Folded.searched(text);
        for (int each = 0; each < forms.size(); each++) values.put("search" + each, forms.get(each));
        return IntStream.range(0, forms.size())
                .mapToObj(each -> "position(:search" + each + " in search_key) > 0")
                .collect(Collectors.joining(" or ", "(", ")"));
    }

    private long total(Handle handle, List<String> conditions, AuditTotals totals) {
        if (query.search() != null) return count(handle, "count(*)", conditions);
        return totals.of(query, handle, (h, after, upTo) -> {
            if (after == 0 && upTo == Long.MAX_VALUE) return count(h, "count(*)", conditions);
            values.put("upTo", upTo);
            if (after == 0 && conditions.isEmpty()) return countUpTo(h);
            if (after == 0) return count(h, "count(*)", with(conditions, "id <= :upTo"));
            values.put("after", after);
            String wanted = conditions.isEmpty() ? "true" : String.join(" and ", conditions);
            return count(h, "count(case when " + wanted + " then 1 end)", List.of("id > :after", "id <= :upTo"));
        });
    }

    /** All but the newer ones, since H2 knows the number of all. */
    private long countUpTo(Handle handle) {
        return select(handle, """
                        select (select count(*) from cloudlab_audit)
                            - (select count(*) from cloudlab_audit where id > :upTo)""").mapTo(Long.class).one();
    }

    private long count(Handle handle, String what, List<String> conditions) {
        return select(handle, "select " + what + " from cloudlab_audit" + where(conditions))
                .mapTo(Long.class)
                .one();
    }

    /**
     * Hops through the index from one action to the next; there are some dozens. Each hop aims just behind the former
     * action, since H2 would walk through all its entries if it were told only to leave them out.
     */
    private static List<String> withPrefix(Handle handle, String prefix) {
        List<String> found = new ArrayList<>();
        String from = "";
        while (true) {
            String next = handle.createQuery(
                            "select action from cloudlab_audit where action >= :from order by action limit 1")
                    .bind("from", from)
                    .mapTo(String.class)
                    .findOne()
                    .orElse(null);
            if (next == null) return found;
            if (next.startsWith(prefix)) found.add(next);
            from = next + "\u0001";
        }
    }

    private Query select(Handle handle, String sql) {
        return handle.createQuery(sql)
                .configure(SqlStatements.class, settings -> settings.setUnusedBindingAllowed(true))
                .bindMap(values);
    }

    /** The column of the first equality. */
    private String column() {
        return equalities.get(0).substring(0, equalities.get(0).indexOf(' '));
    }

    private static String where(List<String> conditions) {
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    private static List<String> with(List<String> conditions, String another) {
        List<String> all = new ArrayList<>(conditions);
        all.add(another);
        return all;
    }

    private void want(List<String> conditions, String condition, String name, @Nullable Object value) {
        if (value == null) return;
        conditions.add(condition);
        values.put(name, value);
    }

    private static @Nullable String lowerCase(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }
}
