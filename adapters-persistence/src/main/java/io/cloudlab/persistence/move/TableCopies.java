package io.cloudlab.persistence.move;

import io.cloudlab.core.server.ServerLease;
import io.cloudlab.core.shared.Unavailable;
import io.cloudlab.persistence.database.JdbiLeaseStore;
import io.cloudlab.persistence.database.JdbiTransactions;
import io.cloudlab.persistence.move.MovedTable.Column;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Copies the tables of an H2 database into PostgreSQL, each in one transaction, and compares what arrived. */
public final class TableCopies {
    private static final int MAX_MILLIS = (int) TimeUnit.HOURS.toMillis(6);
    private static final int FETCHED_ROWS = 1_000;
    private static final int PIECE = 64 << 10;

    private final DataSource from;
    private final DataSource to;
    private final String source;

    public TableCopies(DataSource from, DataSource to, String source) {
        this.from = from;
        this.to = to;
        this.source = source;
    }

    /** Told of every table when its rows are the same in both databases. */
    public interface Progress {
        void copied(String table, long rows);
    }

    public void run(Progress progress) throws SQLException, IOException {
        new JdbiLeaseStore(new JdbiTransactions(to))
                .current(ServerLease.VALIDITY)
                .ifPresent(lease -> {
                    throw ServerLease.inUse(lease);
                });
        try (Connection sent = from.getConnection();
                Connection arrived = to.getConnection()) {
            prepare(sent, arrived);
            MoveRecord move = new MoveRecord(arrived);
            if (move.isFinished(source)) return;
            List<MovedTable> tables = MovedTable.in(arrived);
            move.begin(source, tables);
            arrived.commit();
            if (hasChanged(sent, move, tables)) move.clear(tables);
            arrived.commit();
            for (MovedTable table : tables) {
                if (!move.isCopied(table)) move.copied(table, copied(sent, arrived, table));
                arrived.commit();
                progress.copied(table.name(), compared(arrived, move, table));
            }
            numberOn(sent, arrived, tables);
            move.finish();
            arrived.commit();
            analyze(arrived);
        }
    }

    private static void prepare(Connection sent, Connection arrived) throws SQLException {
        arrived.setNetworkTimeout(Runnable::run, MAX_MILLIS);
        arrived.setAutoCommit(false);
        try (Statement statement = arrived.createStatement()) {
            statement.execute("set lock_timeout = '30s'");
        }
        arrived.commit();
        try (Statement statement = sent.createStatement()) {
            statement.execute("set lazy_query_execution true"); // else results are kept in memory
        }
        sent.setAutoCommit(false);
        sent.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ); // keeps what is being read in the file
    }

    /** Whether a table that an earlier run has copied holds something else by now: the server may have run since. */
    private static boolean hasChanged(Connection sent, MoveRecord move, List<MovedTable> tables) throws SQLException {
        for (MovedTable table : tables) {
            if (move.isCopied(table) && !move.isCopied(table, sum(sent, table))) return true;
        }
        return false;
    }

    private static TableSum copied(Connection sent, Connection arrived, MovedTable table)
            throws SQLException, IOException {
        TableSum sum = new TableSum();
        CopyText text = new CopyText(table);
        CopyIn copy = arrived.unwrap(PGConnection.class).getCopyAPI().copyIn(table.copy());
        try (Statement statement = sent.createStatement();
                ResultSet row = statement.executeQuery(table.select())) {
            byte[] piece = new byte[PIECE];
            int filled = 0;
            while (row.next()) {
                text.read(row);
                sum.add(text.bytes(), text.length());
                if (filled + text.length() > PIECE) {
                    copy.writeToCopy(piece, 0, filled);
                    filled = 0;
                }
                if (text.length() > PIECE) {
                    copy.writeToCopy(text.bytes(), 0, text.length());
                } else {
                    System.arraycopy(text.bytes(), 0, piece, filled, text.length());
                    filled += text.length();
                }
            }
            copy.writeToCopy(piece, 0, filled);
            copy.endCopy();
            return sum;
        } finally {
            if (copy.isActive()) copy.cancelCopy();
        }
    }

    /** Reads back what has arrived. */
    private static long compared(Connection arrived, MoveRecord move, MovedTable table) throws SQLException {
        TableSum sum = sum(arrived, table);
        if (!move.isCopied(table, sum))
            throw new Unavailable(
                    "move-differs", "The rows of " + table.name() + " are not those that were sent. Move it again.");
        arrived.commit();
        return sum.rows();
    }

    private static TableSum sum(Connection connection, MovedTable table) throws SQLException {
        TableSum sum = new TableSum();
        CopyText text = new CopyText(table);
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCHED_ROWS);
            try (ResultSet row = statement.executeQuery(table.select())) {
                while (row.next()) {
                    text.read(row);
                    sum.add(text.bytes(), text.length());
                }
            }
        }
        return sum;
    }

    /** Numbers go on where they were, also where the last rows were deleted: no id is given twice. */
    private static void numberOn(Connection sent, Connection arrived, List<MovedTable> tables) throws SQLException {
        for (MovedTable table : tables) {
            for (Column column : table.columns()) {
                if (!column.identity()) continue;
                long next = number(
                        sent,
                        "select identity_base from information_schema.columns where table_name = ? and column_name = ?",
                        table.name(),
                        column.name());
                long highest = number(arrived, "select coalesce(max(" + column.name() + "), 0) from " + table.name());
                number(
                        arrived,
                        "select setval(pg_get_serial_sequence(?, ?), " + Math.max(next, highest + 1) + ", false)",
                        table.name(),
                        column.name());
            }
        }
        try (Statement statement = sent.createStatement();
                ResultSet row = statement.executeQuery("select sequence_name, base_value from"
                        + " information_schema.sequences where sequence_name like 'cloudlab\\_%'")) {
            while (row.next()) number(arrived, "select setval(?, " + row.getLong(2) + ", false)", row.getString(1));
        }
    }

    private static long number(Connection connection, String query, String... arguments) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int each = 0; each < arguments.length; each++) statement.setString(each + 1, arguments[each]);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private static void analyze(Connection arrived) throws SQLException {
        arrived.setAutoCommit(true);
        try (Statement statement = arrived.createStatement()) {
            statement.execute("analyze");
        }
    }
}
