package io.cloudlab.persistence;

import io.cloudlab.core.audit.AuditEntry;
import io.cloudlab.core.audit.AuditStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.statement.StatementContext;

final class JdbiAuditStore implements AuditStore {
    private final JdbiTransactions database;

    JdbiAuditStore(JdbiTransactions database) {
        this.database = database;
    }

    @Override
    public void append(AuditEntry entry) {
        database.with(handle -> handle.createUpdate("""
                        insert into cloudlab_audit
                            (user_id, username, action, resource, details, ip_address, created_at)
                        values (:userId, :username, :action, :resource, :details, :ipAddress, :createdAt)""")
                .bind("userId", entry.userId())
                .bind("username", entry.username())
                .bind("action", entry.action())
                .bind("resource", entry.resource())
                .bind("details", JsonText.write(entry.details()))
                .bind("ipAddress", entry.ipAddress())
                .bind("createdAt", entry.createdAt())
                .execute());
    }

    @Override
    public List<AuditEntry> latest(int limit) {
        return database.with(handle -> handle.createQuery("select * from cloudlab_audit order by id desc limit :limit")
                .bind("limit", limit)
                .map(JdbiAuditStore::entry)
                .list());
    }

    private static AuditEntry entry(ResultSet row, StatementContext context) throws SQLException {
        return new AuditEntry(
                row.getLong("id"),
                row.getObject("user_id", Integer.class),
                row.getString("username"),
                row.getString("action"),
                row.getString("resource"),
                JsonText.read(row.getString("details"), JsonText.VALUES),
                row.getString("ip_address"),
                Instants.get(row, "created_at"));
    }
}
