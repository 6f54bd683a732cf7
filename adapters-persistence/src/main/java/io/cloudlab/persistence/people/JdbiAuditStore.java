package io.cloudlab.persistence.people;

import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.audit.AuditQuery;
import io.cloudlab.core.audit.AuditStore;
import io.cloudlab.core.shared.Page;
import io.cloudlab.core.shared.PageRequest;
import io.cloudlab.persistence.database.InstantArguments;
import io.cloudlab.persistence.database.JdbiTransactions;
import io.cloudlab.persistence.database.JsonColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

public final class JdbiAuditStore implements AuditStore {
    /** How many entries an export holds at a time. */
    private static final int BATCH = 1_000;

    private final JdbiTransactions database;
    private final AuditTotals totals;

    public JdbiAuditStore(JdbiTransactions database, AuditTotals totals) {
        this.database = database;
        this.totals = totals;
    }

    @Override
    public void append(AuditEntry entry) {
        database.with(handle -> handle.createUpdate("""
                        insert into cloudlab_audit (user_id, username, username_key, action, resource, details,
                            ip_address, created_at, search_key)
                        values (:userId, :username, :usernameKey, :action, :resource, :details,
                            :ipAddress, :createdAt, :searchKey)""")
                .bind("userId", entry.userId())
                .bind("username", entry.username())
                .bind(
                        "usernameKey",
                        entry.username() == null ? null : entry.username().toLowerCase(Locale.ROOT))
                .bind("action", entry.action())
                .bind("resource", entry.resource())
                .bind("details", JsonColumn.write(entry.details()))
                .bind("ipAddress", entry.ipAddress())
                .bind("createdAt", entry.createdAt())
                .bind("searchKey", entry.searchText())
                .execute());
    }

    @Override
    public List<AuditEntry> latest(int limit) {
        return database.read(handle -> handle.createQuery("select * from cloudlab_audit order by id desc limit :limit")
                .bind("limit", limit)
                .map(JdbiAuditStore::entry)
                .list());
    }

    @Override
    public Page<AuditEntry> find(AuditQuery query, PageRequest page) {
        AuditSelection selection = new AuditSelection(query);
        if (selection.isImpossible()) return new Page<>(List.of(), 0, page);
        return database.read(handle -> selection.page(handle, page, totals));
    }

    /** Reads batch by batch, each from where the former ended, so that a slow reader holds neither memory nor connection. */
    @Override
    public void export(AuditQuery query, Consumer<AuditEntry> sink) {
        AuditSelection selection = new AuditSelection(query);
        if (selection.isImpossible()) return;
        List<AuditEntry> batch = List.of();
        do {
            @Nullable AuditEntry last = batch.isEmpty() ? null : batch.get(batch.size() - 1);
            batch = database.read(handle -> selection.after(handle, last, BATCH));
            batch.stream().filter(query::matches).forEach(sink);
        } while (batch.size() == BATCH);
    }

    static AuditEntry entry(ResultSet row, StatementContext context) throws SQLException {
        return new AuditEntry(
                row.getLong("id"),
                row.getObject("user_id", Integer.class),
                row.getString("username"),
                row.getString("action"),
                row.getString("resource"),
                JsonColumn.read(row.getString("details"), JsonColumn.VALUES),
                row.getString("ip_address"),
                InstantArguments.get(row, "created_at"));
    }
}
