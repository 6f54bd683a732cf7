package io.cloudlab.persistence.move;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A table of ours that is copied into PostgreSQL, with its columns in the order of their names. */
record MovedTable(String name, List<Column> columns) {
    /** What belongs to the database itself, and not to what it holds. */
    private static final Set<String> LEFT_OUT =
            Set.of("cloudlab_schema_history", "cloudlab_lease", "cloudlab_move", "cloudlab_moved_table");

    /** How values of a column are read. */
    enum Kind {
        NUMBER,
        BOOLEAN,
        TIME,
        BYTES,
        TEXT
    }

    /** @param identity whether the database numbers it */
    record Column(String name, Kind kind, boolean identity) {}

    String select() {
        return "select " + String.join(", ", columnNames()) + " from " + name;
    }

    String copy() {
        return "copy " + name + " (" + String.join(", ", columnNames()) + ") from stdin";
    }

    private List<String> columnNames() {
        return columns.stream().map(Column::name).toList();
    }

    /** All tables of a PostgreSQL database, those that others refer to first. */
    static List<MovedTable> in(Connection target) throws SQLException {
        Map<String, List<Column>> columns = columns(target);
        Map<String, Set<String>> needed = references(target);
        Set<String> ordered = new LinkedHashSet<>();
        while (ordered.size() < columns.size()) {
            int before = ordered.size();
            for (String table : columns.keySet()) {
                if (ordered.containsAll(needed.getOrDefault(table, Set.of()))) ordered.add(table);
            }
            if (ordered.size() == before) throw new IllegalStateException("tables refer to each other in a circle");
        }
        return ordered.stream()
                .map(table -> new MovedTable(table, columns.get(table)))
                .toList();
    }

    private static Map<String, List<Column>> columns(Connection target) throws SQLException {
        Map<String, List<Column>> tables = new LinkedHashMap<>();
        String query = "select table_name, column_name, data_type, is_identity from information_schema.columns"
                + " where table_schema = current_schema() and table_name like 'cloudlab\\_%'"
                + " order by table_name, column_name";
        try (Statement statement = target.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                String table = row.getString(1);
                if (LEFT_OUT.contains(table)) continue;
                tables.computeIfAbsent(table, unused -> new ArrayList<>())
                        .add(new Column(row.getString(2), kind(row.getString(3)), "YES".equals(row.getString(4))));
            }
        }
        return tables;
    }

    private static Kind kind(String type) {
        return switch (type) {
            case "integer", "bigint", "smallint" -> Kind.NUMBER;
            case "boolean" -> Kind.BOOLEAN;
            case "timestamp with time zone" -> Kind.TIME;
            case "bytea" -> Kind.BYTES;
            case "character varying", "text" -> Kind.TEXT;
            default -> throw new IllegalStateException("columns of the type " + type + " cannot be moved");
        };
    }

    private static Map<String, Set<String>> references(Connection target) throws SQLException {
        Map<String, Set<String>> needed = new LinkedHashMap<>();
        String query = "select own.relname, other.relname from pg_constraint"
                + " join pg_class own on own.oid = conrelid join pg_class other on other.oid = confrelid"
                + " where contype = 'f' and own.oid <> other.oid and own.relnamespace = current_schema()::regnamespace";
        try (PreparedStatement statement = target.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            while (row.next())
                needed.computeIfAbsent(row.getString(1), unused -> new LinkedHashSet<>())
                        .add(row.getString(2));
        }
        return needed;
    }
}
