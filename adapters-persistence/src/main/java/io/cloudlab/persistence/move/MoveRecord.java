package io.cloudlab.persistence.move;

import io.cloudlab.core.shared.Refused;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** What the target of a move remembers of it, so that it can be taken up again, and is not used half filled. */
public final class MoveRecord {
    private final Connection target;

    MoveRecord(Connection target) {
        this.target = target;
    }

    /** Whether a move has begun and not come to its end. */
    public static boolean isUnfinished(Connection database) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("select 1 from cloudlab_move where not finished")) {
            return row.next();
        }
    }

    boolean isFinished(String source) throws SQLException {
        return asks("select 1 from cloudlab_move where finished and source = ?", source);
    }

    /** @return the former row's source, where one is being moved here already; the given one if it begins now */
    void begin(String source, List<MovedTable> tables) throws SQLException {
        try (PreparedStatement insert = target.prepareStatement(
                "insert into cloudlab_move (id, source, finished) values (1, ?, false) on conflict do nothing")) {
            insert.setString(1, source);
            if (insert.executeUpdate() == 1) {
                requireEmpty();
                clear(tables);
                return;
            }
        }
        if (!asks("select 1 from cloudlab_move where source = ?", source))
            throw new Refused(
                    "move-of-another", "Another data directory is being moved, or was moved, to that database.");
    }

    private void requireEmpty() throws SQLException {
        for (String table : List.of("user", "job", "item", "audit", "file_version", "host_key", "outbox")) {
            if (asks("select 1 from cloudlab_" + table + " limit 1"))
                throw new Refused(
                        "target-not-empty", "The database is not empty: it has rows in cloudlab_" + table + ".");
        }
    }

    /** Starts over. */
    void clear(List<MovedTable> tables) throws SQLException {
        try (Statement statement = target.createStatement()) {
            statement.execute("truncate "
                    + String.join(", ", tables.stream().map(MovedTable::name).toList()));
            statement.execute("delete from cloudlab_moved_table");
        }
    }

    boolean isCopied(MovedTable table) throws SQLException {
        return asks("select 1 from cloudlab_moved_table where name = ?", table.name());
    }

    /** Whether the table was copied, with these rows. */
    boolean isCopied(MovedTable table, TableSum sum) throws SQLException {
        return asks(
                "select 1 from cloudlab_moved_table where name = ? and row_count = ? and checksum = ?",
                table.name(),
                sum.rows(),
                sum.checksum());
    }

    void copied(MovedTable table, TableSum sum) throws SQLException {
        try (PreparedStatement insert = target.prepareStatement(
                "insert into cloudlab_moved_table (name, row_count, checksum) values (?, ?, ?)")) {
            insert.setString(1, table.name());
            insert.setLong(2, sum.rows());
            insert.setString(3, sum.checksum());
            insert.executeUpdate();
        }
    }

    void finish() throws SQLException {
        try (Statement statement = target.createStatement()) {
            statement.execute("update cloudlab_move set finished = true");
        }
    }

    private boolean asks(String query, Object... arguments) throws SQLException {
        try (PreparedStatement statement = target.prepareStatement(query)) {
            for (int each = 0; each < arguments.length; each++) statement.setObject(each + 1, arguments[each]);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }
}
